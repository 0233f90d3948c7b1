import type { Delivery } from '@ohif-admin/contracts'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { useApi } from '../../lib/api-context.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { cx } from '../../ui/cx.ts'
import { errorSentence } from '../../ui/error-sentence.ts'
import { ForeignText } from '../../ui/foreign-text.tsx'
import { Instant } from '../../ui/instant.tsx'
import { PlainTable, plainRow } from '../../ui/plain-table.tsx'
import { noticeDetail, noticeTitle, outcomeSentence, STATE_TONE } from './notice-words.ts'
import { noticeQueries, sendAgain } from './notifications.queries.ts'

const COLUMNS = ['state', 'what', 'to', 'when', 'tries'] as const
const CELL = 'px-3 py-1.5 align-top max-lg:px-0 max-lg:py-0'

interface SentTableProps {
  deliveries: readonly Delivery[]
  link: (page: string, text: string) => ReactNode
}

export function SentTable({ deliveries, link }: SentTableProps) {
  const { t } = useI18n()
  return (
    <PlainTable headings={COLUMNS.map((name) => ({ name, text: t(`notices.column.${name}`) }))}>
      {deliveries.map((delivery) => (
        <Row key={delivery.id} delivery={delivery} link={link} />
      ))}
    </PlainTable>
  )
}

function Row({ delivery, link }: { delivery: Delivery; link: SentTableProps['link'] }) {
  const { t } = useI18n()
  const { notice, state, channel, target, at } = delivery
  const detail = noticeDetail(notice, t)
  return (
    <tr tabIndex={-1} data-list-item className={plainRow}>
      <td className={CELL}>
        <Badge tone={STATE_TONE[state]} plain>
          {t(`notices.state.${state}`)}
        </Badge>
      </td>
      <td className={CELL}>
        {notice.kind === 'test' ? noticeTitle(notice, t) : link(notice.page, noticeTitle(notice, t))}
        {detail !== '' && <p className="text-sm break-words text-ink-2">{detail}</p>}
      </td>
      <td className={CELL}>
        <span className="text-ink-2">{t(`notices.channel.${channel}`)}</span>{' '}
        <ForeignText className="break-all">{target}</ForeignText>
      </td>
      <td className={cx(CELL, 'text-sm text-ink-2')}>
        <Instant at={at} />
      </td>
      <td className={cx(CELL, 'text-sm')}>
        <Tries delivery={delivery} />
      </td>
    </tr>
  )
}

function Tries({ delivery }: { delivery: Delivery }) {
  const { t } = useI18n()
  const { tries, lastTries, nextTryAt, mayRepeat } = delivery
  const last = lastTries.at(-1)
  return (
    <div className="grid justify-items-start gap-1">
      {last ? (
        <details>
          <summary className="cursor-pointer">
            {outcomeSentence(last, t)}{' '}
            <span className="text-ink-2">{t('notices.tries', { count: tries })}</span>
          </summary>
          <ol className="mt-1 grid gap-0.5 pl-4 text-ink-2">
            {lastTries.map((one) => (
              <li key={one.at}>
                <Instant at={one.at} as="clock" /> · {outcomeSentence(one, t)} ·{' '}
                {t('notices.took', { ms: String(one.tookMs) })}
              </li>
            ))}
          </ol>
        </details>
      ) : (
        <span className="text-ink-2">
          {t(delivery.channel === 'browser' ? 'notices.noTries' : 'notices.soon')}
        </span>
      )}
      {nextTryAt !== null && last && (
        <span className="text-ink-2">
          {t('notices.next')} <Instant at={nextTryAt} />
        </span>
      )}
      {mayRepeat && <RepeatButton id={delivery.id} />}
    </div>
  )
}

function RepeatButton({ id }: { id: string }) {
  const { t } = useI18n()
  const api = useApi()
  const queryClient = useQueryClient()
  const repeat = useMutation({
    mutationFn: () => sendAgain(api, id),
    onSettled: () => queryClient.invalidateQueries({ queryKey: noticeQueries.root }),
  })
  return (
    <>
      <Button size="sm" disabled={repeat.isPending} onClick={() => repeat.mutate()}>
        {t('notices.repeat')}
      </Button>
      {repeat.isError && (
        <span role="alert" className="text-bad">
          {errorSentence(repeat.error, t)}
        </span>
      )}
    </>
  )
}
