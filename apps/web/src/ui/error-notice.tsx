import { useI18n } from '../i18n/i18n.ts'
import { ApiError } from '../lib/api-error.ts'
import { Button } from './button.tsx'
import { errorSentence } from './error-sentence.ts'
import { Notice } from './notice.tsx'

interface ErrorNoticeProps {
  error: unknown
  /** What could not be done, for example "The runs could not be read". */
  what: string
  onRetry?: (() => unknown) | undefined
}

/** What failed, why if known, and the next step. */
export function ErrorNotice({ error, what, onRetry }: ErrorNoticeProps) {
  const { t } = useI18n()
  const requestId = error instanceof ApiError ? error.requestId : null
  return (
    <Notice
      tone="bad"
      role="alert"
      title={what}
      action={
        onRetry && (
          <Button size="sm" onClick={() => onRetry()}>
            {t('common.retry')}
          </Button>
        )
      }
    >
      {errorSentence(error, t)}
      {requestId && (
        <>
          {' '}
          <span className="text-ink-2">
            {t('common.requestId')} <code className="font-mono text-xs">{requestId}</code>
          </span>
        </>
      )}
    </Notice>
  )
}
