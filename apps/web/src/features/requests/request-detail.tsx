import type { AttachedCheck, ChangeRequestDetail, ChangeRequestId, SeenList } from '@ohif-admin/contracts'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { useApi } from '../../lib/api-context.tsx'
import { Badge } from '../../ui/badge.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { ForeignText } from '../../ui/foreign-text.tsx'
import { Instant } from '../../ui/instant.tsx'
import { Notice } from '../../ui/notice.tsx'
import { SkeletonRows } from '../../ui/skeleton.tsx'
import { Decision } from './decision.tsx'
import { EntryNotes } from './entry-notes.tsx'
import { STATE_TONE } from './request-words.ts'
import { requestQueries } from './requests.queries.ts'
import { ServerList } from './server-list.tsx'

interface RequestDetailPanelProps {
  id: ChangeRequestId
  /** Shows the check that was sent along, from the page that knows checks. */
  foundByCheck: (checkId: string) => ReactNode
}

/** One request: what is there, what is asked for, why; and what can be done about it. */
export function RequestDetailPanel({ id, foundByCheck }: RequestDetailPanelProps) {
  const { t } = useI18n()
  const detail = useQuery(requestQueries.detail(useApi(), id))
  if (detail.data) return <Detail detail={detail.data} foundByCheck={foundByCheck} />
  if (detail.isPending) return <SkeletonRows rows={6} label={t('requests.loading')} />
  return (
    <div className="p-4">
      <ErrorNotice error={detail.error} what={t('requests.failed')} onRetry={detail.refetch} />
    </div>
  )
}

function Detail({
  detail,
  foundByCheck,
}: { detail: ChangeRequestDetail } & Pick<RequestDetailPanelProps, 'foundByCheck'>) {
  const { t } = useI18n()
  const { request, entries, moved } = detail
  return (
    <div className="grid gap-4 p-4">
      <p className="text-base font-medium">
        <Link to="/projects/$projectId" params={{ projectId: request.projectId }} className="link">
          <ForeignText>{request.projectTitle}</ForeignText>
        </Link>
      </p>
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Badge tone={STATE_TONE[request.state]}>{t(`requests.state.${request.state}`)}</Badge>
        <span className="text-sm text-ink-2">
          <ForeignText>{request.requestedBy}</ForeignText>, <Instant at={request.requestedAt} />
        </span>
      </p>
      <blockquote className="border-l-3 border-line-strong pl-3">
        <ForeignText className="whitespace-pre-wrap">{request.reason}</ForeignText>
      </blockquote>
      {request.state === 'open' && moved && (
        <Notice tone="attention" title={t('requests.moved')}>
          {t('requests.movedHint')}
        </Notice>
      )}
      <Compared detail={detail} />
      {entries[0] && <EntryNotes entry={entries[0]} />}
      {request.check && <Checked check={request.check} foundByCheck={foundByCheck} />}
      {request.decidedBy && request.decidedAt && (
        <p>
          {t(`requests.decided.${request.state === 'open' ? 'withdrawn' : request.state}`)}{' '}
          <ForeignText>{request.decidedBy}</ForeignText>, <Instant at={request.decidedAt} />
          {request.word && (
            <>
              : <ForeignText className="whitespace-pre-wrap">{request.word}</ForeignText>
            </>
          )}
        </p>
      )}
      <Decision detail={detail} foundByCheck={foundByCheck} />
    </div>
  )
}

function Checked({
  check: { health, checkId },
  foundByCheck,
}: { check: AttachedCheck } & Pick<RequestDetailPanelProps, 'foundByCheck'>) {
  const { t } = useI18n()
  if (checkId === null) {
    return (
      <p className="text-sm text-ink-2">
        {t('requests.check')} {t(`health.${health.health}`)}
      </p>
    )
  }
  return (
    <section aria-label={t('requests.checkSent')}>
      <h3 className="mb-2 text-sm text-ink-2">{t('requests.checkSent')}</h3>
      {foundByCheck(checkId)}
    </section>
  )
}

/** What is there beside what is asked for. */
function Compared({ detail: { request, current, moved } }: { detail: ChangeRequestDetail }) {
  const { t } = useI18n()
  const isOpen = request.state === 'open'
  const now = current && (current.list === 'set' ? current.entries.map(({ text }) => text) : null)
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      {(!isOpen || moved) && (
        <Side title={t('requests.side.base')} list={request.base} label={t('requests.side.base')} />
      )}
      {isOpen && (
        <section aria-label={t('requests.side.now')} className="rounded-md border border-line p-3">
          <h3 className="mb-1 text-sm text-ink-2">{t('requests.side.now')}</h3>
          {current === null ? (
            <Badge tone="unknown">{t('requests.notRead')}</Badge>
          ) : (
            <ServerList list={now} label={t('requests.side.now')} />
          )}
        </section>
      )}
      <Side title={t('requests.side.wanted')} list={request.list} label={t('requests.side.wanted')} />
    </div>
  )
}

function Side({ title, list, label }: { title: string; list: SeenList; label: string }) {
  const { t } = useI18n()
  return (
    <section aria-label={label} className="rounded-md border border-line p-3">
      <h3 className="mb-1 text-sm text-ink-2">{title}</h3>
      {list === 'unreadable' ? (
        <Badge tone="unknown">{t('requests.notRead')}</Badge>
      ) : (
        <ServerList list={list} label={label} />
      )}
    </section>
  )
}
