import type { QueryClient } from '@tanstack/react-query'
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router'
import { sessionQueries } from '../features/session/session.queries.ts'
import { withMessages } from '../i18n/i18n.ts'
import type { Api } from '../lib/api.ts'
import { isSignedOut } from '../lib/api-error.ts'
import { NotFoundPage } from './not-found-page.tsx'
import { ConsoleFailed, PageFailed } from './page-failed.tsx'
import { ConsolePending, PagePending } from './page-pending.tsx'
import {
  logSearch,
  parseSearch,
  regenerationSearch,
  runSearch,
  signInSearch,
  stringifySearch,
} from './search-params.ts'

interface RouterContext {
  api: Api
  queryClient: QueryClient
}

const rootRoute = createRootRouteWithContext<RouterContext>()({
  component: Outlet,
  errorComponent: ConsoleFailed,
  notFoundComponent: NotFoundPage,
})

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: signInSearch,
  component: lazyRouteComponent(() => import('./pages/sign-in.tsx'), 'SignIn'),
})

/** Everything but the sign-in page is for signed-in people; the way back is kept in the address. */
const frameRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'frame',
  beforeLoad: async ({ context: { api, queryClient }, location }) => {
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
  component: lazyRouteComponent(() => import('./frame.tsx'), 'Frame'),
  pendingComponent: ConsolePending,
  errorComponent: ConsoleFailed,
  notFoundComponent: NotFoundPage,
})

const overviewRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/',
  component: lazyRouteComponent(() => import('./pages/overview.tsx'), 'OverviewRoute'),
})

const regenerationRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/regeneration',
  validateSearch: regenerationSearch,
  component: lazyRouteComponent(
    () => withMessages(import('./pages/regeneration.tsx'), 'regeneration'),
    'RegenerationRoute',
  ),
})

const runRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/runs/$runId',
  validateSearch: runSearch,
  component: lazyRouteComponent(
    () => withMessages(import('./pages/run.tsx'), 'regeneration', 'log'),
    'RunRoute',
  ),
})

const logRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/log',
  validateSearch: logSearch,
  component: lazyRouteComponent(() => withMessages(import('./pages/log.tsx'), 'log'), 'LogRoute'),
})

const elsewhereRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '$',
  component: NotFoundPage,
})

const routeTree = rootRoute.addChildren([
  signInRoute,
  frameRoute.addChildren([overviewRoute, regenerationRoute, runRoute, logRoute, elsewhereRoute]),
])

export function createAppRouter(context: RouterContext, base: string) {
  return createRouter({
    routeTree,
    context,
    basepath: base,
    parseSearch,
    stringifySearch,
    defaultErrorComponent: PageFailed,
    defaultPendingComponent: PagePending,
    defaultPreload: 'intent',
    defaultPreloadStaleTime: 0,
    scrollRestoration: true,
    scrollToTopSelectors: ['main'],
  })
}

export type AppRouter = ReturnType<typeof createAppRouter>

declare module '@tanstack/react-router' {
  interface Register {
    router: AppRouter
  }
}
