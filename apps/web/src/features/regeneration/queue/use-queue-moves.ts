import type { Me, Run, RunId } from '@ohif-admin/contracts'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useApi } from '../../../lib/api-context.tsx'
import { runsApi } from '../../../lib/runs-api.ts'
import { inQueueOrder, runQueries } from '../run.queries.ts'
import { movedTo, neighbour, reordered } from './queue-order.ts'

/** Moves runs in the queue: shown at once, and taken back when the server refuses. */
export function useQueueMoves(queue: readonly Run[], me: Me) {
  const api = useApi()
  const queryClient = useQueryClient()
  const key = runQueries.queueKey
  const order = useMutation({
    mutationFn: ({ ids }: { ids: RunId[]; moved: RunId }) => runsApi(api).order({ runIds: ids }),
    onMutate: async ({ ids }) => {
      await queryClient.cancelQueries({ queryKey: key })
      queryClient.setQueryData<Run[]>(key, (before) => before && reordered(before, ids))
    },
    onSuccess: ({ runs }) => queryClient.setQueryData<Run[]>(key, inQueueOrder(runs)),
    onError: () => queryClient.invalidateQueries({ queryKey: key }),
  })
  const place = (moved: RunId, target: RunId | null) => {
    const ids = target === null ? null : movedTo(queue, moved, target, me)
    if (ids) order.mutate({ ids, moved })
  }
  return {
    order,
    place,
    step: (id: RunId, by: 1 | -1) => place(id, neighbour(queue, id, by, me)),
    canStep: (id: RunId, by: 1 | -1) => neighbour(queue, id, by, me) !== null,
  }
}
