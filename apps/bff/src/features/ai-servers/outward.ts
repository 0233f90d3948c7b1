import { type AiServerClient, type AiServerTimeouts, createAiServerClient } from '@ohif-admin/aiaa-client'
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

/** `brisk` is for where a person waits to go on: a server that takes longer counts as not looked at. */
export type Pace = 'patient' | 'brisk'

const TIMEOUTS: Readonly<Record<Pace, Partial<AiServerTimeouts>>> = {
  patient: {},
  brisk: { livenessMs: 3_000, modelsMs: 5_000, infoMs: 6_000 },
}

interface OutwardOptions {
  pace?: Pace
  /** Stands in for the resolver of names. */
  resolve?: Resolve
}

/** Every call to an AI server goes through here. */
export function createOutward(
  rules: OutboundRules,
  standingOf: (origin: string) => Standing,
  { pace = 'patient', resolve }: OutwardOptions = {},
): Outward {
  const guard = { rules, standingOf, ...(resolve ? { resolve } : {}) }
  const fetch = createGuardedFetch(guard)
  return {
    fetch,
    client: createAiServerClient({ fetch, timeouts: TIMEOUTS[pace] }),
    addressOf: async (url) => judgedAddress(readTarget(url), guard),
  }
}
