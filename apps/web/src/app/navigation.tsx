import { Link } from '@tanstack/react-router'
import { Menu } from 'lucide-react'
import { useState } from 'react'
import { useI18n } from '../i18n/i18n.ts'
import { Brand } from '../ui/brand.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { MoreSheet } from './more-sheet.tsx'
import { usePages } from './pages.ts'
import { RequestsBadge } from './requests-badge.tsx'

/** Pages of the bottom bar; the rest is in the sheet behind its last button. */
const IN_BAR = 4

/** A rail at the side; below 768 px a bar at the bottom, with the rest in a sheet. */
export function Navigation() {
  const { t } = useI18n()
  const pages = usePages()
  const [sheet, setSheet] = useState(false)
  return (
    <>
      <nav
        aria-label={t('frame.navigation')}
        className="hidden w-48 shrink-0 flex-col border-r border-line bg-surface md:flex"
      >
        <Link to="/" className="flex h-12 items-center px-4">
          <Brand />
        </Link>
        <ul className="grid gap-0.5 p-2">
          {pages.map(({ to, name, icon: Icon }) => (
            <li key={to}>
              <Link
                to={to}
                activeOptions={{ exact: to === '/', includeSearch: false }}
                className="flex h-8 items-center gap-2.5 rounded-md px-2 font-medium text-ink-2 hover:bg-hover hover:text-ink aria-[current=page]:bg-accent-soft aria-[current=page]:text-accent"
              >
                <Icon aria-hidden="true" className="size-4" />
                {t(`pages.${name}`)}
                {name === 'requests' && <RequestsBadge className="ml-auto" />}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <nav
        aria-label={t('frame.navigation')}
        className="fixed inset-x-0 bottom-0 z-30 flex border-t border-line bg-surface md:hidden"
      >
        {pages.slice(0, IN_BAR).map(({ to, name, icon: Icon }) => (
          <Link
            key={to}
            to={to}
            activeOptions={{ exact: to === '/', includeSearch: false }}
            className="flex h-14 min-w-0 flex-1 flex-col items-center justify-center gap-0.5 text-xs font-medium text-ink-2 -outline-offset-2 aria-[current=page]:text-accent"
          >
            <Icon aria-hidden="true" className="size-5" />
            <span className="flex max-w-full items-center gap-1">
              <span className="truncate">{t(`bar.${name}`)}</span>
              {name === 'requests' && <RequestsBadge />}
            </span>
          </Link>
        ))}
        <button
          type="button"
          onClick={() => setSheet(true)}
          className="flex h-14 flex-1 flex-col items-center justify-center gap-0.5 text-xs font-medium text-ink-2 -outline-offset-2"
        >
          <Menu aria-hidden="true" className="size-5" />
          <span className="flex items-center gap-1">
            {t('frame.more')}
            {pages.slice(IN_BAR).some(({ name }) => name === 'requests') && <RequestsBadge />}
          </span>
        </button>
      </nav>
      <Dialog open={sheet} onClose={() => setSheet(false)} title={t('frame.more')} place="sheet">
        <MoreSheet pages={pages.slice(IN_BAR)} onDone={() => setSheet(false)} />
      </Dialog>
    </>
  )
}
