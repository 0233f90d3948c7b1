import type { CheckReport, ProjectId } from '@ohif-admin/contracts'
import { type FormEvent, useState } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { ServerAddressField } from '../../ui/server-address-field.tsx'
import { BrowserProbe } from './browser-probe.tsx'
import { KeptReport } from './kept-report.tsx'
import { useCheck } from './use-check.ts'
import { WatchButton } from './watch-button.tsx'

interface CheckFormProps {
  entry: string
  /** The project it is looked at for. */
  projectId: ProjectId | undefined
  /** A check that was made before, by whoever sent the address. */
  checkId: string | undefined
  onChecked: (entry: string, checkId: string) => void
  /** Whether the server may be watched, and is not yet looked at anyway. */
  mayWatch: (report: CheckReport) => boolean
}

/** Looks at the server behind an address, registered or not, and shows what was found step by step. */
export function CheckForm({ entry, projectId, checkId, onChecked, mayWatch }: CheckFormProps) {
  const { t } = useI18n()
  const [given, setGiven] = useState(entry)
  const [text, setText] = useState(entry)
  // A link elsewhere on the page asks for another address.
  if (entry !== given) {
    setGiven(entry)
    setText(entry)
  }
  const check = useCheck({ projectId, onReport: ({ entry: looked, id }) => onChecked(looked, id) })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (text.trim() !== '') check.start(text.trim())
  }
  return (
    <section aria-label={t('servers.check.title')} className="card grid gap-3 p-3">
      <form onSubmit={submit} className="flex flex-wrap items-end gap-2">
        <div className="min-w-60 flex-1">
          <ServerAddressField
            label={t('servers.check.address')}
            hint={t('servers.check.hint')}
            value={text}
            onChange={setText}
          />
        </div>
        <Button type="submit" variant="primary" disabled={check.isRunning} className="mb-6">
          {t(check.isRunning ? 'servers.check.running' : 'servers.check.start')}
        </Button>
      </form>
      {check.error !== null && <ErrorNotice error={check.error} what={t('servers.check.failed')} />}
      {check.probing !== null && (
        <BrowserProbe key={check.probing} checkId={check.probing} onVerdict={check.onVerdict} />
      )}
      {checkId !== undefined && !check.isRunning && (
        <KeptReport id={checkId} isProbing={check.probing === checkId}>
          {(report) =>
            report.origin !== null &&
            mayWatch(report) && <WatchButton entry={report.origin} watched={false} />
          }
        </KeptReport>
      )}
    </section>
  )
}
