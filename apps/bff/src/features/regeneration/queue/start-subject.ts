import type { GuidedSelection, RunTarget, StartRun } from '@ohif-admin/contracts'

/** What a start is about, for the audit. */
export function subjectOf(input: StartRun): string {
  return input.kind === 'bulk' ? ofTarget(input.target) : ofSelection(input.select)
}

function ofSelection(select: GuidedSelection): string {
  switch (select.of) {
    case 'target':
      return ofTarget(select.target)
    case 'run':
      return `${select.take} sessions of run ${select.runId}`
    case 'coverage':
      return `missing sessions of ${select.projectId === null ? 'the site' : `project ${select.projectId}`}`
    case 'sessions':
      return `${select.sessions.length} picked sessions`
  }
}

function ofTarget(target: RunTarget): string {
  switch (target.scope) {
    case 'site':
      return 'site'
    case 'project':
      return `project ${target.projectId}`
    case 'subject':
      return `subject ${target.subjectId} of project ${target.projectId}`
    case 'session':
      return `session ${target.sessionId} of project ${target.projectId}`
  }
}
