import { createHash } from 'node:crypto'
import {
  type GuidedSelection,
  type Impact,
  isOpen,
  type ProjectId,
  type RunData,
  type RunId,
  type RunTarget,
  type SessionRef,
} from '@ohif-admin/contracts'
import type { XnatClient, XnatImageSession } from '@ohif-admin/xnat-client'
import type { Actor } from '../../../lib/actor.ts'
import { AppError } from '../../../lib/app-error.ts'
import { isDicomwebOffered } from '../../../lib/plugin-version.ts'
import { createAudienceOf, type ProjectAccess } from '../../../lib/project-access.ts'
import type { ExpectedSession } from '../../../storage/run-expected.ts'
import type { StoredRun } from '../../../storage/run-row.ts'
import type { RunSessionListsRepository } from '../../../storage/run-session-lists.ts'
import type { RunsRepository } from '../../../storage/runs.ts'
import { resolveTarget } from '../target.ts'

/** Sessions without valid metadata, as the last scan of them found; other parts of the console know them. */
export interface CoverageSource {
  /** Of one project or of all, as far as the person may see them. Throws `AppError`. */
  missing(actor: Actor, asked: CoverageSelection, data: RunData): Promise<ExpectedSession[]>
}

export type CoverageSelection = Extract<GuidedSelection, { of: 'coverage' }>

export interface PlanNeeds {
  xnat: Pick<XnatClient, 'projectSessions' | 'projectSubjects' | 'siteSessions' | 'viewerPlugin'>
  access: ProjectAccess
  runs: RunsRepository
  sessionLists: RunSessionListsRepository
  coverage: CoverageSource
}

export type PlanRequest =
  | { kind: 'bulk'; target: RunTarget; data: RunData }
  | { kind: 'guided'; select: GuidedSelection; data: RunData }

/** What a run would do, by what XNAT says at this moment to the person who asks. */
export interface Plan {
  kind: 'bulk' | 'guided'
  data: RunData
  scope: Exclude<StoredRun['scope'], 'unknown'>
  projectId: ProjectId | null
  projectTitle: string | null
  targetId: string | null
  targetLabel: string | null
  /** The sessions of the run: of a guided one only those the person may edit. Each once. */
  sessions: ExpectedSession[]
  /** Sessions of the target, those included that the person may not edit. */
  listed: number
  notOwned: number
  notEditable: number
  plugin: { version: string | null } | null
  parent: { runId: RunId; take: NonNullable<StoredRun['parentTake']> } | null
  /** Two open runs with the same key would do the same. */
  targetKey: string
  refusal: Impact['refusal']
}

type Chosen = Pick<Plan, 'scope' | 'projectId' | 'projectTitle' | 'targetId' | 'targetLabel' | 'parent'> & {
  sessions: ExpectedSession[]
  key: string
  /** The subject belongs to another project, where XNAT would not look for it. */
  sharedFrom: string | null
}

/**
 * Looks up what a run would do. Throws `AppError` for a target that is not there or may not be seen; what is there and
 * may still not be done is a `refusal`.
 */
export async function makePlan(needs: PlanNeeds, actor: Actor, request: PlanRequest): Promise<Plan> {
  const [chosen, plugin] = await Promise.all([
    request.kind === 'bulk' ? ofTarget(needs, actor, request.target) : choose(needs, actor, request),
    needs.xnat.viewerPlugin(actor.xnatSession),
  ])
  const { key, sharedFrom, sessions: all, ...rest } = chosen
  if (request.kind === 'bulk' && sharedFrom !== null) {
    throw new AppError('not-found', 'The subject belongs to another project; XNAT finds it only there.')
  }
  const sessions = [...new Map(all.map((session) => [session.sessionId, session])).values()]
  const editable = sessions.filter(({ projectId }) => mayEdit(actor, projectId))
  const plan = {
    ...rest,
    kind: request.kind,
    data: request.data,
    sessions: request.kind === 'bulk' ? sessions : editable,
    listed: sessions.length,
    notOwned:
      rest.projectId === null ? 0 : sessions.filter(({ projectId }) => projectId !== rest.projectId).length,
    notEditable: sessions.length - editable.length,
    plugin,
    targetKey: `${request.kind} ${request.data} ${key}`,
  }
  return { ...plan, refusal: refusalOf(plan, actor) }
}

/** Editing a session needs the right on the project that owns it, wherever it is shared into. */
function mayEdit(actor: Actor, projectId: string | null): boolean {
  return actor.role === 'admin' || actor.mayEdit.some((id) => id === projectId)
}

function refusalOf(plan: Omit<Plan, 'refusal'>, actor: Actor): Impact['refusal'] {
  // XNAT lets only site admins call the bulk endpoints; asking it would cost a log entry each time.
  if (actor.role !== 'admin' && (plan.kind === 'bulk' || plan.scope === 'site')) return 'not-admin'
  if (!plan.plugin) return 'plugin-missing'
  if (plan.data === 'dicomweb' && !isDicomwebOffered(plan.plugin.version)) return 'dicomweb-not-offered'
  if (plan.kind === 'bulk') return null
  if (plan.listed === 0) return 'no-sessions'
  return plan.sessions.length === 0 ? 'may-not-edit' : null
}

