import type { Run } from '@ohif-admin/contracts'
import { ChevronDown, ChevronUp, GripVertical } from 'lucide-react'
import { type KeyboardEvent, useState } from 'react'
import { useI18n } from '../../../i18n/i18n.ts'
import { shortText } from '../../../lib/short-text.ts'
import { visibleText } from '../../../lib/visible-text.ts'
import { cx } from '../../../ui/cx.ts'
import { ErrorNotice } from '../../../ui/error-notice.tsx'
import { IconButton } from '../../../ui/icon-button.tsx'
import { QueuedControls } from '../control/queued-controls.tsx'
import { useRunControl } from '../control/use-run-control.ts'
import { RunLinkCell } from '../run-cells.tsx'
import { runTarget } from '../run-sentences.ts'
import { ExpectedStart } from './expected-start.tsx'

interface QueueRowProps {
  run: Run
  /** Whether this person may take it out of the queue. */
  mine: boolean
  /** Whether there is another place to move it to. */
  movable: boolean
  dragged: boolean
  canStep: (by: 1 | -1) => boolean
  onStep: (by: 1 | -1) => void
  onDrag: (dragging: boolean) => void
  /** Another run was dropped here. */
  onDrop: () => void
}

/** A run that waits. It moves by its handle, its arrows, or Alt with an arrow key anywhere in it. */
export function QueueRow({ run, mine, movable, dragged, canStep, onStep, onDrag, onDrop }: QueueRowProps) {
  const { t } = useI18n()
  const control = useRunControl(run)
  const [over, setOver] = useState(false)
  const onKeyDown = (event: KeyboardEvent) => {
    const by = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : null
    if (!event.altKey || by === null || !movable) return
    event.preventDefault()
    onStep(by)
  }
  return (
    <li
      onKeyDown={onKeyDown}
      onDragOver={(event) => {
        if (!movable) return
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault()
        setOver(false)
        onDrop()
      }}
      className={cx(
        'border-b border-line last:border-b-0',
        dragged && 'opacity-55',
        over && !dragged && 'bg-accent-soft',
      )}
    >
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 py-2 pr-2 pl-2 md:pl-3">
        {movable && <Handle run={run} onDrag={onDrag} />}
        <span className="w-6 text-right font-semibold" title={t('queue.place')}>
          {run.queue?.position ?? '–'}
        </span>
        <div className="min-w-0 flex-1 basis-56">
          <RunLinkCell run={run} bare />
          <p className="foreign text-sm text-ink-2">
            {t(`run.kind.${run.kind}`)} · {visibleText(run.startedBy)} · <ExpectedStart run={run} />
          </p>
        </div>
        <div className="flex flex-wrap items-center gap-1">
          {movable && <Arrows run={run} canStep={canStep} onStep={onStep} />}
          {mine && <QueuedControls run={run} control={control} />}
        </div>
      </div>
      {control.isError && <ErrorNotice error={control.error} what={t('control.failed')} />}
    </li>
  )
}

function Handle({ run, onDrag }: Pick<QueueRowProps, 'run' | 'onDrag'>) {
  return (
    <span
      aria-hidden="true"
      draggable
      onDragStart={(event) => {
        event.dataTransfer.effectAllowed = 'move'
        event.dataTransfer.setData('text/plain', run.id)
        const row = event.currentTarget.closest('li')
        if (row) event.dataTransfer.setDragImage(row, 12, 12)
        onDrag(true)
      }}
      onDragEnd={() => onDrag(false)}
      data-handle
      className="grid size-7 cursor-grab place-items-center text-ink-2 max-md:hidden"
    >
      <GripVertical className="size-4" />
    </span>
  )
}

/** They stay where the focus is: a button that cannot go further says so, but does not go away. */
function Arrows({ run, canStep, onStep }: Pick<QueueRowProps, 'run' | 'canStep' | 'onStep'>) {
  const { t } = useI18n()
  const name = shortText(runTarget(run, t))
  return (
    <>
      <IconButton
        label={t('queue.up', { name })}
        aria-disabled={!canStep(-1)}
        onClick={() => canStep(-1) && onStep(-1)}
      >
        <ChevronUp aria-hidden="true" className="size-4" />
      </IconButton>
      <IconButton
        label={t('queue.down', { name })}
        aria-disabled={!canStep(1)}
        onClick={() => canStep(1) && onStep(1)}
      >
        <ChevronDown aria-hidden="true" className="size-4" />
      </IconButton>
    </>
  )
}
