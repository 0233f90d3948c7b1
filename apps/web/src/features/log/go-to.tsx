import type { LogCursor, LogFiles } from '@ohif-admin/contracts'
import { ArrowRight } from 'lucide-react'
import { type SyntheticEvent, useState } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { byteSize } from '../../lib/bytes.ts'
import { visibleText } from '../../lib/visible-text.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field, inputClass } from '../../ui/field.tsx'
import { stampOf } from './log-view.ts'

interface GoToProps {
  sources: LogFiles['sources']
  onTime: (time: string) => void
  onCursor: (cursor: LogCursor) => void
}

/** Leads to a moment or to the beginning of a file. */
export function GoTo({ sources, onTime, onCursor }: GoToProps) {
  const { t } = useI18n()
  const [open, setOpen] = useState(false)
  const done =
    <Value,>(go: (value: Value) => void) =>
    (value: Value) => {
      setOpen(false)
      go(value)
    }
  return (
    <>
      <Button size="sm" aria-haspopup="dialog" onClick={() => setOpen(true)}>
        {t('explorer.goTo.button')}
      </Button>
      <Dialog open={open} onClose={() => setOpen(false)} title={t('explorer.goTo.title')}>
        <div className="grid gap-4 p-4">
          <TimeForm onTime={done(onTime)} newest={newestStamp(sources)} />
          <Files sources={sources} onCursor={done(onCursor)} />
        </div>
      </Dialog>
    </>
  )
}

/** A moment is told in the log's own time: its stamps name no zone. */
function TimeForm({ onTime, newest }: { onTime: GoToProps['onTime']; newest: string }) {
  const { t } = useI18n()
  const [value, setValue] = useState(newest)
  const stamp = stampOf(value)
  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    if (stamp) onTime(stamp)
  }
  return (
    <form onSubmit={submit}>
      <Field label={t('explorer.goTo.time')} hint={t('explorer.goTo.timeHint')}>
        {(control) => (
          <div className="flex gap-2">
            <input
              {...control}
              type="datetime-local"
              step={1}
              value={value}
              onChange={(event) => setValue(event.target.value)}
              className={inputClass}
            />
            <Button type="submit" variant="primary" disabled={!stamp} className="h-9">
              {t('explorer.goTo.go')}
            </Button>
          </div>
        )}
      </Field>
    </form>
  )
}

/** The files, newest first; choosing one goes to its first line. */
function Files({ sources, onCursor }: Omit<GoToProps, 'onTime'>) {
  const { t, locale } = useI18n()
  return sources
    .filter(({ files }) => files.length > 0)
    .map((source) => (
      <div key={source.name}>
        <h3 className="foreign text-sm font-medium">
          {t('explorer.goTo.files', { source: visibleText(source.name) })}
        </h3>
        <ul className="-mx-2 mt-1 max-h-72 overflow-auto">
          {source.files.toReversed().map((file) => (
            <li key={file.start}>
              <button
                type="button"
                onClick={() => onCursor(file.start)}
                className="flex min-h-9 w-full items-center gap-3 rounded-md px-2 text-left text-sm -outline-offset-2 hover:bg-hover"
              >
                <span className="foreign min-w-0 flex-1 font-mono">{visibleText(file.name)}</span>
                <span className="text-ink-2 max-sm:hidden">{visibleText(file.firstStamp ?? '')}</span>
                <span className="w-16 text-right text-ink-2">{byteSize(file.bytes, locale)}</span>
                <ArrowRight aria-hidden="true" className="size-3.5 text-ink-2" />
              </button>
            </li>
          ))}
        </ul>
      </div>
    ))
}

/** The last stamp there is, as the field wants it: a good moment to begin from. */
function newestStamp(sources: GoToProps['sources']): string {
  const stamps = sources.flatMap(({ files }) => files.flatMap(({ lastStamp }) => lastStamp ?? []))
  return (stamps.sort().at(-1) ?? '').slice(0, 19).replace(' ', 'T')
}
