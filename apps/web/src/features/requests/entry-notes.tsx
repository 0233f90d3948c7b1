import type { CheckedEntry } from '@ohif-admin/contracts'
import { useI18n } from '../../i18n/i18n.ts'
import { ToneIcon } from '../../ui/badge.tsx'
import { cx } from '../../ui/cx.ts'
import { TONE_TEXT } from '../../ui/tone.ts'

/** What is wrong with an entry, and what hardly works for everybody. */
export function EntryNotes({ entry }: { entry: CheckedEntry }) {
  const { t } = useI18n()
  const notes = [
    ...entry.problems.map((problem) => ({ tone: 'bad' as const, text: t(`entry.problem.${problem}`) })),
    ...entry.warnings.map((warning) => ({ tone: 'attention' as const, text: t(`entry.warning.${warning}`) })),
  ]
  if (notes.length === 0) return null
  return (
    <ul className="grid gap-1 text-sm">
      {notes.map(({ tone, text }) => (
        <li key={text} className="flex items-start gap-1.5">
          <ToneIcon tone={tone} className={cx('mt-1 size-3.5', TONE_TEXT[tone])} />
          {text}
        </li>
      ))}
    </ul>
  )
}
