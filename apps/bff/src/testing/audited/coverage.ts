import { randomUUID } from 'node:crypto'
import type { CoverageScan } from '@ohif-admin/contracts'
import { askScan, controlScan, scanUntil, startScan } from '../coverage.ts'
import type { Actions, World } from './action.ts'

const LIVER = { projectId: 'LIVER' }
const project = { subject: 'project LIVER' }
const forbidden = { outcome: 'refused', event: 'authz_fail', detail: { code: 'forbidden' } } as const
const unseen = { outcome: 'refused', detail: { code: 'not-found' } } as const
const over = { outcome: 'refused', detail: { code: 'scan-over' } } as const

/** A scan that stays open. */
async function open({ admin }: World): Promise<CoverageScan> {
  const scan = await startScan(admin, { ...LIVER, perSecond: 1 })
  await controlScan(admin, scan, 'pause')
  return scan
}

async function cancelled(world: World): Promise<CoverageScan> {
  const scan = await open(world)
  await controlScan(world.admin, scan, 'cancel')
  return scanUntil(world.admin, scan, { state: 'cancelled' })
}

const scanOf = (given: unknown) => given as CoverageScan
const setPace = ({ admin }: World, id: string) =>
  admin.send('PUT', `/api/coverage/scans/${id}/pace`, { body: { perSecond: 2 } })

export const coverageActions: Actions = {
  'POST /api/coverage/scans/': [
    {
      call: ({ owner }) => askScan(owner, LIVER),
      status: 202,
      entry: { action: 'coverage.start', actor: 'owner', ...project, outcome: 'done' },
    },
    {
      call: ({ reader }) => askScan(reader, LIVER),
      status: 403,
      entry: { action: 'coverage.start', actor: 'reader', ...project, ...forbidden },
    },
    {
      prepare: open,
      call: ({ admin }) => askScan(admin, LIVER),
      status: 409,
      entry: { action: 'coverage.start', outcome: 'refused', detail: { code: 'scan-active' } },
    },
  ],
  'POST /api/coverage/scans/:scanId/control': [
    ...(['pause', 'resume', 'cancel'] as const).map((action) => ({
      prepare: open,
      call: ({ admin }: World, scan: unknown) => controlScan(admin, scanOf(scan), action),
      status: 200,
      entry: { action: `coverage.${action}`, actor: 'admin', outcome: 'done' } as const,
    })),
    {
      prepare: open,
      call: ({ reader }, scan) => controlScan(reader, scanOf(scan), 'pause'),
      status: 404,
      entry: { action: 'coverage.pause', actor: 'reader', ...unseen },
    },
    {
      prepare: cancelled,
      call: ({ admin }, scan) => controlScan(admin, scanOf(scan), 'resume'),
      status: 409,
      entry: { action: 'coverage.resume', ...over },
    },
  ],
  'PUT /api/coverage/scans/:scanId/pace': [
    {
      prepare: open,
      call: (world, scan) => setPace(world, scanOf(scan).id),
      status: 200,
      entry: { action: 'coverage.pace', actor: 'admin', outcome: 'done' },
    },
    {
      call: (world) => setPace(world, randomUUID()),
      status: 404,
      entry: { action: 'coverage.pace', ...unseen },
    },
  ],
}
