import { z } from 'zod'
import type { Identity } from './detect.ts'
import { type Get, isReply } from './transport.ts'

/**
 * Who may change a server's models, as far as that can be seen without changing any. `open`: everybody who reaches it.
 * `sign-in`: it asks for one, so the viewer cannot use it either. `here`: this machine may, and by the server's default
 * everybody may. `not-here`: it refuses this machine, so it has a list of those it lets in.
 */
export type ServerAccess = 'open' | 'sign-in' | 'here' | 'not-here' | 'unknown'

const AuthState = z.object({ enabled: z.boolean() })
const UNKNOWN_ROUTE = z.object({ error: z.object({ type: z.literal('NotFound') }) })

/** Asks with reading calls only. `model` is one that is loaded, where one is known. */
export async function readAccess(
  get: Get,
  base: string,
  { identity, model, timeoutMs }: { identity: Identity; model: string | null; timeoutMs: number },
): Promise<ServerAccess> {
  if (identity.kind === 'monai-label') return monaiLabel(get, base, timeoutMs)
  if (model === null) return 'unknown'
  const reply = await get(`${base}/admin/model/${encodeURIComponent(model)}`, timeoutMs)
  if (!isReply(reply)) return 'unknown'
  const { status } = reply.answered
  if (status === 401 || status === 403) return 'not-here'
  // A page instead of the model's configuration comes from something in between.
  const isConfig = status === 200 && z.record(z.string(), z.unknown()).safeParse(reply.json).success
  return isConfig && !UNKNOWN_ROUTE.safeParse(reply.json).success ? 'here' : 'unknown'
}

/** The route exists only where signing in is switched on (MONAI Label source). */
async function monaiLabel(get: Get, base: string, timeoutMs: number): Promise<ServerAccess> {
  const reply = await get(`${base}/auth/`, timeoutMs)
  if (!isReply(reply)) return 'unknown'
  const state = AuthState.safeParse(reply.json)
  if (reply.answered.status === 200 && state.success) return state.data.enabled ? 'sign-in' : 'open'
  return reply.answered.status === 404 && reply.json !== undefined ? 'open' : 'unknown'
}
