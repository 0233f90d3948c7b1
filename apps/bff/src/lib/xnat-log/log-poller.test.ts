import { LogFiles, LogPage, Overview } from '@ohif-admin/contracts'
import { afterEach, describe, expect, it } from 'vitest'
import { type ConsoleOptions, startConsole, type TestConsole } from '../../testing/console.ts'

let console: TestConsole
afterEach(() => console[Symbol.asyncDispose]())

async function setUp(options: ConsoleOptions = {}) {
  console = await startConsole({ ...options, settings: { LOG_SOURCES: '', ...options.settings } })
  console.xnat.addUser({ username: 'support', groups: ['ALL_DATA_ACCESS'] })
  console.xnat.addProject({ id: 'LIVER', sessions: 2 })
}

const downloads = () => console.xnat.calls.to('POST', '/xapi/logs/download')
const visit = () => console.xnat.visitViewer(console.xnat.sessions('LIVER')[0]?.id ?? '')

async function source(browser: Awaited<ReturnType<TestConsole['signIn']>>) {
  const { logSources } = Overview.parse((await browser.get('/api/overview')).json)
  return logSources[0]
}

describe('a log without a folder', () => {
  it('comes through XNAT in an admin’s session, only while somebody needs it', async () => {
    await setUp()
    await visit()
    const support = await console.signIn('support')
    await using watching = await support.listen('log')
    const admin = await console.signIn('admin')
    expect(await source(admin)).toMatchObject({ state: 'waiting', problem: null, delayMs: null })
    expect(downloads()).toEqual([])

    await using stream = await admin.listen('log')
    // What was written before comes as the past: whoever asked too early reads it now.
    await stream.until((message) => message.type === 'gap')
    expect(downloads()[0]?.body).toBe('{"logFileSpec":"ohifviewer.log*","includeEmptyFiles":"false"}')
    const page = LogPage.parse((await admin.get('/api/log/lines')).json)
    expect(page.rows.length).toBeGreaterThan(3)
    const { sources } = LogFiles.parse((await admin.get('/api/log/files')).json)
    expect(sources).toMatchObject([{ name: 'xnat', problem: null, delayMs: expect.any(Number) }])
    expect(await source(admin)).toMatchObject({ state: 'reading', delayMs: expect.any(Number) })

    await visit()
    console.clock.advance(6_000)
    await stream.until(
      (message) => message.type === 'log' && JSON.stringify(message.rows).includes('Finished the transfer'),
    )
    expect(watching.raw()).not.toContain('SCANS')
    expect(downloads()).toHaveLength(2)
  })

  it('says why it cannot be had, and goes on by itself', async () => {
    await setUp()
    const admin = await console.signIn('admin')
    await using stream = await admin.listen('log,log-sources')
    await stream.until((message) => message.type === 'gap')
    const next = async (problem: string | null) => {
      console.clock.advance(60_001)
      await expect.poll(async () => (await source(admin))?.problem).toBe(problem)
    }
    const address = '/xapi/logs/download'
    const bad = [
      [{ status: 403, body: 'no' }, 'xnat-refused'],
      [{ cut: true }, 'xnat-unreachable'],
      [{ status: 503 }, 'xnat-unreachable'],
      [{ status: 200, body: '<html>Login</html>' }, 'bad-download'],
      [{ status: 200, body: 'PK nonsense', contentType: 'application/zip' }, 'bad-download'],
    ] as const
    for (const [answer, problem] of bad) {
      const standing = console.xnat.answerWith(address, answer)
      await next(problem)
      standing.stop()
      await next(null)
    }
    // What was fetched before is still there to be read.
    console.xnat.answerWith(address, { status: 403 })
    await next('xnat-refused')
    expect(LogPage.parse((await admin.get('/api/log/lines')).json).rows.length).toBeGreaterThan(3)
    const { delayMs } = (await source(admin)) ?? {}
    expect(delayMs).toBeGreaterThan(60_000)
  })

  it('waits for an admin to be signed in while a run is open', async () => {
    await setUp()
    const support = await console.signIn('support')
    const admin = await console.signIn('admin')
    const hold = console.xnat.holdRegeneration('LIVER')
    await admin.post('/api/runs', {
      ...{ kind: 'bulk', target: { scope: 'project', projectId: 'LIVER' } },
      idempotencyKey: '6f9619ff-8b86-4011-b42d-00c04fc964ff',
    })
    await admin.delete('/api/session')
    console.clock.advance(6_000)
    await expect.poll(async () => (await source(support))?.problem).toBe('nobody-signed-in')
    const again = await console.signIn('admin')
    await expect.poll(async () => (await source(again))?.problem).toBeNull()
    hold.release()
  })
})
