import { useI18n } from '../../i18n/i18n.ts'
import { cx } from '../../ui/cx.ts'
import { ForeignText } from '../../ui/foreign-text.tsx'

interface ListDiffProps {
  before: readonly string[]
  after: readonly string[]
}

/** Two lists beside each other, so that order can be compared, too. */
export function ListDiff({ before, after }: ListDiffProps) {
  const { t } = useI18n()
  return (
    <section aria-label={t('diff.title')} className="grid gap-2 sm:grid-cols-2">
      <Side title={t('diff.before')} list={before} other={after} mark="−" tone="bg-bad-soft" />
      <Side title={t('diff.after')} list={after} other={before} mark="+" tone="bg-good-soft" />
    </section>
  )
}

interface SideProps {
  title: string
  list: readonly string[]
  /** Entries that are not in there are marked. */
  other: readonly string[]
  mark: string
  tone: string
}

export function Side({ title, list, other, mark, tone }: SideProps) {
  const { t } = useI18n()
  return (
    <div className="min-w-0">
      <h4 className="text-sm text-ink-2">{title}</h4>
      {list.length === 0 && <p className="px-1 text-sm">{t('diff.empty')}</p>}
      <ol className="grid gap-px">
        {list.map((text, index) => {
          const marked = !other.includes(text)
          return (
            <li
              key={`${index}-${text}`}
              className={cx('flex gap-1 rounded-sm px-1 font-mono text-sm', marked && tone)}
            >
              <span className="w-4 shrink-0 text-ink-2">{marked ? mark : index + 1}</span>
              <ForeignText className={index > 0 ? 'line-through' : ''}>
                {text || t('entry.empty')}
              </ForeignText>
            </li>
          )
        })}
      </ol>
    </div>
  )
}
