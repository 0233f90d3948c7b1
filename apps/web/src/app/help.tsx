import { Fragment } from 'react'
import { useI18n } from '../i18n/i18n.ts'
import { usePreference, writePreference } from '../lib/preferences.ts'
import { usePages } from './pages.ts'

const KEYS = [
  { keys: ['/'], what: 'search' },
  { keys: ['j'], what: 'next' },
  { keys: ['k'], what: 'previous' },
  { keys: ['f'], what: 'follow' },
  { keys: ['?'], what: 'help' },
] as const

const LOG_KEYS = [
  { keys: ['e'], what: 'nextError' },
  { keys: ['E'], what: 'previousError' },
  { keys: ['n'], what: 'nextMatch' },
  { keys: ['N'], what: 'previousMatch' },
] as const

/** Every key the console knows, and the switch for those without a modifier. */
export function Help() {
  const { t } = useI18n()
  const single = usePreference('keys')
  const rows = [
    { keys: ['Ctrl', 'K'], text: t('help.palette') },
    ...usePages().map(({ key, name }) => ({
      keys: ['g', key],
      text: t('help.goTo', { page: t(`pages.${name}`) }),
    })),
    ...KEYS.map(({ keys, what }) => ({ keys: [...keys], text: t(`help.${what}`) })),
    ...LOG_KEYS.map(({ keys, what }) => ({ keys: [...keys], text: t(`help.log.${what}`) })),
  ]
  return (
    <div className="p-4">
      <dl className="grid grid-cols-[auto_1fr] items-center gap-x-6 gap-y-2">
        {rows.map(({ keys, text }) => (
          <Fragment key={text}>
            <dt className="flex gap-1">
              {keys.map((key) => (
                <kbd
                  key={key}
                  className="min-w-6 rounded-sm border border-line-strong px-1.5 text-center font-mono text-xs leading-5"
                >
                  {key}
                </kbd>
              ))}
            </dt>
            <dd>{text}</dd>
          </Fragment>
        ))}
      </dl>
      <label className="mt-4 flex min-h-6 items-center gap-2 border-t border-line pt-4">
        <input
          type="checkbox"
          checked={single === 'on'}
          onChange={(event) => writePreference('keys', event.target.checked ? 'on' : 'off')}
          className="size-4 accent-(--accent)"
        />
        {t('help.single')}
      </label>
    </div>
  )
}
