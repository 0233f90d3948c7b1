import type { CheckReport, ProjectId } from '@ohif-admin/contracts'
import { useI18n } from '../../i18n/i18n.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { BrowserProbe } from './browser-probe.tsx'
import { KeptReport } from './kept-report.tsx'
import { useCheck } from './use-check.ts'

interface CheckPartProps {
  /** The text as it is, or is to be, registered. */
  entry: string
  /** Whoever can read the project can read the report. */
  projectId?: ProjectId
  onReport?: (report: CheckReport) => void
}

/** A button that looks at a server from both sides, and what was found: for pages where the address is known. */
export function CheckPart({ entry, projectId, onReport }: CheckPartProps) {
  const { t } = useI18n()
  const check = useCheck({ projectId, onReport })
  const { error, report, probing, isRunning } = check
  // What was found for another text says nothing of this one.
  const fits = report !== undefined && report.entry === entry.trim()
  return (
    <section aria-label={t('servers.check.title')} className="grid gap-3">
      <div>
        <Button
          size="sm"
          disabled={isRunning || entry.trim() === ''}
          onClick={() => check.start(entry.trim())}
        >
          {t(isRunning ? 'servers.check.running' : 'servers.check.now')}
        </Button>
      </div>
      {error !== null && <ErrorNotice error={error} what={t('servers.check.failed')} />}
      {probing !== null && <BrowserProbe key={probing} checkId={probing} onVerdict={check.onVerdict} />}
      {fits && !isRunning && <KeptReport id={report.id} isProbing={probing === report.id} />}
    </section>
  )
}
