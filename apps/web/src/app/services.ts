import { watchActivity } from '../lib/activity.ts'
import { createApi } from '../lib/api.ts'
import { isSignedOut } from '../lib/api-error.ts'
import { readAppBase } from '../lib/app-base.ts'
import type { LiveClient } from '../lib/events.ts'
import { readPreference } from '../lib/preferences.ts'
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

  let live: Promise<LiveClient> | undefined
  /** The live updates of this tab, begun once. Only signed-in people have them, so they come with the frame. */
  function startLive(): Promise<LiveClient> {
    live ??= import('./live-services.ts').then(
      ({ createLive }) => createLive({ api, queryClient, base, onSignedOut, noteError }),
      (error: unknown) => {
        live = undefined
        throw error
      },
    )
    return live
  }

  return { base, api, queryClient, startLive }
}

export type Services = ReturnType<typeof createServices>
