import { appendFile } from 'node:fs/promises'
import path from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import type { Browser } from '../../testing/browser.ts'
import { startConsole, type TestConsole } from '../../testing/console.ts'
import { listRuns, runOver, runUntil, sessionsOf, startBulk } from '../../testing/runs.ts'

const LIVER = { scope: 'project', projectId: 'LIVER' }
const SLOW_MS = 4_000

let console: TestConsole
let admin: Browser

async function setUp() {
  console = await startConsole()
  console.xnat.addUser({ username: 'owner' })
  console.xnat.addProject({ id: 'LIVER', sessions: 6, owners: ['owner'] })
  admin = await console.signIn('admin')
}
afterEach(() => console[Symbol.asyncDispose]())

describe('a bulk run', () => {
  it('goes on being followed when the XNAT session of its person ends, and is all there after the next sign-in', async () => {
    await setUp()
    const hold = console.xnat.holdRegeneration('LIVER')
    const owner = await console.signIn('owner')
    const run = await startBulk(admin, LIVER)
    void hold.storeOne()
    await runUntil(admin, run, ({ counts }) => counts.stored === 1)
    await using page = await admin.listen('runs')
    console.xnat.expireSessions('admin')
    // A page that looks something up in XNAT learns it; until then the stream goes on.
    console.clock.advance(31_000)
    await admin.get('/api/xnat/projects')
    expect(await page.until(({ type }) => type === 'session-ended')).toMatchObject({ type: 'session-ended' })
    expect((await admin.get(`/api/runs/${run.id}`)).status).toBe(401)
    void hold.storeRest()
    expect(await runOver(owner, run)).toMatchObject({ state: 'finished', counts: { total: 6, stored: 6 } })
    const again = await console.signIn('admin')
    expect((await sessionsOf(again, run)).map(({ verdict }) => verdict)).toEqual(Array(6).fill('stored'))
    expect(console.xnat.calls.to('POST', '/xapi/viewer/projects/LIVER')).toHaveLength(1)
  })

  it('is followed, and everything that needs no XNAT answers at once, while XNAT takes seconds for anything', async () => {
    await setUp()
    const hold = console.xnat.holdRegeneration('LIVER')
    const run = await startBulk(admin, LIVER)
    await runUntil(admin, run, ({ counts }) => counts.inWork > 0)
    console.xnat.goSlow(SLOW_MS)
    const slow = admin.get('/api/xnat/projects')
    for (const address of [
      `/api/runs/${run.id}`,
      '/api/runs',
      `/api/runs/${run.id}/sessions`,
      '/api/session',
      '/ready',
    ]) {
      const began = performance.now()
      expect([address, (await admin.get(address)).status]).toEqual([address, 200])
      expect(performance.now() - began).toBeLessThan(SLOW_MS / 2)
    }
    console.xnat.goSlow(0)
    void hold.storeRest()
    expect(await runOver(admin, run)).toMatchObject({ state: 'finished', counts: { stored: 6 } })
    await slow
  })

  it('of a plugin whose texts are others is not called good, and the log says how much of it is not understood', async () => {
    await setUp()
    const line = (thread: string, text: string) =>
      `2030-01-01 10:00:00,000 [${thread}] INFO  org.nrg.xnatx.ohifviewer.${text}\n`
    const api = 'xapi.OhifViewerApi - '
    const handler = 'inputcreator.JsonMetadataHandler - '
    const ids = console.xnat.sessions('LIVER').map(({ id }) => id)
    const lines = [
      line('http-nio-8080-exec-9', `${api}Project LIVER metadata creation requested`),
      line('http-nio-8080-exec-9', `${api}Thread count for parallel JSON creation: 1`),
      ...ids.map((id) => line('http-nio-8080-exec-9', `${api}ImageSession ID: ${id}`)),
      ...ids.flatMap((id) => [
        line('pool-99-thread-1', `${handler}Session metadata of ${id} begins`),
        line('pool-99-thread-1', `${handler}Session metadata of ${id} kept`),
      ]),
      line('http-nio-8080-exec-9', `${api}Project LIVER metadata creation complete`),
    ]
    await appendFile(path.join(console.xnat.logFolder, 'ohifviewer.log'), lines.join(''))
    await expect.poll(() => listRuns(admin)).toMatchObject([{ kind: 'adopted', state: 'finished' }])
    const [run] = await listRuns(admin)
    expect(run?.counts).toMatchObject({ total: 6, stored: 0 })
    await using stream = await admin.listen('log-sources')
    const message = await stream.until(({ type }) => type === 'log-sources')
    const shares = message.type === 'log-sources' ? message.sources.map((one) => one.unrecognizedShare) : []
    expect(Math.max(...shares)).toBeGreaterThan(0.2)
  })
})
