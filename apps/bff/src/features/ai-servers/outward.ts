import { type AiServerClient, createAiServerClient } from '@ohif-admin/aiaa-client'
import {
  createGuardedFetch,
  type GuardedFetch,
  judgedAddress,
  type Resolve,
} from '../../lib/outbound/guarded-fetch.ts'
import { type OutboundRules, readTarget, type Standing } from '../../lib/outbound/outbound-policy.ts'

/** The way out to AI servers, for one person's standing. */
export interface Outward {
  fetch: GuardedFetch
  client: AiServerClient
  /** The address a call would go to. Throws `OutboundRefused`, and what the resolver throws. */
  addressOf(url: string): Promise<string>
}

/** Every call to an AI server goes through here. `resolve` stands in for the resolver of names. */
export function createOutward(
  rules: OutboundRules,
  standingOf: (origin: string) => Standing,
  resolve?: Resolve,
): Outward {
  const guard = { rules, standingOf, ...(resolve ? { resolve } : {}) }
  const fetch = createGuardedFetch(guard)
  return {
    fetch,
    client: createAiServerClient({ fetch }),
    addressOf: async (url) => judgedAddress(readTarget(url), guard),
  }
}
