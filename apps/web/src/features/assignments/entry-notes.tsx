import type { CheckedEntry } from '@ohif-admin/contracts'
import { useI18n } from '../../i18n/i18n.ts'
import { ToneIcon } from '../../ui/badge.tsx'
import { cx } from '../../ui/cx.ts'
import { TONE_TEXT, type Tone } from '../../ui/tone.ts'
import { entryTroubles } from './words.ts'

/** What is wrong with an entry, and what is risky about it. */
export function EntryNotes({ entry, id }: { entry: CheckedEntry; id?: string }) {
  const { t } = useI18n()
  const notes: [Tone, string][] = [
    ...entryTroubles(entry, t).map((text): [Tone, string] => ['bad', text]),
    ...entry.warnings.map((warning): [Tone, string] => ['attention', t(`entry.warning.${warning}`)]),
  ]
  if (notes.length === 0) return null
  return (
    <ul id={id} className="grid gap-0.5 text-sm">
      {notes.map(([tone, text]) => (
        <li key={text} className={cx('flex items-start gap-1.5', TONE_TEXT[tone])}>
          <ToneIcon tone={tone} className="mt-0.5 size-3.5" />
          <span>{text}</span>
        </li>
      ))}
    </ul>
  )
}
