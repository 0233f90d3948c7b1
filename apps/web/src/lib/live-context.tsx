import type { Topic } from '@ohif-admin/contracts'
import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useEffectEvent,
  useSyncExternalStore,
} from 'react'
import type { LiveClient } from './events.ts'
import type { LiveState } from './live-state.ts'
import type { LiveListener } from './topics.ts'

const LiveContext = createContext<LiveClient | null>(null)

export function LiveProvider({ client, children }: { client: LiveClient; children: ReactNode }) {
  return <LiveContext value={client}>{children}</LiveContext>
}

function useLiveClient(): LiveClient {
  const client = useContext(LiveContext)
  if (!client) throw new Error('live updates need a LiveProvider above them')
  return client
}

/** Listens to `topic` while mounted; null listens to nothing. */
export function useTopic(topic: Topic | null, onMessage: LiveListener): void {
  const client = useLiveClient()
  const listener = useEffectEvent(onMessage)
  useEffect(
    () => (topic ? client.subscribe(topic, (message) => listener(message)) : undefined),
    [client, topic],
  )
}

export function useLiveState(): LiveState {
  const { state } = useLiveClient()
  return useSyncExternalStore(state.subscribe, state.get)
}
