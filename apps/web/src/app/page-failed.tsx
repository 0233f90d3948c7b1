import { type ErrorComponentProps, useRouter } from '@tanstack/react-router'
import { useI18n } from '../i18n/i18n.ts'
import { ApiError } from '../lib/api-error.ts'
import { isMissingPart } from '../lib/chunk-error.ts'
import { Button } from '../ui/button.tsx'
import { ErrorNotice } from '../ui/error-notice.tsx'
import { Notice } from '../ui/notice.tsx'
import { Page } from '../ui/page.tsx'

/** The same without the frame around it: nobody is known to be signed in, or the frame itself has failed. */
export function ConsoleFailed(props: ErrorComponentProps) {
  return (
    <main>
      <PageFailed {...props} />
    </main>
  )
}

/** Stands in for a page that could not be shown at all. */
export function PageFailed({ error, reset }: ErrorComponentProps) {
  const { t } = useI18n()
  const router = useRouter()
  const retry = async () => {
    await router.invalidate()
    reset()
  }
  if (isMissingPart(error))
    return (
      <Page title={t('pageFailed.title')}>
        <Notice
          tone="attention"
          role="alert"
          title={t('pageFailed.updated')}
          action={
            <Button size="sm" onClick={() => window.location.reload()}>
              {t('pageFailed.reload')}
            </Button>
          }
        />
      </Page>
    )
  return (
    <Page title={t('pageFailed.title')}>
      <ErrorNotice
        error={error}
        what={t(error instanceof ApiError ? 'pageFailed.notRead' : 'pageFailed.broken')}
        onRetry={retry}
      />
    </Page>
  )
}
