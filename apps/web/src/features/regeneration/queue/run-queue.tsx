import type { Me, Run, RunId } from '@ohif-admin/contracts'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useI18n } from '../../../i18n/i18n.ts'
import { useApi } from '../../../lib/api-context.tsx'
import { shortText } from '../../../lib/short-text.ts'
import { ErrorNotice } from '../../../ui/error-notice.tsx'
import { runQueries } from '../run.queries.ts'
import { runTarget } from '../run-sentences.ts'
import { mayMove } from './queue-order.ts'
import { QueueRow } from './queue-row.tsx'
import { useQueueMoves } from './use-queue-moves.ts'

/** The runs that wait, in their order; nothing at all while nothing waits. */
export function RunQueue({ me }: { me: Me }) {
  const { t } = useI18n()
  const queue = useQuery(runQueries.queue(useApi()))
  if (queue.isError && !queue.data)
    return <ErrorNotice error={queue.error} what={t('queue.failed')} onRetry={queue.refetch} />
  return queue.data && queue.data.length > 0 ? <WaitingRuns queue={queue.data} me={me} /> : null
}

function WaitingRuns({ queue, me }: { queue: readonly Run[]; me: Me }) {
  const { t } = useI18n()
  const { order, place, step, canStep } = useQueueMoves(queue, me)
  const [dragged, setDragged] = useState<RunId | null>(null)
  const movable = queue.filter((run) => mayMove(run, me)).length > 1
  const moved = queue.find(({ id }) => id === order.variables?.moved)
  return (
    <section aria-labelledby="queue" className="card">
      <div className="flex flex-wrap items-baseline gap-x-4 gap-y-1 border-b border-line px-4 py-2.5">
        <h2 id="queue" className="font-semibold">
          {t('queue.title')}
        </h2>
        <span className="text-sm text-ink-2">{t('queue.count', { count: queue.length })}</span>
        {movable && <span className="text-sm text-ink-2 max-md:hidden">{t('queue.hint')}</span>}
        <p role="status" className="sr-only">
          {order.isSuccess &&
            moved &&
            t('queue.moved', {
              name: shortText(runTarget(moved, t)),
              position: moved.queue?.position ?? '–',
              count: queue.length,
            })}
        </p>
      </div>
      {order.isError && <ErrorNotice error={order.error} what={t('queue.orderFailed')} />}
      <ol>
        {queue.map((run) => (
          <QueueRow
            key={run.id}
            run={run}
            mine={mayMove(run, me)}
            movable={movable && mayMove(run, me)}
            dragged={dragged === run.id}
            canStep={(by) => canStep(run.id, by)}
            onStep={(by) => step(run.id, by)}
            onDrag={(dragging) => setDragged(dragging ? run.id : null)}
            onDrop={() => dragged && place(dragged, run.id)}
          />
        ))}
      </ol>
    </section>
  )
}
