import { useI18n } from '../../i18n/i18n.ts'
import { visibleText } from '../../lib/visible-text.ts'
import { cx } from '../../ui/cx.ts'

/** A list in its order: the first one is used, the others are not. Empty is the site's default. */
export function ServerList({ list, label }: { list: readonly string[] | null; label: string }) {
  const { t } = useI18n()
  if (list === null || list.length === 0)
    return <p className="text-sm text-ink-2">{t('requests.siteDefault')}</p>
  return (
    <ol aria-label={label} className="grid gap-1">
      {list.map((text, index) => (
        <li key={text} className={cx('font-mono text-sm break-all', index > 0 && 'text-ink-2 line-through')}>
          <span className="foreign">{visibleText(text)}</span>
          {index > 0 && <span className="sr-only"> ({t('entry.ignored')})</span>}
        </li>
      ))}
    </ol>
  )
}
