import { useI18n } from '../../i18n/i18n.ts'
import { ApiError } from '../../lib/api-error.ts'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Notice } from '../../ui/notice.tsx'

/** Why nothing can be shown of a project. One that may not be seen is answered like one that is not there. */
export function ProjectMissing({ error, onRetry }: { error: unknown; onRetry: () => unknown }) {
  const { t } = useI18n()
  if (error instanceof ApiError && (error.code === 'not-found' || error.code === 'forbidden'))
    return (
      <Notice tone="attention" role="status" title={t('projectPage.missing')}>
        {t('projectPage.missingHint')}
      </Notice>
    )
  return <ErrorNotice error={error} what={t('projectPage.failed')} onRetry={onRetry} />
}
