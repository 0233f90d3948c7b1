import { useI18n } from '../../i18n/i18n.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Instant } from '../../ui/instant.tsx'
import { Notice } from '../../ui/notice.tsx'
import type { VerifyState } from './use-verify.ts'

interface VerifyNoticeProps {
  state: VerifyState
  onAgain: () => void
  onOpen: (seq: number) => void
}

/** What the walk along the chain found. */
export function VerifyNotice({ state, onAgain, onOpen }: VerifyNoticeProps) {
  const { t } = useI18n()
  switch (state.type) {
    case 'off':
      return null
    case 'progress':
      return (
        <Notice tone="running" role="status" title={t('audit.verify.running')}>
          {state.total > 0 && t('audit.verify.progress', { checked: state.checked, total: state.total })}
        </Notice>
      )
    case 'whole':
      return (
        <Notice tone="good" role="status" title={t('audit.verify.whole', { count: state.entries })}>
          <Instant at={state.at} as="clock" />. {t('audit.verify.wholeHint')}
          {state.hash && (
            <>
              {' '}
              {t('audit.verify.hash')} <code className="font-mono text-xs break-all">{state.hash}</code>
            </>
          )}
        </Notice>
      )
    case 'broken':
      return (
        <Notice
          tone="bad"
          role="alert"
          title={t('audit.verify.broken', { seq: String(state.seq) })}
          action={
            state.fault !== 'missing' && (
              <Button size="sm" onClick={() => onOpen(state.seq)}>
                {t('audit.verify.show')}
              </Button>
            )
          }
        >
          {t(`audit.verify.fault.${state.fault}`)} {t('audit.verify.brokenHint', { count: state.checked })}
        </Notice>
      )
    case 'failed':
      return (
        <Notice
          tone="unknown"
          role="alert"
          title={t('audit.verify.failed')}
          action={
            <Button size="sm" onClick={onAgain}>
              {t('common.retry')}
            </Button>
          }
        >
          {t('audit.verify.failedHint')}
        </Notice>
      )
    case 'refused':
      return <ErrorNotice error={state.error} what={t('audit.verify.failed')} onRetry={onAgain} />
  }
}
