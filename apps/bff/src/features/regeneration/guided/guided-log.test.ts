import { type LogLine, RunLog } from '@ohif-admin/contracts'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Browser } from '../../../testing/browser.ts'
import { startConsole, type TestConsole } from '../../../testing/console.ts'
import { startGuided } from '../../../testing/guided.ts'
import { runOver } from '../../../testing/runs.ts'

let console: TestConsole
let owner: Browser
let admin: Browser
beforeAll(async () => {
  console = await startConsole()
  console.xnat.addUser({ username: 'owner' })
  console.xnat.addProject({
    id: 'LIVER',
    owners: ['owner'],
    sessions: [{ id: 'XNAT_E1' }, { id: 'XNAT_E2' }],
  })
  console.xnat.addProject({ id: 'OTHER', sessions: [{ id: 'XNAT_E9', label: 'CANARY' }] })
  owner = await console.signIn('owner')
  admin = await console.signIn('admin')
})
afterAll(() => console[Symbol.asyncDispose]())

const told = (lines: readonly LogLine[]) =>
  lines.flatMap((line) => (line.form === 'derived' ? [`${line.event} ${line.sessionId ?? ''}`.trim()] : []))
const CALLS = ['XNAT_E1', 'XNAT_E2'].flatMap((id) => [
  'run-requested',
  `session-began ${id}`,
  `session-stored ${id}`,
  'run-completed',
])

it('a guided run has the lines of its calls and of nothing else, while it goes on and after it', async () => {
  const { xnat } = console
  const hold = xnat.holdRegeneration('LIVER')
  const run = await startGuided(owner, 'LIVER')
  await using stream = await owner.listen(`run-log:${run.id}`)
  await stream.until((message) => message.type === 'run-log' && message.reset)
  // Beside it: a visit, an event, and calls for a session of another project.
  await xnat.visitViewer('XNAT_E9', 'admin')
  await xnat.archiveEvent('XNAT_E9')
  await fetch(`${xnat.url}/xapi/viewer/projects/OTHER/experiments/XNAT_E9`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa('admin:admin')}`, 'user-agent': 'curl/8.0' },
  })
  hold.storeRest()
  await runOver(owner, run)
  const live = () =>
    told(stream.messages.flatMap((message) => (message.type === 'run-log' ? message.lines : [])))
  await expect.poll(live).toEqual(CALLS)
  expect(stream.raw()).not.toMatch(/XNAT_E9|CANARY/)

  const after = RunLog.parse((await owner.get(`/api/runs/${run.id}/log`)).json)
  expect([told(after.lines), after.earlier]).toEqual([CALLS, 0])
  const lines = RunLog.parse((await admin.get(`/api/runs/${run.id}/log`)).json).lines
  expect(lines.length).toBeGreaterThan(CALLS.length)
  expect(JSON.stringify(lines)).not.toMatch(/XNAT_E9|CANARY/)
})

it('the lines are still there after a restart of the console', async () => {
  const run = await startGuided(owner, 'LIVER')
  await runOver(owner, run)
  await console.restart()
  const { lines } = RunLog.parse((await owner.get(`/api/runs/${run.id}/log`)).json)
  expect(told(lines)).toEqual(CALLS)
})
