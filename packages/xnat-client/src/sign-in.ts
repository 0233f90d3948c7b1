import { UpstreamError } from './errors.ts'
import { paths } from './paths.ts'
import type { Transport } from './transport.ts'

const TIMEOUT_MS = 20_000

export interface Credentials {
  username: string
  password: string
  /** Id of an XNAT authentication provider; an external user's first sign-in needs it. */
  provider?: string | undefined
}

/**
 * Signs in and proves it: `/data/JSESSION` answers 200 to anybody, so only the name XNAT then gives back counts.
 * Gives the XNAT session and the name as XNAT spells it.
 * Throws `UpstreamError`; `refused` covers wrong password, unknown, locked and disabled alike, as XNAT does.
 */
export async function signIn(transport: Transport, { username, password, provider }: Credentials) {
  const name = provider ? `${provider}/${username}` : username
  const answer = await transport.ask({
    path: paths.jsession(),
    basic: { name, secret: password },
    timeoutMs: TIMEOUT_MS,
  })
  const session = answer.text.split(';', 1)[0]?.trim() ?? ''
  if (!/^[A-Za-z0-9._-]{8,200}$/.test(session)) {
    throw new UpstreamError('unexpected', 'The sign-in did not answer with a session id.', {
      status: answer.status,
    })
  }
  return { session, username: await whoAmI(transport, session) }
}

/**
 * The name of the session's user, as XNAT spells it. Extends the session.
 * Throws `UpstreamError` `refused` with 401 when the session is dead (also on open sites, where listings would
 * silently answer for the guest).
 */
export async function whoAmI(transport: Transport, session: string): Promise<string> {
  const answer = await transport.ask({ path: paths.username(), session, timeoutMs: TIMEOUT_MS })
  const name = answer.text.trim()
  // User names are at most 64 characters of a small alphabet; anything else is a page in disguise.
  if (!/^[A-Za-z][A-Za-z0-9_'.-]{0,63}$/.test(name)) {
    throw new UpstreamError('unexpected', 'XNAT did not answer with a user name.', { status: answer.status })
  }
  return name
}

/** Ends the XNAT session. A redirect counts as done: an expired password redirects even the sign-out. */
export async function signOut(transport: Transport, session: string): Promise<void> {
  const answer = await transport.send({ method: 'DELETE', path: paths.jsession(), session, timeoutMs: 5_000 })
  if (answer.status >= 400 && answer.status !== 401) {
    throw new UpstreamError('refused', 'XNAT refused the sign-out.', { status: answer.status })
  }
}
