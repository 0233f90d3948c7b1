/** Why a check did not succeed, in the words of the state it belongs to. */
type FailureReason = {
  /** Connected, but nothing came (`no-answer`) or the answer broke off in the middle (`stalled`): a run is at work. */
  busy: 'no-answer' | 'stalled'
  unreachable: 'not-a-url' | 'dns' | 'refused' | 'connect-timeout' | 'no-route' | 'closed'
  'tls-error':
    | 'certificate-out-of-date'
    | 'certificate-self-signed'
    | 'certificate-untrusted'
    | 'certificate-for-another-host'
    | 'handshake'
  /** Something answers, but it is no AI server. `empty-refusal`: another service owns the port. */
  'wrong-service':
    | 'not-http'
    | 'redirects'
    | 'not-found'
    | 'not-json'
    | 'other-json'
    | 'too-large'
    | 'empty-refusal'
    | 'other-status'
  'auth-required': 'unauthenticated' | 'forbidden'
  /** `gateway`: a proxy answered for a server that is down or slow. */
  error: 'gateway' | 'server-error' | 'unexpected-body' | 'too-large'
}

type FailureState = keyof FailureReason

/** What can be told about an answer without showing its body. */
export interface Answered {
  readonly status: number
  readonly server: string | null
  readonly contentType: string | null
  /** Where it would have sent us; never followed. */
  readonly location: string | null
}

export type Failure = {
  [State in FailureState]: {
    readonly state: State
    readonly reason: FailureReason[State]
    /** Null when there was no answer at all. */
    readonly answered: Answered | null
  }
}[FailureState]

/** What a list has that breaks the viewer. `model` is null when it concerns the whole list. */
export interface ViewerProblem {
  readonly code: /** The viewer throws while it loads the list, and its dialog stays open. */
    | 'deepgrow-without-description'
    | 'app-labels-not-a-list'
    | 'model-unreadable'
    /** The model's labels cannot be used to make segments. */
    | 'labels-not-a-list'
    | 'labels-empty'
    /** Mask values and label order differ: the viewer shows wrong names. */
    | 'labels-renumbered'
    /** There are models, and the viewer hides all of them. */
    | 'no-usable-model'
    /** The viewer asks `/info`; the server sends it to plain http, which a page on https may not call. */
    | 'redirect-to-http'
    /** The viewer asks `/info`; the server sends it to another host or port. */
    | 'redirect-elsewhere'
  readonly model: string | null
}

/** Health as this console tells it; seen from here, which says nothing about the users' browsers. */
export type Outcome<Value> =
  | { readonly state: 'ok' | 'ok-empty'; readonly value: Value }
  | { readonly state: 'degraded'; readonly value: Value; readonly problems: readonly ViewerProblem[] }
  | Failure

export function isFailure<Value>(outcome: Outcome<Value>): outcome is Failure {
  return outcome.state !== 'ok' && outcome.state !== 'ok-empty' && outcome.state !== 'degraded'
}

/** ok, ok-empty or degraded, from a list and what was found wrong with it. */
export function judged<Value>(
  value: Value,
  count: number,
  problems: readonly ViewerProblem[],
): Exclude<Outcome<Value>, Failure> {
  if (problems.length > 0) return { state: 'degraded', value, problems }
  return { state: count === 0 ? 'ok-empty' : 'ok', value }
}
