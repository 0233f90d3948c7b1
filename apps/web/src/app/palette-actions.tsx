import { Clock, LogOut, SunMoon } from 'lucide-react'
import type { ReactNode } from 'react'
import { useI18n } from '../i18n/i18n.ts'
import { PREFERENCE_CHOICES, writePreference } from '../lib/preferences.ts'
import { useSignOut } from './use-sign-out.ts'

export interface PaletteAction {
  id: string
  icon: ReactNode
  text: string
  run: () => void
}

/** What can be done from anywhere. */
export function usePaletteActions(): PaletteAction[] {
  const { t } = useI18n()
  const signOut = useSignOut()
  return [
    ...PREFERENCE_CHOICES.theme.map((theme) => ({
      id: `theme-${theme}`,
      icon: <SunMoon aria-hidden="true" className="size-4" />,
      text: `${t('theme.title')}: ${t(`theme.${theme}`)}`,
      run: () => writePreference('theme', theme),
    })),
    ...PREFERENCE_CHOICES.zone.map((zone) => ({
      id: `zone-${zone}`,
      icon: <Clock aria-hidden="true" className="size-4" />,
      text: `${t('frame.zone')}: ${t(`zone.${zone}`)}`,
      run: () => writePreference('zone', zone),
    })),
    {
      id: 'sign-out',
      icon: <LogOut aria-hidden="true" className="size-4" />,
      text: t('session.signOut'),
      run: () => signOut.mutate(),
    },
  ]
}
