import { createRouter } from '@tanstack/react-router'
import { frameRoute, type RouterContext, rootRoute, signInRoute } from './frame-route.ts'
import { PageFailed } from './page-failed.tsx'
import { PagePending } from './page-pending.tsx'
import { PAGE_ROUTES } from './page-routes.ts'
import { parseSearch, stringifySearch } from './search-params.ts'

const routeTree = rootRoute.addChildren([signInRoute, frameRoute.addChildren(PAGE_ROUTES)])

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
