import { setTimeout as sleep } from 'node:timers/promises'
import type { Evidence, RunSession } from '@ohif-admin/contracts'
import type { Existence } from '@ohif-admin/xnat-client'
import type { Actor } from '../../lib/actor.ts'
import type { SessionQuestions } from '../../lib/session-questions.ts'
import type { StoredRun } from '../../storage/run-row.ts'

const TRIES = 3
const RETRY_MS = 2_000

/** What asking about a session came to. `nobody`: it could not be asked in anybody's name. */
export type Checked = Evidence | 'not-answered' | 'nobody'

interface Needs {
  questions: SessionQuestions
  /** Somebody in whose name XNAT may be asked; undefined when nobody is here. */
  someone: () => Actor | undefined
  /** XNAT said that this person's session is over. */
  signedOut: (actor: Actor) => Promise<void>
  signal: AbortSignal
}

/** Asks XNAT about one session of a run that is over, a few times when it does not answer. Rejects when aborted. */
export async function checkSession(needs: Needs, row: StoredRun, session: RunSession): Promise<Checked> {
  const project = session.projectId ?? row.projectId
  if (project === null) return 'not-answered'
  for (let left = TRIES; left > 0; ) {
    const actor = needs.someone()
    if (!actor) return 'nobody'
    const existence = await needs.questions.ask(
      actor.xnatSession,
      { project, session: session.sessionId, data: row.data },
      needs.signal,
    )
    if (existence === 'signed-out') {
      await needs.signedOut(actor)
      continue
    }
    const meaning = meaningOf(existence)
    if (meaning !== undefined) return meaning
    left -= 1
    if (left > 0) await sleep(RETRY_MS, undefined, { signal: needs.signal })
  }
  return 'not-answered'
}

/** Undefined for what may be answered when it is asked again. */
function meaningOf(existence: Existence): Checked | undefined {
  switch (existence) {
    case 'present':
      return 'checked-present'
    case 'missing':
      return 'checked-missing'
    case 'not-supported':
      return 'not-supported'
    case 'not-visible':
      return 'not-answered'
    default:
      return undefined
  }
}
