import type { LogPage } from '@ohif-admin/contracts'
import { useI18n } from '../../i18n/i18n.ts'
import { Notice } from '../../ui/notice.tsx'

interface LogNotesProps {
  note: LogPage['note']
  /** The answer to what the person has just done. */
  said: string
}

/** What has to be said about the place that is shown, and short answers to keys and menus. */
export function LogNotes({ note, said }: LogNotesProps) {
  const { t } = useI18n()
  return (
    <div role="status" className="contents">
      {note !== null && <Notice tone="attention">{t(`explorer.note.${note}`)}</Notice>}
      {said !== '' && (
        <p className="card fixed bottom-20 left-1/2 z-40 -translate-x-1/2 px-3 py-1.5 text-sm font-medium md:bottom-6">
          {said}
        </p>
      )}
    </div>
  )
}
