import { fixtureText } from '../http/fixtures.ts'
import { isObject } from '../http/form.ts'
import { listingOf } from './config.ts'
import type { AiaaModelListing, AiaaSettings } from './options.ts'

interface AiaaSession {
  readonly id: string
  readonly expirySeconds: number
  readonly createdAt: Date
}

/** What the process remembers; a restart of the real server forgets the sessions as well. */
export interface AiaaState {
  listings: AiaaModelListing[]
  readonly configs: Map<string, unknown>
  /** Models Triton has not picked up yet: listed, but every run fails. */
  readonly pending: Set<string>
  readonly sessions: Map<string, AiaaSession>
  engineBroken: boolean
  log: string
}

export function createState(settings: AiaaSettings): AiaaState {
  return {
    listings: [...settings.models],
    configs: new Map(),
    pending: new Set(),
    sessions: new Map(),
    engineBroken: false,
    log: fixtureText('aiaa/logs.v4.txt'),
  }
}

export function findListing(state: AiaaState, name: string): AiaaModelListing | undefined {
  return state.listings.find((listing) => listing['name'] === name)
}

export function addModel(state: AiaaState, settings: AiaaSettings, name: string, config: unknown) {
  removeModel(state, name)
  state.listings.push(listingOf(name, isObject(config) ? config : {}))
  state.configs.set(name, config)
  if (settings.engine === 'TRITON') state.pending.add(name)
}

export function removeModel(state: AiaaState, name: string) {
  state.listings = state.listings.filter((listing) => listing['name'] !== name)
  state.configs.delete(name)
  state.pending.delete(name)
}
