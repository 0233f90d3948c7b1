import { ChevronDown, CircleUser } from 'lucide-react'
import { type ComponentProps, lazy, Suspense, useState } from 'react'
import { useI18n } from '../i18n/i18n.ts'
import { visibleText } from '../lib/visible-text.ts'
import { Button } from '../ui/button.tsx'
import { useMe } from './use-me.ts'

const load = () => import('./user-menu-content.tsx')
const Content = lazy(() => load().then(({ UserMenuContent }) => ({ default: UserMenuContent })))

/** Who is signed in; the menu behind it is fetched when somebody is about to open it. */
export function UserMenu() {
  const [wanted, setWanted] = useState(false)
  const preload = () => void load()
  const closed = (
    <UserButton
      aria-haspopup="menu"
      aria-expanded={false}
      onPointerEnter={preload}
      onFocus={preload}
      onClick={() => setWanted(true)}
    />
  )
  return wanted ? (
    <Suspense fallback={closed}>
      <Content trigger={<UserButton />} />
    </Suspense>
  ) : (
    closed
  )
}

function UserButton(props: ComponentProps<'button'>) {
  const { t } = useI18n()
  const name = visibleText(useMe().username)
  return (
    <Button variant="quiet" aria-label={t('frame.userMenu', { name })} {...props}>
      <CircleUser aria-hidden="true" className="size-4" />
      <span className="foreign max-w-40 truncate">{name}</span>
      <ChevronDown aria-hidden="true" className="size-3.5 text-ink-2" />
    </Button>
  )
}
