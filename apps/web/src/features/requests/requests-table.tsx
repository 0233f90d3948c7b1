import type { ChangeRequest, ChangeRequestId } from '@ohif-admin/contracts'
import { useI18n } from '../../i18n/i18n.ts'
import { visibleText } from '../../lib/visible-text.ts'
import { Badge } from '../../ui/badge.tsx'
import { cx } from '../../ui/cx.ts'
import { ForeignText } from '../../ui/foreign-text.tsx'
import { Instant } from '../../ui/instant.tsx'
import { openOnEnter } from '../../ui/open-on-enter.ts'
import { PlainTable, plainRow } from '../../ui/plain-table.tsx'
import { STATE_TONE } from './request-words.ts'

const COLUMNS = ['state', 'project', 'wanted', 'by', 'asked'] as const
const CELL = 'px-3 py-1.5 max-lg:px-0 max-lg:py-0'

interface RequestsTableProps {
  requests: readonly ChangeRequest[]
  onOpen: (id: ChangeRequestId) => void
}

/** Newest first: what is asked for is read by its time. */
export function RequestsTable({ requests, onOpen }: RequestsTableProps) {
  const { t } = useI18n()
  return (
    <PlainTable headings={COLUMNS.map((name) => ({ name, text: t(`requests.column.${name}`) }))}>
      {requests.map((request) => (
        <Row key={request.id} request={request} onOpen={onOpen} />
      ))}
    </PlainTable>
  )
}

function Row({ request, onOpen }: { request: ChangeRequest; onOpen: (id: ChangeRequestId) => void }) {
  const { t } = useI18n()
  const [first] = request.list
  return (
    <tr tabIndex={-1} data-list-item onKeyDown={openOnEnter(() => onOpen(request.id))} className={plainRow}>
      <td className={CELL}>
        <Badge tone={STATE_TONE[request.state]} plain>
          {t(`requests.state.${request.state}`)}
        </Badge>
        {request.isNews && (
          <span className="ml-2 rounded-sm bg-accent-soft px-1.5 text-xs font-semibold text-accent">
            {t('requests.news')}
          </span>
        )}
      </td>
      <td className={CELL}>
        <button type="button" className="link text-left" onClick={() => onOpen(request.id)}>
          <ForeignText>{request.projectTitle}</ForeignText>
        </button>
      </td>
      <td className={cx(CELL, 'font-mono text-sm break-all')}>
        {first === undefined ? t('requests.siteDefault') : visibleText(first)}
      </td>
      <td className={CELL}>
        <ForeignText>{request.requestedBy}</ForeignText>
      </td>
      <td className={cx(CELL, 'text-sm text-ink-2')}>
        <Instant at={request.requestedAt} />
      </td>
    </tr>
  )
}
