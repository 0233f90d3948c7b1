import { useI18n } from '../../i18n/i18n.ts'
import { visibleText } from '../../lib/visible-text.ts'
import { cx } from '../../ui/cx.ts'
import { type DiffLine, diffLines, linesOf } from './diff-lines.ts'

const SIGN = { same: ' ', removed: '−', added: '+' } as const
const LOOK: Record<DiffLine['kind'], string> = {
  same: '',
  removed: 'bg-bad-soft text-bad',
  added: 'bg-good-soft text-good',
}

/** Before and after in one list: what was taken out, what was put in. */
export function ValueDiff({ before, after }: { before: unknown; after: unknown }) {
  const { t } = useI18n()
  const lines = diffLines(linesOf(before), linesOf(after))
  if (lines.length === 0) return <p className="text-sm text-ink-2">{t('audit.detail.empty')}</p>
  return (
    <ol className="max-h-96 overflow-auto rounded-md border border-line py-1 font-mono text-xs leading-5">
      {lines.map(({ kind, text }, index) => (
        <li key={index} className={cx('flex gap-2 px-3', LOOK[kind])}>
          <span aria-hidden="true" className="select-none">
            {SIGN[kind]}
          </span>
          {kind !== 'same' && <span className="sr-only">{t(`audit.detail.${kind}`)}</span>}
          <span className="foreign min-w-0 whitespace-pre-wrap">{visibleText(text)}</span>
        </li>
      ))}
    </ol>
  )
}
