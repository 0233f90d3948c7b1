import {
  type AiModel,
  type AiServerClient,
  isFailure,
  type ManagementRequest,
  networkFailure,
  wordsOf,
} from '@ohif-admin/aiaa-client'
import type { ServerReason } from '@ohif-admin/contracts'
import type { GuardedSend } from '../../lib/outbound/guarded-send.ts'
import { OutboundRefused } from '../../lib/outbound/outbound-policy.ts'

/** What a server answered, or why there was no answer. */
export type Answer = { status: number; said: string | null; text: string } | { reason: ServerReason | null }

/** Calls that change what a server offers, and the list that shows what came of them. */
export interface ServerDoor {
  /** Sends once. Only an error that is neither the network's nor the guard's is thrown on, and the signal's reason. */
  send(request: ManagementRequest, signal: AbortSignal, onSent?: (bytes: number) => void): Promise<Answer>
  /**
   * The models of an AIAA server by name, each as text; undefined when the list could not be read, or as soon as nobody
   * waits for it any more.
   */
  list(origin: string, leave?: AbortSignal): Promise<ReadonlyMap<string, string> | undefined>
}

export function createServerDoor(send: GuardedSend, client: AiServerClient): ServerDoor {
  return {
    async send(request, signal, onSent) {
      try {
        const { status, text } = await send(request, { signal, ...(onSent ? { onSent } : {}) })
        return { status, text, said: wordsOf(text) }
      } catch (error) {
        if (error instanceof OutboundRefused)
          return { reason: error.code === 'not-http' ? 'not-http-url' : error.code }
        if (signal.aborted) throw signal.reason
        const failure = networkFailure(error, null)
        if (!failure) throw error
        return { reason: failure.reason }
      }
    },
    async list(origin, leave) {
      try {
        const listing = client.listModels(origin, { kind: 'aiaa', generation: 'unknown' })
        const listed = await (leave ? Promise.race([listing, aborted(leave)]) : listing)
        if (!listed || isFailure(listed)) return undefined
        return new Map(listed.value.map((model) => [model.name, asText(model)]))
      } catch (error) {
        if (error instanceof OutboundRefused) return undefined
        throw error
      }
    },
  }
}

function aborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(undefined)
    signal.addEventListener('abort', () => resolve(undefined), { once: true })
  })
}

/** Two texts are the same when the list says the same of a model. */
export const asText = ({
  name,
  type,
  description,
  version,
  labels,
  others,
}: Omit<AiModel, 'viewer' | 'labelValues'>) =>
  JSON.stringify([name, type, description, version, labels, others])
