import type { RunSession } from '@ohif-admin/contracts'
import type { CSSProperties } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { duration } from '../../lib/time.ts'
import { visibleText } from '../../lib/visible-text.ts'
import { Badge } from '../../ui/badge.tsx'
import { cx } from '../../ui/cx.ts'
import { Bone } from '../../ui/skeleton.tsx'
import { evidenceSentence, VERDICT_TONE } from './verdicts.ts'

/** One line from 768 px on; below, the same cells in three short lines. */
const GRID =
  'grid grid-cols-[1fr_auto] content-center items-center gap-x-3 px-3 md:grid-cols-[9rem_minmax(8rem,11rem)_minmax(7rem,14rem)_minmax(6rem,10rem)_5rem_minmax(10rem,1fr)] md:gap-x-4'

const COLUMNS = ['verdict', 'session', 'label', 'subject', 'took', 'why'] as const

export function SessionHead() {
  const { t } = useI18n()
  return (
    <div role="rowgroup" className="sticky top-0 z-10 hidden border-b border-line bg-surface md:block">
      <div role="row" aria-rowindex={1} className={cx(GRID, 'h-8 text-xs font-medium text-ink-2')}>
        {COLUMNS.map((column) => (
          <span key={column} role="columnheader" className={cx(column === 'took' && 'text-right')}>
            {t(`sessions.column.${column}`)}
          </span>
        ))}
      </div>
    </div>
  )
}

interface RowProps {
  index: number
  style: CSSProperties
}

export function SessionRow({ session, index, style }: RowProps & { session: RunSession }) {
  const { t, locale } = useI18n()
  const why = evidenceSentence(session, t)
  const took = session.tookMs === null ? '–' : duration(session.tookMs, locale)
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      tabIndex={-1}
      data-list-item
      style={style}
      className={cx(GRID, 'absolute inset-x-0 border-b border-line -outline-offset-2 hover:bg-hover focus:bg-accent-soft')}
    >
      <span role="cell" className="order-2 justify-self-end md:order-none md:justify-self-start">
        <Badge tone={VERDICT_TONE[session.verdict]} plain>
          {t(`verdict.${session.verdict}`)}
        </Badge>
      </span>
      <Cell className="order-1 font-mono text-sm md:order-none" text={session.sessionId} />
      <Cell className="order-3 md:order-none" text={session.label ?? '–'} />
      <Cell className="hidden md:block" text={session.subjectLabel ?? '–'} />
      <span role="cell" className="order-4 text-right text-sm text-ink-2 md:order-none">
        {took}
      </span>
      <span role="cell" title={why} className="foreign order-5 col-span-2 truncate text-sm text-ink-2 md:order-none md:col-span-1">
        {why}
      </span>
    </div>
  )
}

function Cell({ text, className }: { text: string; className: string }) {
  const shown = visibleText(text)
  return (
    <span role="cell" title={shown} className={cx('foreign truncate', className)}>
      {shown}
    </span>
  )
}

export function SkeletonSessionRow({ index, style }: RowProps) {
  return (
    <div role="row" aria-rowindex={index + 2} style={style} className={cx(GRID, 'absolute inset-x-0 border-b border-line')}>
      {COLUMNS.map((column) => (
        <span key={column} role="cell">
          <Bone className="h-3 w-3/4" />
        </span>
      ))}
    </div>
  )
}
