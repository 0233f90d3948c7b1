import { NO_STAMP } from '../text/stamp.ts'
import type { FoldContext } from './context.ts'
import type { FailureEvidence } from './log-run.ts'
import type { RunState } from './run-state.ts'
import { IN_WORK, WAITING } from './session-table.ts'

/* Verdicts on sessions of a bulk run that rest on what is missing. */

/** A session is over without a line of its own outcome. */
export function judge(run: RunState, position: number, evidence: FailureEvidence) {
  if (run.gap) run.sessions.giveUp(position)
  else run.sessions.fail(position, evidence, NO_STAMP)
}

/** The watch found sessions that are over without any line. When the version is not known, they wait for the end line. */
export function settleSilent(context: FoldContext, run: RunState, positions: readonly number[]) {
  const { lineage } = context.version
  if (lineage === null) return
  for (const position of positions) {
    if (lineage === 'before-3.7') run.sessions.fail(position, 'no-line-before-3.7', NO_STAMP)
    else run.sessions.giveUp(position)
  }
}

/** The end line is written only after every session has ended, so what is still open or unbegun is decided by it. */
export function settleEnd(context: FoldContext, run: RunState) {
  const { sessions } = run
  sessions.each(IN_WORK, (position) => judge(run, position, 'no-done-line-at-end'))
  const { lineage } = context.version
  const silenceFails = lineage === null ? !context.unknownWhenUndecided : lineage === 'before-3.7'
  sessions.each(WAITING, (position) => {
    if (silenceFails && !run.strangers) judge(run, position, 'no-line-before-3.7')
    else sessions.giveUp(position)
  })
}
