import { randomUUID } from 'node:crypto'
import { Run, type RunSession, RunSessionPage } from '@ohif-admin/contracts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Browser } from '../../testing/browser.ts'
import { startConsole, type TestConsole } from '../../testing/console.ts'

let console: TestConsole
let admin: Browser

beforeEach(async () => {
  console = await startConsole({ gatewayTimeoutMs: 300 })
  admin = await console.signIn('admin')
})
afterEach(() => console[Symbol.asyncDispose]())

const start = (browser: Browser, projectId: string, idempotencyKey: string = randomUUID()) =>
  browser.post('/api/runs', { kind: 'bulk', scope: 'project', projectId, idempotencyKey })

async function startRun(projectId: string): Promise<Run> {
  const answer = await start(admin, projectId)
  expect(answer.status, answer.text).toBe(202)
  return Run.parse(answer.json)
}

/** Waits on the run's own stream, as the page does. */
async function untilOver({ id }: Run, browser: Browser = admin): Promise<Run> {
  await using stream = await browser.listen(`run:${id}`)
  const message = await stream.until((one) => one.type === 'run' && one.run.endedAt !== null)
  return (message as Extract<typeof message, { type: 'run' }>).run
}

async function verdicts({ id }: Run): Promise<RunSession[]> {
  const answer = await admin.get(`/api/runs/${id}/sessions?limit=1000`)
  return RunSessionPage.parse(answer.json).sessions
}

describe('a bulk run of a project', () => {
  it('ends by its log lines although the proxy gave up in the middle', async () => {
    console.xnat.addProject({ id: 'LIVER', title: 'Liver', sessions: 6 })
    const hold = console.xnat.holdRegeneration('LIVER')
    const run = await startRun('LIVER')
    await using stream = await admin.listen(`run:${run.id}`)
    await stream.until((one) => one.type === 'run' && one.run.xnatCall.outcome === 'gateway-timeout')
    hold.storeRest()
    const over = await untilOver(run)
    expect(over).toMatchObject({ state: 'finished', xnatCall: { outcome: 'gateway-timeout', status: 504 } })
    expect(over.counts).toMatchObject({ total: 6, stored: 6, silentFailure: 0, failed: 0, unknown: 0 })
    expect((await verdicts(run)).map(({ verdict }) => verdict)).toEqual(Array(6).fill('stored'))
    expect(console.xnat.calls.to('POST', '/xapi/viewer/projects/LIVER')).toHaveLength(1)
  })
})
