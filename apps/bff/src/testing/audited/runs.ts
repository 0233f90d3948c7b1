import { randomUUID } from 'node:crypto'
import { Run } from '@ohif-admin/contracts'
import type { Browser } from '../browser.ts'
import { askGuided } from '../guided.ts'
import type { Actions, World } from './action.ts'

const startRun = (browser: Browser, projectId = 'LIVER') =>
  browser.post('/api/runs', {
    kind: 'bulk',
    target: { scope: 'project', projectId },
    idempotencyKey: randomUUID(),
  })

/** A run that nobody can follow: its log is not configured and its call waits. */
export async function openRun(world: World): Promise<Run> {
  const { console, admin } = world
  world.hold = console.xnat.holdRegeneration('LIVER')
  console.gateway.timeoutMs = 300
  const { json } = await startRun(admin)
  console.gateway.timeoutMs = 60_000
  return Run.parse(json)
}

export const runActions: Actions = {
  'POST /api/runs/': [
    {
      call: ({ owner }) => askGuided(owner, 'LIVER'),
      status: 202,
      entry: { action: 'run.start', actor: 'owner', subject: 'project LIVER', outcome: 'done' },
    },
    {
      call: ({ reader }) => askGuided(reader, 'LIVER'),
      status: 403,
      entry: { action: 'run.start', actor: 'reader', outcome: 'refused', event: 'authz_fail' },
    },
    {
      call: ({ owner }) =>
        askGuided(owner, 'LIVER', { afterSignOut: true, notBefore: '2099-01-01T00:00:00Z' }),
      status: 202,
      entry: { action: 'run.start', actor: 'owner', outcome: 'done' },
    },
    {
      call: ({ admin }) => startRun(admin),
      status: 202,
      entry: { action: 'run.start', actor: 'admin', subject: 'project LIVER', outcome: 'done' },
    },
    {
      call: ({ owner }) => startRun(owner),
      status: 403,
      entry: { action: 'run.start', actor: 'owner', outcome: 'refused', event: 'authz_fail' },
    },
    {
      call: ({ admin }) => startRun(admin, 'NOWHERE'),
      status: 404,
      entry: { action: 'run.start', subject: 'project NOWHERE', outcome: 'refused' },
    },
    {
      prepare: openRun,
      call: ({ admin }) => startRun(admin),
      status: 409,
      entry: { action: 'run.start', outcome: 'refused', detail: { code: 'run-active' } },
    },
    {
      prepare: ({ console }) => console.gateway.goDown(),
      call: ({ admin }) => startRun(admin),
      status: 502,
      entry: { action: 'run.start', outcome: 'failed', detail: { code: 'upstream-unreachable' } },
    },
  ],
  'POST /api/runs/:runId/stop-watching': [
    {
      prepare: openRun,
      call: ({ admin }, run) => admin.post(`/api/runs/${(run as Run).id}/stop-watching`),
      status: 200,
      entry: { action: 'run.stop-watching', actor: 'admin', outcome: 'done' },
    },
    {
      call: ({ owner }) => owner.post(`/api/runs/${randomUUID()}/stop-watching`),
      status: 403,
      entry: { action: 'run.stop-watching', actor: 'owner', outcome: 'refused', event: 'authz_fail' },
    },
    {
      call: ({ admin }) => admin.post(`/api/runs/${randomUUID()}/stop-watching`),
      status: 404,
      entry: { action: 'run.stop-watching', outcome: 'refused', detail: { code: 'not-found' } },
    },
  ],
}
