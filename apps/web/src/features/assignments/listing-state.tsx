import { useI18n } from '../../i18n/i18n.ts'
import { ApiError } from '../../lib/api-error.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Instant } from '../../ui/instant.tsx'
import { Notice } from '../../ui/notice.tsx'
import type { AssignmentListing } from './listing.ts'

interface ListingStateProps {
  listing: AssignmentListing
  reading: boolean
  onReadAgain: () => void
}

/** How far the reading is, how old what is shown is, and what could not be read. */
export function ListingState({ listing, reading, onReadAgain }: ListingStateProps) {
  const { t } = useI18n()
  const { state, code, arrived, projects, unanswered, readAt } = listing
  if (state === 'failed') {
    return (
      <ErrorNotice
        error={new ApiError(codeOf(code), 0)}
        what={t('assignments.brokeOff', { count: arrived, total: projects.length })}
        onRetry={onReadAgain}
      />
    )
  }
  if (unanswered > 0) {
    return (
      <Notice
        tone="unknown"
        role="status"
        title={t('assignments.unanswered', { count: unanswered })}
        action={
          <Button size="sm" disabled={reading} onClick={onReadAgain}>
            {t('assignments.readAgain')}
          </Button>
        }
      >
        {t('assignments.unansweredHint')}
      </Notice>
    )
  }
  return (
    <p className="flex min-h-7 flex-wrap items-center gap-2 text-sm text-ink-2">
      {reading ? (
        <span role="status">{t('assignments.reading', { count: arrived, total: projects.length })}</span>
      ) : (
        <>
          <span>
            {t('assignments.readAt')} {readAt && <Instant at={readAt} />}
          </span>
          <Button variant="quiet" size="sm" onClick={onReadAgain}>
            {t('assignments.readAgain')}
          </Button>
        </>
      )}
    </p>
  )
}

const codeOf = (code: string | null) => (code ?? 'internal') as ApiError['code']
