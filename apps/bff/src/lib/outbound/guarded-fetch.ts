import { lookup } from 'node:dns/promises'
import { isIP, type LookupFunction } from 'node:net'
import { createAiServerConnector } from '@ohif-admin/aiaa-client'
import { Agent, fetch as undiciFetch } from 'undici'
import { hostOf, judgeAddress, type OutboundRules, readTarget, type Standing } from './outbound-policy.ts'

/** Gives every address of a name. */
export type Resolve = (host: string) => Promise<readonly string[]>

const resolveByDns: Resolve = async (host) =>
  (await lookup(host, { all: true })).map(({ address }) => address)

interface GuardedRequest {
  method: 'GET' | 'OPTIONS' | 'POST'
  headers: Readonly<Record<string, string>>
  body?: string
  signal: AbortSignal
}

interface GuardedAnswer {
  status: number
  headers: { get(name: string): string | null }
  /** Has to be read to its end or left by a loop: the connection goes with it. */
  body: AsyncIterable<Uint8Array>
}

export type GuardedFetch = (url: string, request: GuardedRequest) => Promise<GuardedAnswer>

export interface GuardOptions {
  rules: OutboundRules
  /** By the origin of the call. */
  standingOf: (origin: string) => Standing
  resolve?: Resolve
}

/**
 * The only way out to addresses that people typed. A name is resolved once, all its addresses are judged, and the
 * connection goes to the first of them: what was judged is what is called. Redirects are not followed, certificates are
 * checked, nothing of the person's request is sent along. Throws `OutboundRefused` and what `fetch` throws.
 */
export function createGuardedFetch(options: GuardOptions): GuardedFetch {
  return async (text, { method, headers, body, signal }) => {
    const url = readTarget(text)
    const address = await judgedAddress(url, options)
    const dispatcher = createPinnedAgent(address)
    try {
      const response = await undiciFetch(url, {
        method,
        headers,
        body: body ?? null,
        signal,
        redirect: 'manual',
        dispatcher,
      })
      return { status: response.status, headers: response.headers, body: closing(response.body, dispatcher) }
    } catch (error) {
      void dispatcher.destroy()
      throw error
    }
  }
}

/** The address that the call goes to. */
export async function judgedAddress(
  url: URL,
  { rules, standingOf, resolve = resolveByDns }: GuardOptions,
): Promise<string> {
  const host = hostOf(url)
  const addresses = isIP(host) === 0 ? await resolve(host) : [host]
  const standing = standingOf(url.origin)
  for (const address of addresses) judgeAddress(host, address, standing, rules)
  const [first] = addresses
  if (first === undefined) throw Object.assign(new Error('The name has no address.'), { code: 'ENOTFOUND' })
  return first
}

/** Connects to one address whatever the name says; the name stays in the Host header and in the certificate check. */
function createPinnedAgent(address: string): Agent {
  return new Agent({ pipelining: 0, connect: createAiServerConnector(pinned(address)) })
}

/** Gives one address for every name. */
export function pinned(address: string): LookupFunction {
  const family = isIP(address)
  return (_host, { all }, callback) => {
    if (all) callback(null, [{ address, family }])
    else callback(null, address, family)
  }
}

/** One agent serves one call: it goes with the body. */
async function* closing(body: AsyncIterable<Uint8Array> | null, agent: Agent): AsyncGenerator<Uint8Array> {
  try {
    if (body) yield* body
  } finally {
    // The answer may still be running when the reader has had enough.
    void agent.destroy()
  }
}