async function ofTarget(needs: PlanNeeds, actor: Actor, target: RunTarget): Promise<Chosen> {
  const { sessions, ...resolved } = await resolveTarget(needs, actor, target)
  const projectId = target.scope === 'site' ? null : target.projectId
  const targetId =
    target.scope === 'subject' ? target.subjectId : target.scope === 'session' ? target.sessionId : null
  return {
    ...resolved,
    scope: target.scope,
    projectId,
    targetId,
    parent: null,
    sessions: sessions.map((session) => toExpected(session, projectId)),
    key: `${target.scope} ${projectId ?? ''} ${targetId ?? ''}`,
  }
}

function choose(
  needs: PlanNeeds,
  actor: Actor,
  { select, data }: Extract<PlanRequest, { kind: 'guided' }>,
): Promise<Chosen> {
  switch (select.of) {
    case 'target':
      return ofTarget(needs, actor, select.target)
    case 'run':
      return ofRun(needs, actor, select)
    case 'coverage':
      return ofCoverage(needs, actor, select, data)
    case 'sessions':
      return ofRefs(needs, actor, select.sessions)
  }
}

async function ofRun(
  needs: PlanNeeds,
  actor: Actor,
  { runId, take }: Extract<GuidedSelection, { of: 'run' }>,
): Promise<Chosen> {
  const row = await needs.runs.find(runId)
  const mayListen = row && (await createAudienceOf(needs.access, actor))(row)
  if (!row || !mayListen) throw new AppError('not-found', 'There is no such run, or you may not see it.')
  if (isOpen(row.state)) throw new AppError('run-active', 'That run is not over yet.', { runId })
  const taken = await needs.sessionLists.taken(runId, take)
  const sessions = await withProjects(needs, actor, taken, row.projectId)
  const key = `run ${runId} ${take}`
  return { ...listOf(sessions, key), projectTitle: row.projectTitle, parent: { runId, take } }
}

/** A run that was begun elsewhere may not know whose its sessions are; XNAT does. */
async function withProjects(
  { xnat }: PlanNeeds,
  actor: Actor,
  sessions: readonly ExpectedSession[],
  projectId: ProjectId | null,
): Promise<ExpectedSession[]> {
  if (sessions.every((session) => session.projectId !== null)) return [...sessions]
  const listed = projectId
    ? await xnat.projectSessions(actor.xnatSession, projectId)
    : await xnat.siteSessions(actor.xnatSession)
  const known = new Map(listed.map((session) => [session.id, toExpected(session, projectId)]))
  return sessions.flatMap((session) =>
    session.projectId === null ? (known.get(session.sessionId) ?? []) : session,
  )
}

async function ofCoverage(
  { coverage }: PlanNeeds,
  actor: Actor,
  select: CoverageSelection,
  data: RunData,
): Promise<Chosen> {
  const { projectId, withUnknown } = select
  const sessions = await coverage.missing(actor, select, data)
  return { ...listOf(sessions, `coverage ${projectId ?? ''}${withUnknown ? ' unknown' : ''}`), projectId }
}

/** Hand-picked sessions, each looked up in the project it was picked from. */
async function ofRefs(needs: PlanNeeds, actor: Actor, refs: readonly SessionRef[]): Promise<Chosen> {
  const sessions: ExpectedSession[] = []
  const byProject = Map.groupBy(refs, ({ projectId }) => projectId)
  let projectTitle: string | null = null
  for (const [projectId, picked] of byProject) {
    const whole = await resolveTarget(needs, actor, { scope: 'project', projectId })
    projectTitle = whole.projectTitle
    for (const { sessionId } of picked) sessions.push(toExpected(pick(whole.sessions, sessionId), projectId))
  }
  const ids = sessions.map(({ sessionId }) => sessionId).sort()
  const key = `sessions ${createHash('sha256').update(ids.join(' ')).digest('hex')}`
  const list = listOf(sessions, key)
  return { ...list, projectTitle: byProject.size === 1 ? projectTitle : null }
}

function pick(listed: readonly XnatImageSession[], sessionId: string): XnatImageSession {
  const found = listed.find(({ id }) => id === sessionId)
  if (found) return found
  if (listed.some(({ label }) => label === sessionId))
    throw new AppError('label-not-id', 'A session is named by its accession id, not by its label.')
  throw new AppError('not-found', 'There is no such image session in that project, or you may not see it.')
}

function listOf(sessions: ExpectedSession[], key: string): Chosen {
  const projects = new Set(sessions.map(({ projectId }) => projectId))
  const [only] = projects.size === 1 ? projects : []
  const nothing = { projectTitle: null, targetId: null, targetLabel: null, parent: null, sharedFrom: null }
  return { ...nothing, scope: 'list', projectId: (only ?? null) as ProjectId | null, sessions, key }
}

const toExpected = (session: XnatImageSession, asked: string | null): ExpectedSession => ({
  sessionId: session.id,
  projectId: session.projectId || asked,
  label: session.label,
  subjectLabel: session.subjectLabel,
})
