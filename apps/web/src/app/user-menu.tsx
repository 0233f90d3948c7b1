import { ChevronDown, CircleUser, Keyboard, LogOut } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { visibleText } from '../lib/visible-text.ts'
import { PREFERENCE_CHOICES, usePreference, writePreference } from '../lib/preferences.ts'
import { Button } from '../ui/button.tsx'
import { Menu, MenuChoice, MenuItem, MenuLabel, MenuLine } from '../ui/menu.tsx'
import { openHelp } from './palette-state.ts'
import { useMe } from './use-me.ts'
import { useSignOut } from './use-sign-out.ts'

/** Who is signed in, how the console looks to them, and the way out. */
export function UserMenu() {
  const { t } = useTranslation()
  const me = useMe()
  const signOut = useSignOut()
  const theme = usePreference('theme')
  const language = usePreference('language')
  return (
    <Menu
      trigger={
        <Button variant="quiet" aria-label={t('frame.userMenu', { name: visibleText(me.username) })}>
          <CircleUser aria-hidden="true" className="size-4" />
          <span className="foreign max-w-40 truncate">{visibleText(me.username)}</span>
          <ChevronDown aria-hidden="true" className="size-3.5 text-ink-2" />
        </Button>
      }
    >
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
