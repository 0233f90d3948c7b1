import type { QueryClient } from '@tanstack/react-query'
import {
  createRootRouteWithContext,
  createRoute,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router'
import { sessionQueries } from '../features/session/session.queries.ts'
import { withMessages } from '../i18n/i18n.ts'
import type { Api } from '../lib/api.ts'
import { isSignedOut } from '../lib/api-error.ts'
import type { LiveClient } from '../lib/events.ts'
import { NotFoundPage } from './not-found-page.tsx'
import { ConsoleFailed } from './page-failed.tsx'
import { ConsolePending } from './page-pending.tsx'
import { signInSearch } from './search-params.ts'

export interface RouterContext {
  api: Api
  queryClient: QueryClient
  startLive: () => Promise<LiveClient>
}

export const rootRoute = createRootRouteWithContext<RouterContext>()({
  component: Outlet,
  errorComponent: ConsoleFailed,
  notFoundComponent: NotFoundPage,
})

export const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: signInSearch,
  component: lazyRouteComponent(() => import('./pages/sign-in.tsx'), 'SignIn'),
})

/** Everything but the sign-in page is for signed-in people; the way back is kept in the address. */
export const frameRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'frame',
  beforeLoad: async ({ context: { api, queryClient, startLive }, location }) => {
    // The loader says what fails here; until then its code is on the way.
    startLive().catch(() => undefined)
    const signIn = () =>
      redirect({ to: '/sign-in', search: location.href === '/' ? {} : { returnTo: location.href } })
    if (queryClient.getQueryData(sessionQueries.me(api).queryKey) === undefined) {
      // The public answer says whether asking is any use: a refused request would stand in the browser's console.
      const { signedIn } = await queryClient.fetchQuery({ ...sessionQueries.site(api), staleTime: 0 })
      if (!signedIn) throw signIn()
    }
    try {
      await queryClient.ensureQueryData(sessionQueries.me(api))
    } catch (error) {
      if (!isSignedOut(error)) throw error
      throw signIn()
    }
  },
  loader: ({ context }) => context.startLive(),
  staleTime: Number.POSITIVE_INFINITY,
  component: lazyRouteComponent(() => withMessages(import('./frame.tsx'), 'frame'), 'Frame'),
  pendingComponent: ConsolePending,
  errorComponent: ConsoleFailed,
  notFoundComponent: NotFoundPage,
})
