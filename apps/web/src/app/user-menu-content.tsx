import { Keyboard, LogOut } from 'lucide-react'
import type { ReactNode } from 'react'
import { useI18n } from '../i18n/i18n.ts'
import { PREFERENCE_CHOICES, usePreference, writePreference } from '../lib/preferences.ts'
import { Menu, MenuChoice, MenuItem, MenuLabel, MenuLine } from '../ui/menu.tsx'
import { openHelp } from './palette-state.ts'
import { useMe } from './use-me.ts'
import { useSignOut } from './use-sign-out.ts'

/** How the console looks to this person, and the way out. Open from the start. */
export function UserMenuContent({ trigger }: { trigger: ReactNode }) {
  const { t } = useI18n()
  const me = useMe()
  const signOut = useSignOut()
  const theme = usePreference('theme')
  const language = usePreference('language')
  return (
    <Menu defaultOpen trigger={trigger}>
      <MenuLabel>{t(`role.${me.role}`)}</MenuLabel>
      <MenuLine />
      <MenuChoice
        label={t('theme.title')}
        value={theme}
        options={PREFERENCE_CHOICES.theme.map((value) => ({ value, label: t(`theme.${value}`) }))}
        onChange={(value) => writePreference('theme', value)}
      />
      <MenuLine />
      <MenuChoice
        label={t('language.title')}
        value={language}
        options={PREFERENCE_CHOICES.language.map((value) => ({ value, label: t(`language.${value}`) }))}
        onChange={(value) => writePreference('language', value)}
      />
      <MenuLine />
      <MenuItem onSelect={openHelp}>
        <Keyboard aria-hidden="true" className="size-4" />
        {t('help.title')}
      </MenuItem>
      <MenuItem onSelect={() => signOut.mutate()}>
        <LogOut aria-hidden="true" className="size-4" />
        {t('session.signOut')}
      </MenuItem>
    </Menu>
  )
}
