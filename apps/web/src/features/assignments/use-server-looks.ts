import type { SaveCheck } from '@ohif-admin/contracts'
import { useEffect, useRef, useState } from 'react'
import type { Api } from '../../lib/api.ts'
import { useApi } from '../../lib/api-context.tsx'
import { lookAtServer } from '../../lib/look-at-server.ts'

/** The console looks at four servers of one person at once; one is left for a check beside this. */
const AT_ONCE = 3

/** What is known of one server. `stopped`: the person did not want to wait. */
export type Look =
  | { state: 'waiting' | 'looking' | 'stopped' }
  | { state: 'seen'; check: SaveCheck }
  | { state: 'failed'; error: unknown }

const WAITING: Look = { state: 'waiting' }
const LEFT: Look = { state: 'stopped' }

export interface ServerLooks {
  of: (server: string) => Look
  /** How many are still to come. */
  left: number
  stop: () => void
  again: (servers: readonly string[]) => void
}

/** Looks at each server once, a few at a time, from when this is shown; leaving ends it. */
export function useServerLooks(servers: readonly string[]): ServerLooks {
  const api = useApi()
  const [looks, setLooks] = useState<ReadonlyMap<string, Look>>(new Map())
  const stop = useRef(new AbortController())
  const of = (server: string) => looks.get(server) ?? WAITING
  const set = (server: string, look: Look) => setLooks((now) => new Map(now).set(server, look))
  const begin = (wanted: readonly string[]) => {
    stop.current.abort()
    stop.current = new AbortController()
    setLooks((now) => new Map([...now, ...wanted.map((server) => [server, WAITING] as const)]))
    void lookAtAll(api, wanted, stop.current.signal, set)
  }
  useEffect(() => {
    begin(servers)
    return () => stop.current.abort()
  }, [])
  const isLeft = ({ state }: Look) => state === 'waiting' || state === 'looking'
  return {
    of,
    left: servers.filter((server) => isLeft(of(server))).length,
    stop() {
      stop.current.abort()
      setLooks((now) => new Map(servers.map((server) => [server, orStopped(now.get(server))])))
    },
    // Those that are still to come come too: one look of each server at a time.
    again: (wanted) => begin(servers.filter((server) => wanted.includes(server) || isLeft(of(server)))),
  }
}

const orStopped = (look: Look | undefined): Look =>
  look === undefined || look.state === 'waiting' || look.state === 'looking' ? LEFT : look

async function lookAtAll(
  api: Api,
  servers: readonly string[],
  signal: AbortSignal,
  onLook: (server: string, look: Look) => void,
) {
  const left = [...servers]
  const one = async () => {
    for (let server = left.shift(); server !== undefined; server = left.shift()) {
      if (signal.aborted) return
      onLook(server, { state: 'looking' })
      const look = await lookAtServer(api, server, signal).then(
        (check): Look => ({ state: 'seen', check }),
        (error: unknown): Look => ({ state: 'failed', error }),
      )
      if (!signal.aborted) onLook(server, look)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, one))
}
