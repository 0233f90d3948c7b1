import { useQuery } from '@tanstack/react-query'
import { RefreshCw } from 'lucide-react'
import { useI18n } from '../../i18n/i18n.ts'
import { useApi } from '../../lib/api-context.tsx'
import { Button } from '../../ui/button.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Instant } from '../../ui/instant.tsx'
import { Notice } from '../../ui/notice.tsx'
import { SkeletonRows } from '../../ui/skeleton.tsx'
import { SlowHint } from '../../ui/slow-hint.tsx'
import { DoctorFacts, Features } from './doctor-facts.tsx'
import { Findings } from './findings.tsx'
import { HostChoice, useHost } from './host-choice.tsx'
import { InstallGuide } from './install-guide.tsx'
import { JarsTable } from './jars-table.tsx'
import { setUpQueries } from './set-up.queries.ts'
import type { SetUpSectionProps } from './set-up-params.ts'

/** The viewer plugin: how it is, what is wrong, and how it is installed or upgraded. */
export function PluginSection({ view, onView }: SetUpSectionProps) {
  const { t } = useI18n()
  const doctor = useQuery(setUpQueries.doctor(useApi()))
  const host = useHost(view)
  const report = doctor.data
  return (
    <div className="grid grid-cols-1 gap-4">
      <div className="flex flex-wrap items-end gap-3">
        <HostChoice view={view} onView={onView} />
        <span className="ml-auto text-sm text-ink-2">
          {report && (
            <>
              {t('setUp.checked')} <Instant at={report.checkedAt} />
            </>
          )}
        </span>
        <Button onClick={() => void doctor.refetch()} disabled={doctor.isFetching}>
          <RefreshCw aria-hidden="true" className="size-4" />
          {t(doctor.isFetching ? 'setUp.checking' : 'setUp.check')}
        </Button>
      </div>
      {doctor.isPending && (
        <div className="card">
          <SkeletonRows rows={6} label={t('setUp.checking')} rowClass="h-14" />
          <SlowHint />
        </div>
      )}
      {doctor.isError && !report && (
        <ErrorNotice error={doctor.error} what={t('setUp.doctorFailed')} onRetry={doctor.refetch} />
      )}
      {report && (
        <>
          {doctor.isError && <Notice tone="attention">{t('setUp.stale')}</Notice>}
          <DoctorFacts report={report} />
          <Findings findings={report.findings} jars={report.folder.jars} host={host} />
          <InstallGuide installed={report.plugin.state !== 'missing'} host={host} />
          <Features features={report.features} />
          <JarsTable folder={report.folder} />
        </>
      )}
    </div>
  )
}
