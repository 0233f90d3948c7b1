import { RunId } from '@ohif-admin/contracts'
import { useI18n } from '../../../i18n/i18n.ts'
import { ApiError } from '../../../lib/api-error.ts'
import { ErrorNotice } from '../../../ui/error-notice.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { ActiveRunNotice } from './active-run-notice.tsx'

const isActiveRun = (error: unknown): error is ApiError =>
  error instanceof ApiError && error.code === 'run-active'

/** Whether pressing the same button again could help. */
export function mayBeRetried(error: unknown): boolean {
  return !isActiveRun(error)
}

/** Why a run was not started, or that this is not known. */
export function StartProblem({ error }: { error: unknown }) {
  const { t } = useI18n()
  if (isActiveRun(error)) return <ActiveRunNotice runId={RunId.safeParse(error.runId).data ?? null} />
  if (error instanceof ApiError && error.status === 0) {
    return (
      <Notice tone="unknown" role="alert" title={t('start.noAnswer')}>
        {t('start.noAnswerHint')}
      </Notice>
    )
  }
  return <ErrorNotice error={error} what={t('start.failed')} />
}
