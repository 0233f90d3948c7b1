import type { CheckReport } from '@ohif-admin/contracts'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { useApi } from '../../lib/api-context.tsx'
import { ApiError } from '../../lib/api-error.ts'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Notice } from '../../ui/notice.tsx'
import { SkeletonRows } from '../../ui/skeleton.tsx'
import { aiServerQueries } from './ai-servers.queries.ts'
import { CheckReportView } from './check-report.tsx'

interface KeptReportProps {
  id: string
  /** This browser is looking right now. */
  isProbing?: boolean
  /** What else can be done with it. */
  children?: (report: CheckReport) => ReactNode
}

/** A check by its number: what was found, or why the reader may not know. */
export function KeptReport({ id, isProbing = false, children }: KeptReportProps) {
  const { t } = useI18n()
  const { data, error, refetch } = useQuery(aiServerQueries.check(useApi(), id))
  if (data) {
    return (
      <CheckReportView report={data} isProbing={isProbing}>
        {children?.(data)}
      </CheckReportView>
    )
  }
  if (error === null) return <SkeletonRows rows={5} label={t('common.loading')} />
  const code = error instanceof ApiError ? error.code : null
  if (code === 'forbidden' || code === 'not-found') {
    return (
      <Notice tone="attention" role="alert" title={t(`servers.check.kept.${code}`)}>
        {t(`servers.check.kept.${code}-hint`)}
      </Notice>
    )
  }
  return <ErrorNotice error={error} what={t('servers.check.kept.failed')} onRetry={refetch} />
}
