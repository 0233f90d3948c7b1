import { isFailure, type Outcome } from '@ohif-admin/aiaa-client'
import type { ModelProblem, ServerReason, ServerState } from '@ohif-admin/contracts'
import { OutboundRefused } from '../../lib/outbound/outbound-policy.ts'

/** A server's state in the words of the contract. */
export interface Judgement {
  state: ServerState
  reason: ServerReason | null
  problems: ModelProblem[]
}

/** What an outcome of the client means. */
export function judge(outcome: Outcome<unknown>): Judgement {
  if (isFailure(outcome)) return { state: outcome.state, reason: outcome.reason, problems: [] }
  const problems = outcome.state === 'degraded' ? outcome.problems.map((problem) => ({ ...problem })) : []
  return { state: outcome.state, reason: null, problems }
}

/** What it means that the console did not call. */
export function notCalled({ code }: OutboundRefused): Judgement {
  return { state: 'not-called', reason: code === 'not-http' ? 'not-http-url' : code, problems: [] }
}

/** Does `work`; a refusal of the guard is a judgement like any other, everything else is thrown on. */
export async function orNotCalled<Result>(
  work: () => Promise<Result>,
): Promise<Result | { refused: Judgement }> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof OutboundRefused) return { refused: notCalled(error) }
    throw error
  }
}

/** Reasons that tell closed ports from filtered ones. */
const PORT_REASONS = new Set<ServerReason>(['refused', 'connect-timeout', 'no-route', 'closed'])

/**
 * What somebody may know of an address that only they named: to whoever may not register servers, a closed port and a
 * filtered one look alike, or the console would scan the network for them.
 */
export function blurred<Seen extends Pick<Judgement, 'state' | 'reason'>>(seen: Seen): Seen {
  return seen.reason !== null && PORT_REASONS.has(seen.reason) ? { ...seen, reason: null } : seen
}
