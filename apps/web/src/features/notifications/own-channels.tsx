import type { MyNotices } from '@ohif-admin/contracts'
import { useMutation } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { useApi } from '../../lib/api-context.tsx'
import {
  askNoticePermission,
  type NoticePermission,
  useNoticePermission,
} from '../../lib/notice-permission.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { ForeignText } from '../../ui/foreign-text.tsx'
import type { Tone } from '../../ui/tone.ts'
import { sendTest } from './notifications.queries.ts'
import { TestButton } from './test-button.tsx'

const PERMISSION_TONE: Record<NoticePermission, Tone> = {
  granted: 'good',
  default: 'neutral',
  denied: 'attention',
  none: 'attention',
}

const MAIL_TONE: Record<MyNotices['mail']['state'], Tone> = {
  ready: 'good',
  off: 'neutral',
  'no-address': 'attention',
  'not-known': 'unknown',
}

/** The ways in which this person can be reached, each with its state and a test. */
export function OwnChannels({ mail }: Pick<MyNotices, 'mail'>) {
  const { t } = useI18n()
  return (
    <section aria-labelledby="notices-ways" className="card">
      <h2 id="notices-ways" className="border-b border-line px-4 py-2.5 font-semibold">
        {t('notices.ways')}
      </h2>
      <BrowserWay />
      <MailWay mail={mail} />
    </section>
  )
}

function BrowserWay() {
  const { t } = useI18n()
  const api = useApi()
  const permission = useNoticePermission()
  const ask = useMutation({ mutationFn: askNoticePermission })
  return (
    <Way
      name={t('notices.channel.browser')}
      state={<Badge tone={PERMISSION_TONE[permission]}>{t(`notices.allowed.${permission}`)}</Badge>}
      hint={t(`notices.permission.${permission}`)}
    >
      {permission === 'default' && (
        <Button size="sm" variant="primary" disabled={ask.isPending} onClick={() => ask.mutate()}>
          {t('notices.allow')}
        </Button>
      )}
      {permission === 'granted' && (
        <TestButton name={t('notices.channel.browser')} send={() => sendTest(api, 'browser')} />
      )}
    </Way>
  )
}

function MailWay({ mail }: Pick<MyNotices, 'mail'>) {
  const { t } = useI18n()
  const api = useApi()
  return (
    <Way
      name={t('notices.channel.email')}
      state={<Badge tone={MAIL_TONE[mail.state]}>{t(`notices.mail.${mail.state}`)}</Badge>}
      hint={
        <>
          {mail.address !== null && (
            <>
              <ForeignText className="font-mono text-xs text-ink">{mail.address}</ForeignText>{' '}
            </>
          )}
          {t(`notices.mailHint.${mail.state}`)}
        </>
      }
    >
      {mail.address !== null && (
        <TestButton name={t('notices.channel.email')} send={() => sendTest(api, 'email')} />
      )}
    </Way>
  )
}

interface WayProps {
  name: string
  state: ReactNode
  hint: ReactNode
  children: ReactNode
}

function Way({ name, state, hint, children }: WayProps) {
  return (
    <div className="grid gap-2 border-b border-line px-4 py-3 last:border-b-0">
      <div className="flex flex-wrap items-center gap-2">
        <h3 className="font-medium">{name}</h3>
        {state}
      </div>
      <p className="text-sm text-ink-2">{hint}</p>
      <div>{children}</div>
    </div>
  )
}
