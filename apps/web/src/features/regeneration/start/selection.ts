import {
  AccessionId,
  FollowUpTake,
  type GuidedSelection,
  type ImpactRequest,
  ProjectId,
  type RunData,
  RunId,
  type RunTarget,
} from '@ohif-admin/contracts'

/** What the address says about a run to be started; all of it unchecked text. */
export interface StartParams {
  scope?: string | undefined
  project?: string | undefined
  subject?: string | undefined
  session?: string | undefined
  kind?: string | undefined
  data?: string | undefined
  /** Takes sessions of this run up again; `take` says which. */
  run?: string | undefined
  take?: string | undefined
  /** Takes the sessions that a scan found without metadata: of this project, or `all`; `take` adds the unknown. */
  coverage?: string | undefined
}

export const SCOPES = ['site', 'project', 'subject', 'session'] as const
export type Scope = (typeof SCOPES)[number]

/** What is chosen so far: something that can be started, a part that is still missing, or a part that cannot be. */
export type Selection =
  | { is: 'complete'; select: GuidedSelection }
  | { is: 'missing' | 'bad'; part: 'project' | 'subject' | 'session' | 'run' }

/** The scope of the address: as it says, else as far as it names things. */
export function scopeOf({ scope, subject, session }: StartParams): Scope {
  return SCOPES.find((each) => each === scope) ?? (session ? 'session' : subject ? 'subject' : 'project')
}

export function selectionOf(params: StartParams): Selection {
  if (params.run !== undefined) return ofRun(params)
  if (params.coverage !== undefined) return ofCoverage(params.coverage, params.take === 'with-unknown')
  const scope = scopeOf(params)
  if (scope === 'site') return complete({ scope })
  const projectId = parsed(ProjectId.safeParse(params.project))
  if (projectId === null) return lacking('project', params.project)
  if (scope === 'project') return complete({ scope, projectId })
  const id = parsed(AccessionId.safeParse(params[scope]))
  if (id === null) return lacking(scope, params[scope])
  return complete(
    scope === 'subject' ? { scope, projectId, subjectId: id } : { scope, projectId, sessionId: id },
  )
}

const complete = (target: RunTarget): Selection => ({ is: 'complete', select: { of: 'target', target } })

function parsed<Value>(result: { success: true; data: Value } | { success: false }): Value | null {
  return result.success ? result.data : null
}

function lacking(part: 'project' | 'subject' | 'session', given: string | undefined): Selection {
  return { is: given === undefined ? 'missing' : 'bad', part }
}

function ofRun({ run, take }: StartParams): Selection {
  const runId = RunId.safeParse(run)
  const which = FollowUpTake.safeParse(take ?? 'failed')
  if (!runId.success || !which.success) return { is: 'bad', part: 'run' }
  return { is: 'complete', select: { of: 'run', runId: runId.data, take: which.data } }
}

function ofCoverage(coverage: string, unknownToo: boolean): Selection {
  const more = unknownToo ? { withUnknown: true } : {}
  if (coverage === 'all') return { is: 'complete', select: { of: 'coverage', projectId: null, ...more } }
  const projectId = parsed(ProjectId.safeParse(coverage))
  return projectId === null
    ? { is: 'bad', part: 'project' }
    : { is: 'complete', select: { of: 'coverage', projectId, ...more } }
}

/** What XNAT can do in one call; null for what only a guided run can do. */
export function bulkTarget(selection: Selection): RunTarget | null {
  if (selection.is !== 'complete' || selection.select.of !== 'target') return null
  return selection.select.target.scope === 'session' ? null : selection.select.target
}

/**
 * The kind of run that would be started: as the address says where that can be, else the one this person may start.
 * While nothing is chosen yet, both can be.
 */
export function kindOf(params: StartParams, selection: Selection, mayStartBulk: boolean): 'bulk' | 'guided' {
  const listed = params.run !== undefined || params.coverage !== undefined
  if (listed || scopeOf(params) === 'session') return 'guided'
  if (selection.is === 'complete' && bulkTarget(selection) === null) return 'guided'
  if (params.kind === 'bulk' || params.kind === 'guided') return params.kind
  return mayStartBulk ? 'bulk' : 'guided'
}

export function dataOf({ data }: StartParams): RunData {
  return data === 'dicomweb' ? 'dicomweb' : 'viewer'
}

/** The question of what would happen; null while nothing complete is chosen. */
export function impactRequestOf(params: StartParams, mayStartBulk: boolean): ImpactRequest | null {
  const selection = selectionOf(params)
  if (selection.is !== 'complete') return null
  const data = dataOf(params)
  const target = bulkTarget(selection)
  return kindOf(params, selection, mayStartBulk) === 'bulk' && target !== null
    ? { kind: 'bulk', target, data }
    : { kind: 'guided', select: selection.select, data }
}
