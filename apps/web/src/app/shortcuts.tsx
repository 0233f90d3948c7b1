import { useNavigate } from '@tanstack/react-router'
import { lazy, Suspense, useSyncExternalStore } from 'react'
import { useI18n } from '../i18n/i18n.ts'
import { focusListItem, useHotkey } from '../lib/hotkeys.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { SkeletonRows } from '../ui/skeleton.tsx'
import { type PageEntry, usePages } from './pages.ts'
import { closeOverlay, openHelp, openPalette, overlayStore } from './palette-state.ts'

const Palette = lazy(() => import('./palette.tsx').then(({ Palette }) => ({ default: Palette })))
const Help = lazy(() => import('./help.tsx').then(({ Help }) => ({ default: Help })))

/** The keys that work on every page, and what they open. */
export function Shortcuts() {
  const { t } = useI18n()
  const overlay = useSyncExternalStore(overlayStore.subscribe, overlayStore.get)
  useHotkey('mod+k', openPalette)
  useHotkey('?', openHelp)
  useHotkey('j', () => focusListItem(1))
  useHotkey('k', () => focusListItem(-1))
  return (
    <>
      {usePages().map(({ to, key }) => (
        <GoTo key={to} to={to} binding={`g ${key}`} />
      ))}
      <Dialog
        open={overlay === 'palette'}
        onClose={closeOverlay}
        title={t('palette.title')}
        place="top"
        hideTitle
      >
        <Suspense fallback={<SkeletonRows rows={6} label={t('common.loading')} />}>
          <Palette onDone={closeOverlay} />
        </Suspense>
      </Dialog>
      <Dialog open={overlay === 'help'} onClose={closeOverlay} title={t('help.title')}>
        <Suspense fallback={<SkeletonRows rows={8} label={t('common.loading')} />}>
          <Help />
        </Suspense>
      </Dialog>
    </>
  )
}

function GoTo({ to, binding }: { to: PageEntry['to']; binding: string }) {
  const navigate = useNavigate()
  useHotkey(binding, () => void navigate({ to }))
  return null
}
