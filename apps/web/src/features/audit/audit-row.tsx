import type { AuditRow } from '@ohif-admin/contracts'
import { useI18n } from '../../i18n/i18n.ts'
import { visibleText } from '../../lib/visible-text.ts'
import { Badge } from '../../ui/badge.tsx'
import { cx } from '../../ui/cx.ts'
import { Instant } from '../../ui/instant.tsx'
import { openOnEnter } from '../../ui/open-on-enter.ts'
import { Bone } from '../../ui/skeleton.tsx'
import { actionWord, RESULT_TONE, whySentence } from './audit-words.ts'

export const ROW_PX = 36
/** Below 1024 px the same cells stand in three lines. */
export const TALL_ROW_PX = 84

const ROW =
  'border-b border-line max-lg:grid max-lg:grid-cols-[minmax(0,1fr)_auto] max-lg:content-center max-lg:gap-x-3 max-lg:px-3'
const CELL = 'truncate lg:px-2 lg:first:pl-3 lg:last:pr-3'

const COLUMNS = [
  { name: 'when', width: 'w-30' },
  { name: 'who', width: 'w-32' },
  { name: 'what', width: 'w-44' },
  { name: 'target', width: 'w-[16%]' },
  { name: 'before', width: '' },
  { name: 'after', width: '' },
  { name: 'result', width: 'w-28' },
  { name: 'request', width: 'w-24' },
] as const

export const COLUMN_COUNT = COLUMNS.length

export function AuditHead() {
  const { t } = useI18n()
  return (
    <thead className="sticky top-0 z-10 hidden bg-surface text-left text-xs text-ink-2 shadow-[0_1px_var(--line)] lg:table-header-group">
      <tr aria-rowindex={1} className="h-8">
        {COLUMNS.map(({ name, width }) => (
          <th key={name} scope="col" className={cx(CELL, 'font-medium', width)}>
            {t(`audit.column.${name}`)}
          </th>
        ))}
      </tr>
    </thead>
  )
}

interface AuditTableRowProps {
  row: AuditRow
  index: number
  height: number
  onOpen: (seq: number) => void
}

/** One action. The whole row opens its details; so does Enter. */
export function AuditTableRow({ row, index, height, onOpen }: AuditTableRowProps) {
  const { t } = useI18n()
  const why = whySentence(row, t)
  const times = row.count > 1 ? ` ${t('audit.times', { count: row.count })}` : ''
  return (
    <tr
      aria-rowindex={index + 2}
      tabIndex={-1}
      data-list-item
      onClick={() => onOpen(row.seq)}
      onKeyDown={openOnEnter(() => onOpen(row.seq))}
      style={{ height }}
      className={cx(ROW, 'cursor-pointer -outline-offset-2 hover:bg-hover focus:bg-accent-soft')}
    >
      <td className={cx(CELL, 'text-sm text-ink-2 max-lg:order-2')}>
        <Instant at={row.at} as="clock" />
      </td>
      <Foreign className="max-lg:order-3" text={row.actor} />
      <td className={cx(CELL, 'max-lg:order-1')}>
        <button
          type="button"
          className="link max-w-full truncate align-middle"
          onClick={(event) => {
            event.stopPropagation()
            onOpen(row.seq)
          }}
        >
          {actionWord(row.action, t)}
          {times}
        </button>
      </td>
      <Foreign className="max-lg:order-5" text={row.target ?? '–'} />
      <Foreign className="font-mono text-xs text-ink-2 max-lg:hidden" text={row.before ?? '–'} />
      {row.after === null && why !== '' ? (
        <td title={why} className={cx(CELL, 'text-sm text-ink-2 max-lg:hidden')}>
          {why}
        </td>
      ) : (
        <Foreign className="font-mono text-xs max-lg:hidden" text={row.after ?? '–'} />
      )}
      <td className={cx(CELL, 'max-lg:order-4')} title={why}>
        <Badge tone={RESULT_TONE[row.result]} plain>
          {t(`audit.result.${row.result}`)}
        </Badge>
      </td>
      <Foreign className="font-mono text-xs text-ink-2 max-lg:hidden" text={row.requestId ?? '–'} />
    </tr>
  )
}

function Foreign({ text, className }: { text: string; className: string }) {
  const shown = visibleText(text)
  return (
    <td title={shown} className={cx(CELL, 'foreign', className)}>
      {shown}
    </td>
  )
}

/** A row that is in sight before it is read. */
export function AuditBone({ index, height }: { index: number; height: number }) {
  return (
    <tr aria-rowindex={index + 2} style={{ height }} className={ROW}>
      {COLUMNS.map(({ name }) => (
        <td key={name} className={CELL}>
          <Bone className="h-3 w-3/4" />
        </td>
      ))}
    </tr>
  )
}
