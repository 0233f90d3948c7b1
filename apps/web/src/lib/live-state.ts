/**
 * `idle`: nothing is listened to. `reconnecting`: broken a moment ago. `lost`: broken for longer than
 * {@link LOST_AFTER_MS}; `heardAt` is when the server was last heard. `paused`: the server holds messages back.
 * `stopped`: the server asked not to be connected to any more. `held`: something in between holds streams back, so
 * updates are fetched every few seconds.
 */
export interface LiveState {
  status: 'idle' | 'connecting' | 'live' | 'held' | 'reconnecting' | 'lost' | 'paused' | 'stopped'
  /** Milliseconds since 1970, by this browser's clock. */
  heardAt: number
}

export const LOST_AFTER_MS = 10_000

/** The state of the stream, with listeners that are told when its status changes. */
export function createStateBox(now: () => number) {
  let state: LiveState = { status: 'idle', heardAt: now() }
  let lost: ReturnType<typeof setTimeout> | undefined
  const listeners = new Set<() => void>()

  const tell = () => {
    for (const listener of [...listeners]) listener()
  }
  const set = (status: LiveState['status'], heard: boolean) => {
    const changed = status !== state.status
    state = changed || heard ? { status, heardAt: heard ? now() : state.heardAt } : state
    if (changed) tell()
  }
  const settle = (status: LiveState['status'], heard: boolean) => {
    clearTimeout(lost)
    lost = undefined
    set(status, heard)
  }

  return {
    get: () => state,
    subscribe(listener: () => void) {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
    idle: () => settle('idle', false),
    stopped: () => settle('stopped', false),
    /** The state of a stream that another tab holds. */
    mirror(other: LiveState) {
      clearTimeout(lost)
      lost = undefined
      const changed = other.status !== state.status
      state = other
      if (changed) tell()
    },
    live: () => settle('live', true),
    held: () => settle('held', true),
    /** The stream lives; updates that are held back still are. */
    beat: () => settle(state.status === 'paused' || state.status === 'held' ? state.status : 'live', true),
    paused: () => settle('paused', true),
    connecting() {
      // A retry after a loss is still a loss until it works, and of brief streams there is always a next one.
      if (!['lost', 'reconnecting', 'held'].includes(state.status)) set('connecting', false)
    },
    broken() {
      if (state.status === 'lost') return
      set('reconnecting', false)
      lost ??= setTimeout(() => set('lost', false), LOST_AFTER_MS)
    },
  }
}
