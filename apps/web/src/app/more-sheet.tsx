import { Link } from '@tanstack/react-router'
import { Keyboard, LogOut, Search } from 'lucide-react'
import type { ReactNode } from 'react'
import { useI18n } from '../i18n/i18n.ts'
import {
  PREFERENCE_CHOICES,
  type Preference,
  type PreferenceName,
  usePreference,
  writePreference,
} from '../lib/preferences.ts'
import { inputClass } from '../ui/field.tsx'
import type { PageEntry } from './pages.ts'
import { openHelp, openPalette } from './palette-state.ts'
import { RequestsBadge } from './requests-badge.tsx'
import { useMe } from './use-me.ts'
import { useSignOut } from './use-sign-out.ts'

/** The pages that are not in the bar, and what the header and its menu hold, for small screens. */
export function MoreSheet({ pages, onDone }: { pages: readonly PageEntry[]; onDone: () => void }) {
  const { t } = useI18n()
  const me = useMe()
  const signOut = useSignOut()
  const act = (then: () => void) => () => {
    onDone()
    then()
  }
  return (
    <div className="grid gap-3 p-4">
      <ul className="-mx-2 grid empty:hidden">
        {pages.map(({ to, name, icon: Icon }) => (
          <li key={to}>
            <Link
              to={to}
              onClick={onDone}
              className="flex h-11 items-center gap-3 rounded-md px-2 hover:bg-hover aria-[current=page]:text-accent"
            >
              <Icon aria-hidden="true" className="size-4" />
              {t(`pages.${name}`)}
              {name === 'requests' && <RequestsBadge />}
            </Link>
          </li>
        ))}
      </ul>
      <p className="foreign text-sm text-ink-2">
        {me.username} · {t(`role.${me.role}`)}
      </p>
      <Choice name="theme" label={t('theme.title')} text={(value) => t(`theme.${value}`)} />
      <Choice name="language" label={t('language.title')} text={(value) => t(`language.${value}`)} />
      <Choice name="zone" label={t('frame.zone')} text={(value) => t(`zone.${value}`)} />
      <div className="-mx-2 grid">
        <Row onClick={act(openPalette)} icon={<Search aria-hidden="true" className="size-4" />}>
          {t('palette.open')}
        </Row>
        <Row onClick={act(openHelp)} icon={<Keyboard aria-hidden="true" className="size-4" />}>
          {t('help.title')}
        </Row>
        <Row onClick={act(() => signOut.mutate())} icon={<LogOut aria-hidden="true" className="size-4" />}>
          {t('session.signOut')}
        </Row>
      </div>
    </div>
  )
}

interface ChoiceProps<Name extends PreferenceName> {
  name: Name
  label: string
  text: (value: Preference<Name>) => string
}

function Choice<Name extends PreferenceName>({ name, label, text }: ChoiceProps<Name>) {
  const value = usePreference(name)
  const choices: readonly Preference<Name>[] = PREFERENCE_CHOICES[name]
  return (
    <label className="grid gap-1 text-sm font-medium">
      {label}
      <select
        value={value}
        onChange={(event) => writePreference(name, event.target.value as Preference<Name>)}
        className={inputClass}
      >
        {choices.map((choice) => (
          <option key={choice} value={choice}>
            {text(choice)}
          </option>
        ))}
      </select>
    </label>
  )
}

function Row({ onClick, icon, children }: { onClick: () => void; icon: ReactNode; children: ReactNode }) {
  return (
    <button
      type="button"
      onClick={onClick}
      className="flex h-11 items-center gap-3 rounded-md px-2 text-left hover:bg-hover"
    >
      {icon}
      {children}
    </button>
  )
}
