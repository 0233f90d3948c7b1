import { randomUUID } from 'node:crypto'
import { Run, RunLog, RunSessionPage } from '@ohif-admin/contracts'
import { afterEach, expect, it } from 'vitest'
import type { Browser } from '../../testing/browser.ts'
import { startConsole, type TestConsole } from '../../testing/console.ts'

let console: TestConsole
let admin: Browser
afterEach(() => console[Symbol.asyncDispose]())

async function setUp() {
  console = await startConsole({ settings: { LOG_SOURCES: '' }, gatewayTimeoutMs: 300 })
  console.xnat.addProject({
    id: 'LIVER',
    sessions: [
      { label: 'one' },
      { label: 'two' },
      { label: 'lost', behaviour: 'silent-gone' },
      { label: 'four' },
    ],
  })
  admin = await console.signIn('admin')
}

async function startRun(): Promise<Run> {
  const body = {
    kind: 'bulk',
    target: { scope: 'project', projectId: 'LIVER' },
    idempotencyKey: randomUUID(),
  }
  const answer = await admin.post('/api/runs', body)
  expect(answer.status, answer.text).toBe(202)
  return Run.parse(answer.json)
}

/** Time passes until the next copy is due, again and again. */
async function whileTimePasses<Result>(work: Promise<Result>): Promise<Result> {
  const passing = setInterval(() => console.clock.advance(6_000), 100)
  return work.finally(() => clearInterval(passing))
}

it('a bulk run is followed to its verdicts in the log that XNAT hands out', async () => {
  await setUp()
  const hold = console.xnat.holdRegeneration('LIVER')
  const run = await startRun()
  // The log is known before the call is sent: nothing in it can be mistaken for the run.
  const calls = console.xnat.calls.to('POST', /^\/xapi\/(?:logs\/download|viewer\/projects\/LIVER)$/)
  expect(calls.map(({ path }) => path)).toEqual(['/xapi/logs/download', '/xapi/viewer/projects/LIVER'])

  await using stream = await admin.listen(`run:${run.id},run-log:${run.id}`)
  const seen = stream.until((one) => one.type === 'run' && one.run.counts.total === 4)
  expect(await whileTimePasses(seen)).toMatchObject({ run: { state: 'running', log: { state: 'ok' } } })
  hold.storeRest()
  const over = await whileTimePasses(stream.until((one) => one.type === 'run' && one.run.endedAt !== null))
  expect(over).toMatchObject({
    run: { state: 'finished', counts: { total: 4, stored: 3, silentFailure: 1, unknown: 0 } },
  })
  const answer = await admin.get(`/api/runs/${run.id}/sessions?limit=10`)
  const { sessions } = RunSessionPage.parse(answer.json)
  expect(sessions.map(({ label, verdict }) => [label, verdict])).toEqual([
    ['one', 'stored'],
    ['two', 'stored'],
    ['lost', 'silent-failure'],
    ['four', 'stored'],
  ])
  const { lines } = RunLog.parse((await admin.get(`/api/runs/${run.id}/log`)).json)
  expect(JSON.stringify(lines)).toContain('Project LIVER metadata creation complete')
})

it('a run that is over before anybody looked is found all the same, and an older one is not taken for it', async () => {
  await setUp()
  const first = await startRun()
  await using stream = await admin.listen(`run:${first.id}`)
  await whileTimePasses(stream.until((one) => one.type === 'run' && one.run.endedAt !== null))
  await console.xnat.idle()
  const second = await startRun()
  await console.xnat.idle()
  await using again = await admin.listen(`run:${second.id}`)
  const over = await whileTimePasses(again.until((one) => one.type === 'run' && one.run.endedAt !== null))
  expect(over).toMatchObject({ run: { state: 'finished', counts: { total: 4, stored: 3 } } })
  const [before, after] = [first, second].map(async ({ id }) =>
    Run.parse((await admin.get(`/api/runs/${id}`)).json),
  )
  expect((await before)?.startCursor).not.toBe((await after)?.startCursor)
})

it('a run goes on being followed after a restart of the console', async () => {
  await setUp()
  const hold = console.xnat.holdRegeneration('LIVER')
  const run = await startRun()
  await console.restart()
  await using stream = await admin.listen(`run:${run.id}`)
  hold.storeRest()
  const over = await whileTimePasses(stream.until((one) => one.type === 'run' && one.run.endedAt !== null))
  expect(over).toMatchObject({ run: { state: 'finished', counts: { stored: 3 } } })
})
