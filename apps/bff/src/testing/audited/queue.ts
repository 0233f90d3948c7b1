import { randomUUID } from 'node:crypto'
import type { Run } from '@ohif-admin/contracts'
import type { Browser } from '../browser.ts'
import { startGuided } from '../guided.ts'
import type { Actions, World } from './action.ts'
import { openRun } from './runs.ts'

/** A run of LIVER that waits in the queue behind another one. */
async function queuedRun(world: World): Promise<Run> {
  world.console.xnat.addProject({ id: 'KIDNEY', sessions: 2 })
  world.hold = world.console.xnat.holdRegeneration()
  await startGuided(world.admin, 'KIDNEY')
  return startGuided(world.owner, 'LIVER')
}

async function guidedRun(world: World): Promise<Run> {
  world.hold = world.console.xnat.holdRegeneration()
  return startGuided(world.owner, 'LIVER')
}

const SETTINGS = { sessionsAtOnce: 2, pauseMs: 0, quietHours: null }
const control = (browser: Browser, run: unknown, action: string) =>
  browser.post(`/api/runs/${(run as Run).id}/control`, { action })
const settings = (browser: Browser, runId: string) =>
  browser.send('PUT', `/api/runs/${runId}/settings`, { body: SETTINGS })
const order = (browser: Browser, runIds: string[]) =>
  browser.send('PUT', '/api/runs/queue', { body: { runIds } })

/** What people do to runs that wait or go on. */
export const queueActions: Actions = {
  'POST /api/runs/:runId/control': [
    {
      prepare: guidedRun,
      call: ({ owner }, run) => control(owner, run, 'pause'),
      status: 200,
      entry: { action: 'run.pause', actor: 'owner', outcome: 'done', event: 'sensitive_update' },
    },
    {
      prepare: guidedRun,
      call: ({ admin }, run) => control(admin, run, 'stop'),
      status: 200,
      entry: { action: 'run.stop', actor: 'admin', outcome: 'done' },
    },
    {
      prepare: guidedRun,
      call: ({ member }, run) => control(member, run, 'stop'),
      status: 403,
      entry: { action: 'run.stop', actor: 'member', outcome: 'refused', event: 'authz_fail' },
    },
    {
      prepare: queuedRun,
      call: ({ owner }, run) => control(owner, run, 'cancel'),
      status: 200,
      entry: { action: 'run.cancel', actor: 'owner', outcome: 'done' },
    },
    {
      prepare: queuedRun,
      call: ({ admin }, run) => control(admin, run, 'start-now'),
      status: 200,
      entry: { action: 'run.start-now', actor: 'admin', outcome: 'done' },
    },
    {
      call: ({ admin }) => control(admin, { id: randomUUID() }, 'stop'),
      status: 404,
      entry: { action: 'run.stop', outcome: 'refused', detail: { code: 'not-found' } },
    },
  ],
  'PUT /api/runs/:runId/settings': [
    {
      prepare: guidedRun,
      call: ({ owner }, run) => settings(owner, (run as Run).id),
      status: 200,
      entry: { action: 'run.settings', actor: 'owner', outcome: 'done' },
    },
    {
      prepare: openRun,
      call: ({ owner }, run) => settings(owner, (run as Run).id),
      status: 403,
      entry: { action: 'run.settings', actor: 'owner', outcome: 'refused', event: 'authz_fail' },
    },
    {
      call: ({ owner }) => settings(owner, randomUUID()),
      status: 404,
      entry: { action: 'run.settings', outcome: 'refused', detail: { code: 'not-found' } },
    },
  ],
  'PUT /api/runs/queue': [
    {
      prepare: queuedRun,
      call: ({ owner }, run) => order(owner, [(run as Run).id]),
      status: 200,
      entry: { action: 'queue.order', actor: 'owner', subject: 'queue', outcome: 'done' },
    },
    {
      prepare: queuedRun,
      call: ({ member }, run) => order(member, [(run as Run).id]),
      status: 403,
      entry: { action: 'queue.order', actor: 'member', outcome: 'refused', event: 'authz_fail' },
    },
    {
      prepare: queuedRun,
      call: ({ admin }) => order(admin, []),
      status: 409,
      entry: { action: 'queue.order', outcome: 'refused', detail: { code: 'queue-changed' } },
    },
  ],
}
