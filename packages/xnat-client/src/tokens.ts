import { z } from 'zod'
import { UpstreamError } from './errors.ts'
import { parseJson } from './json.ts'
import { paths } from './paths.ts'
import type { Transport } from './transport.ts'

const TIMEOUT_MS = 20_000

const Issued = z.object({
  alias: z.string().regex(/^[A-Za-z0-9-]{8,64}$/),
  secret: z.string().min(16).max(256),
  estimatedExpirationTime: z.coerce.number().optional(),
})

/** Works as Basic name and password until it expires. */
export interface AliasToken {
  alias: string
  secret: string
  /** Epoch ms by XNAT's clock; null where XNAT does not say. */
  expiresAt: number | null
}

/** Asks XNAT for an alias token of the session's own user (XNAT contract, alias tokens). Throws `UpstreamError`. */
export async function issueToken(transport: Transport, session: string): Promise<AliasToken> {
  const answer = await transport.ask({ path: paths.issueToken(), session, timeoutMs: TIMEOUT_MS })
  const { alias, secret, estimatedExpirationTime } = parseJson(answer, Issued)
  return { alias, secret, expiresAt: estimatedExpirationTime ?? null }
}

/** Makes the token useless. One that XNAT does not know any more counts as done. Throws `UpstreamError`. */
export async function invalidateToken(transport: Transport, session: string, alias: string): Promise<void> {
  try {
    await transport.ask({ path: paths.invalidateToken(alias), session, timeoutMs: TIMEOUT_MS })
  } catch (error) {
    if (error instanceof UpstreamError && error.kind === 'refused' && error.status === 404) return
    throw error
  }
}
