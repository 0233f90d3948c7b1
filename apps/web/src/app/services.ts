import { watchActivity } from '../lib/activity.ts'
import { createApi } from '../lib/api.ts'
import { isSignedOut } from '../lib/api-error.ts'
import { readAppBase } from '../lib/app-base.ts'
import { LiveClient, openEventSource } from '../lib/events.ts'
import { createQueryClient } from './query-client.ts'

/** The live objects of the page, built once. `onSignedOut` is called whenever the server says so. */
export function createServices(onSignedOut: (reason: 'expired' | 'signed-out') => void) {
  const base = readAppBase(document)
  const activity = watchActivity(window)
  const api = createApi({ fetch: window.fetch.bind(window), base, isPersonActive: activity.isActive })

  const noteError = (error: unknown) => {
    if (isSignedOut(error)) onSignedOut('expired')
  }
  const queryClient = createQueryClient(noteError)

  const live = new LiveClient({
    url: api.eventsUrl,
    open: openEventSource,
    onSessionEnded: () => onSignedOut('expired'),
    // A stream's error has no status; asking who is signed in finds out whether that is why.
    onTrouble: () => void api.session.get().catch(noteError),
  })
  window.addEventListener('online', () => live.wake())
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') live.wake()
  })

  return { base, api, queryClient, live }
}

export type Services = ReturnType<typeof createServices>
