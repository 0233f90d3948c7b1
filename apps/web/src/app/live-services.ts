import type { Me } from '@ohif-admin/contracts'
import type { QueryClient } from '@tanstack/react-query'
import { sessionQueries } from '../features/session/session.queries.ts'
import type { Api } from '../lib/api.ts'
import { ApiError } from '../lib/api-error.ts'
import { LiveClient, openEventSource } from '../lib/events.ts'
import type { Meeting } from '../lib/live-election.ts'
import type { Trouble } from '../lib/live-types.ts'

interface Needs {
  api: Api
  queryClient: QueryClient
  base: string
  onSignedOut: (reason: 'expired') => void
  noteError: (error: unknown) => void
}

/** Grows with the notes that tabs send each other, so that a tab of an older page is left to itself. */
const VERSION = 1

/** The live updates of this tab, told when the network, the tab or the person comes and goes. */
export function createLive({ api, queryClient, base, onSignedOut, noteError }: Needs): LiveClient {
  const signIn = () => {
    const me = queryClient.getQueryData<Me>(sessionQueries.me(api).queryKey)
    return me && signInOf(me)
  }
  const live = new LiveClient({
    url: api.events.url,
    open: openEventSource,
    onSessionEnded: () => onSignedOut('expired'),
    onTrouble: async (topics, opened) => {
      try {
        const known = signIn()
        // Somebody else has signed in in this browser: nothing of theirs belongs on this page.
        if (signInOf(await api.session.get()) !== known) onSignedOut('expired')
        return opened ? {} : { stop: (await api.events.status(topics)) === 204 }
      } catch (error) {
        noteError(error)
        return waitOf(error)
      }
    },
    meeting: () => meetingOf(base, signIn()),
  })
  window.addEventListener('online', () => live.wake())
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') live.wake()
  })
  // A tab that the browser stops must not keep the stream of all the others.
  document.addEventListener('freeze', () => live.rest())
  document.addEventListener('resume', () => live.wake())
  window.addEventListener('pagehide', () => live.rest())
  window.addEventListener('pageshow', ({ persisted }) => {
    if (persisted) live.wake()
  })
  return live
}

/** What tells one sign-in from any other in this browser. */
const signInOf = ({ username, expiresAt }: Me) => `${username} ${expiresAt}`

/** Locks exist only on https and localhost; elsewhere every tab has a stream of its own. */
function meetingOf(base: string, signIn: string | undefined): Meeting | null {
  if (signIn === undefined || !('locks' in navigator) || !('BroadcastChannel' in window)) return null
  return {
    name: `ohif-admin.live.${VERSION} ${base} ${signIn}`,
    locks: navigator.locks,
    openChannel: (name) => new BroadcastChannel(name),
    isHidden: () => document.visibilityState !== 'visible',
  }
}

function waitOf(error: unknown): Trouble {
  const seconds = error instanceof ApiError ? error.retryAfterS : null
  return seconds === null ? {} : { waitMs: seconds * 1000 }
}
