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
  createRoot(root).render(
    <StrictMode>
      <Providers services={services} router={router} />
    </StrictMode>,
  )
}
