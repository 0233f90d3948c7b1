import { randomUUID } from 'node:crypto'
import type { CoverageControl, CoverageScanId, ProjectId, StartCoverageScan } from '@ohif-admin/contracts'
import type { XnatClient } from '@ohif-admin/xnat-client'
import type { Actor, Origin } from '../../lib/actor.ts'
import { AppError } from '../../lib/app-error.ts'
import type { Audit } from '../../lib/audit.ts'
import type { ProjectAccess } from '../../lib/project-access.ts'
import type { CoverageScansRepository, StoredScan } from '../../storage/coverage-scans.ts'
import { StorageError } from '../../storage/errors.ts'
import { mayControl, mayScan, maySeeScan } from './coverage-rights.ts'
import type { DrivenScans } from './driven-scans.ts'

interface Needs {
  scans: CoverageScansRepository
  driven: DrivenScans
  xnat: Pick<XnatClient, 'viewerPlugin'>
  access: ProjectAccess
  audit: Audit
  /** The most questions a second there may be. */
  maxPerSecond: number
  tell: (scan: StoredScan) => void
  now: () => number
}

/** Scans of sessions, as people start and steer them. Every attempt is audited, refusals included. */
export class CoverageService {
  readonly #needs: Needs

  constructor(needs: Needs) {
    this.#needs = needs
  }

  /** Throws `AppError` `forbidden`, `not-found`, `plugin-missing`, `scan-active`, `UpstreamError`. */
  start(actor: Actor, input: StartCoverageScan, origin: Origin): Promise<StoredScan> {
    const { projectId, take } = input
    const perSecond = this.#paceFor(input.perSecond)
    const action = {
      actor: actor.username,
      action: 'coverage.start',
      subject: subjectOf(projectId),
      detail: { take, perSecond },
      origin,
    } as const
    return this.#needs.audit.during(
      action,
      async () => {
        const { scans, xnat, driven, now, tell } = this.#needs
        if (!mayScan(actor, projectId))
          throw new AppError('forbidden', 'Only who may edit its sessions can have a project scanned.')
        const projectTitle = projectId === null ? null : await this.#titleOf(actor, projectId)
        if (!(await xnat.viewerPlugin(actor.xnatSession)))
          throw new AppError('plugin-missing', 'XNAT does not list the viewer plugin.')
        const scan = newScan(actor, { projectId, projectTitle, take, perSecond, startedAt: now() })
        await scans.insert(scan).catch(refuseTwice)
        tell(scan)
        await driven.begin()
        return scan
      },
      ({ id }) => ({ scanId: id }),
    )
  }

  /** Throws `AppError` `not-found`, `forbidden`, `scan-over`. */
  control(actor: Actor, id: CoverageScanId, { action }: CoverageControl, origin: Origin): Promise<void> {
    return this.#steer(
      actor,
      id,
      `coverage.${action}`,
      {},
      origin,
      {
        // Who has it go on is who is here to ask.
        resume: { wanted: 'go', asks: actor.username } as const,
        pause: { wanted: 'pause' } as const,
        cancel: { wanted: 'cancel' } as const,
      }[action],
    )
  }

  /** Throws as `control`. */
  pace(actor: Actor, id: CoverageScanId, asked: number, origin: Origin): Promise<void> {
    const perSecond = this.#paceFor(asked)
    return this.#steer(actor, id, 'coverage.pace', { perSecond }, origin, { perSecond })
  }

  async #steer(
    actor: Actor,
    id: CoverageScanId,
    action: `coverage.${'pause' | 'resume' | 'cancel' | 'pace'}`,
    detail: Readonly<Record<string, unknown>>,
    origin: Origin,
    order: Parameters<CoverageScansRepository['order']>[1],
  ) {
    const { audit, scans, driven, tell } = this.#needs
    const audited = { actor: actor.username, action, subject: `coverage scan ${id}`, detail, origin } as const
    await audit.during(audited, async () => {
      const scan = await scans.find(id)
      if (!scan || !maySeeScan(actor, scan)) throw new AppError('not-found', 'There is no such scan.')
      if (!mayControl(actor, scan))
        throw new AppError('forbidden', 'Only who may edit its sessions, or a site admin, can do this.')
      if (scan.endedAt !== null || !(await scans.order(id, order)))
        throw new AppError('scan-over', 'The scan is over already.')
      driven.wake()
      tell({ ...scan, ...order })
    })
  }

  #paceFor(asked: number | undefined): number {
    return Math.min(asked ?? this.#needs.maxPerSecond, this.#needs.maxPerSecond)
  }

  async #titleOf(actor: Actor, projectId: ProjectId): Promise<string> {
    const { access } = this.#needs
    const project =
      (await access.readable(actor)).get(projectId) ?? (await access.readableNow(actor)).get(projectId)
    if (!project) throw new AppError('not-found', 'There is no such project, or you may not see it.')
    return project.title
  }
}

const subjectOf = (projectId: ProjectId | null) =>
  projectId === null ? 'all projects' : `project ${projectId}`

type Begun = Pick<StoredScan, 'projectId' | 'projectTitle' | 'take' | 'perSecond' | 'startedAt'>

function newScan({ username, role }: Actor, begun: Begun): StoredScan {
  const whole = role === 'admin' ? 'all' : `all of ${username}`
  return {
    ...begun,
    id: randomUUID() as CoverageScanId,
    targetKey: begun.projectId === null ? whole : `project ${begun.projectId}`,
    state: 'listing',
    waitingFor: null,
    failure: null,
    wanted: 'go',
    startedBy: username,
    asks: username,
    endedAt: null,
    total: null,
    valid: 0,
    missing: 0,
    unknown: 0,
  }
}

function refuseTwice(error: unknown): never {
  if (!(error instanceof StorageError) || error.kind !== 'conflict') throw error
  throw new AppError('scan-active', 'The same is being scanned already.', { cause: error })
}
