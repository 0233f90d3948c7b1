import './lib/setup-zod.ts'
import './styles.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { followAppearance } from './app/appearance.ts'
import { Providers } from './app/providers.tsx'
import { createAppRouter } from './app/router.ts'
import { createServices } from './app/services.ts'
import { onSignOutElsewhere } from './app/sign-out-channel.ts'
import { forgetPerson, knowsPerson } from './features/session/session.queries.ts'
import { switchLanguage } from './i18n/i18n.ts'
import { readPreference } from './lib/preferences.ts'

const services = createServices(goToSignIn)
const router = createAppRouter(services, services.base)

/** To the sign-in page, with the way back; what was read belongs to the person who is gone. */
function goToSignIn(ended: 'expired' | 'signed-out') {
  const { pathname, href } = router.state.location
  // A first visit is no end of anything: the page itself finds out that nobody is signed in.
  if (pathname === '/sign-in' || !knowsPerson(services.queryClient)) return
  void router
    .navigate({ to: '/sign-in', search: { ended, ...(href === '/' ? {} : { returnTo: href }) } })
    .then(() => forgetPerson(services.queryClient))
}

onSignOutElsewhere(() => goToSignIn('signed-out'))

const root = document.getElementById('root')
if (root) {
  await switchLanguage(readPreference('language'))
  followAppearance()
  // The code of the first page comes while it is asked who is signed in; what fails here is said where it is needed.
  for (const { routeId } of router.matchRoutes(router.latestLocation)) {
    const id: keyof typeof router.routesById = routeId
    router.loadRouteChunk(router.routesById[id])?.catch(() => undefined)
  }
  createRoot(root).render(
    <StrictMode>
      <Providers services={services} router={router} />
    </StrictMode>,
  )
}
