import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Download, RefreshCw, ShieldCheck } from 'lucide-react'
import { useI18n } from '../../i18n/i18n.ts'
import { useApi } from '../../lib/api-context.tsx'
import { Button, buttonClass } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Page } from '../../ui/page.tsx'
import { auditQueries, exportUrl } from './audit.queries.ts'
import { AuditDetailPanel } from './audit-detail.tsx'
import { AuditList } from './audit-list.tsx'
import { AuditToolbar } from './audit-toolbar.tsx'
import type { AuditView } from './audit-view.ts'
import { useVerify } from './use-verify.ts'
import { VerifyNotice } from './verify-notice.tsx'

interface AuditPageProps {
  view: AuditView
  onView: (view: AuditView, options: { replace: boolean }) => void
}

/** Who changed what, when, and whether anybody touched the record of it. */
export function AuditPage({ view, onView }: AuditPageProps) {
  const { t } = useI18n()
  const verify = useVerify()
  const open = (entry: number | null) => onView({ ...view, entry }, { replace: entry === null })
  return (
    <Page title={t('audit.title')} intro={t('audit.intro')} fill>
      <VerifyNotice state={verify.state} onAgain={verify.start} onOpen={open} />
      <section aria-label={t('audit.title')} className="card flex min-h-0 flex-1 flex-col">
        <Actions view={view} onVerify={verify.start} verifying={verify.state.type === 'progress'} />
        <AuditToolbar
          filter={view.filter}
          onFilter={(filter) => onView({ ...view, filter }, { replace: true })}
        />
        <AuditList filter={view.filter} onOpen={open} />
      </section>
      <Dialog
        open={view.entry !== null}
        onClose={() => open(null)}
        place="wide"
        title={t('audit.detail.title', { seq: String(view.entry ?? '') })}
      >
        {view.entry !== null && <AuditDetailPanel key={view.entry} seq={view.entry} />}
      </Dialog>
    </Page>
  )
}

interface ActionsProps {
  view: AuditView
  onVerify: () => void
  verifying: boolean
}

function Actions({ view, onVerify, verifying }: ActionsProps) {
  const { t } = useI18n()
  const api = useApi()
  const queryClient = useQueryClient()
  const count = useQuery(auditQueries.count(api, view.filter)).data
  return (
    <div className="flex flex-wrap items-center gap-2 border-b border-line py-2 pr-2 pl-4">
      <span role="status" className="mr-auto text-sm text-ink-2">
        {count === undefined ? '\u00a0' : t('audit.count', { count })}
      </span>
      <Button size="sm" onClick={() => void queryClient.resetQueries({ queryKey: auditQueries.root })}>
        <RefreshCw aria-hidden="true" className="size-3.5" />
        {t('audit.refresh')}
      </Button>
      {(['csv', 'json'] as const).map((format) => (
        <a
          key={format}
          href={exportUrl(api, view.filter, format)}
          download
          className={buttonClass('secondary', 'sm')}
        >
          <Download aria-hidden="true" className="size-3.5" />
          {format.toUpperCase()}
        </a>
      ))}
      <Button size="sm" variant="primary" onClick={onVerify} disabled={verifying}>
        <ShieldCheck aria-hidden="true" className="size-3.5" />
        {t('audit.verify.button')}
      </Button>
    </div>
  )
}
