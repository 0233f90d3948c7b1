import { watchActivity } from '../lib/activity.ts'
import { createApi } from '../lib/api.ts'
import { isSignedOut } from '../lib/api-error.ts'
import { readAppBase } from '../lib/app-base.ts'
import { readPreference } from '../lib/preferences.ts'
import { createLive } from './live-services.ts'
import { createQueryClient } from './query-client.ts'

/** The live objects of the page, built once. `onSignedOut` is called whenever the server says so. */
export function createServices(onSignedOut: (reason: 'expired' | 'signed-out') => void) {
  const base = readAppBase(document)
  const activity = watchActivity(window)
  const api = createApi({
    fetch: window.fetch.bind(window),
    base,
    language: () => readPreference('language'),
    isPersonActive: activity.isActive,
  })

  const noteError = (error: unknown) => {
    if (isSignedOut(error)) onSignedOut('expired')
  }
  const queryClient = createQueryClient(noteError)

  const live = createLive({ api, queryClient, base, onSignedOut, noteError })

  return { base, api, queryClient, live }
}

export type Services = ReturnType<typeof createServices>
