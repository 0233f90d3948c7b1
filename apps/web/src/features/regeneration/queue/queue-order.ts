import type { Me, Run, RunId } from '@ohif-admin/contracts'

/** Whether this person may take the run out of the queue or give it another place among their own. */
export function mayMove(run: Pick<Run, 'startedBy'>, me: Pick<Me, 'role' | 'username'>): boolean {
  return me.role === 'admin' || run.startedBy === me.username
}

/**
 * The ids in the order that moving `id` to the place of `target` gives, as the server wants them: an administrator
 * orders the whole queue, everybody else only the own runs among themselves. Null when nothing moves.
 */
export function movedTo(
  queue: readonly Run[],
  id: RunId,
  target: RunId,
  me: Pick<Me, 'role' | 'username'>,
): RunId[] | null {
  const ids = queue.filter((run) => mayMove(run, me)).map((run) => run.id)
  const from = ids.indexOf(id)
  const to = ids.indexOf(target)
  if (from < 0 || to < 0 || from === to) return null
  const rest = ids.toSpliced(from, 1)
  return rest.toSpliced(to, 0, id)
}

/** The run whose place `id` takes when it goes one up or down; null at the end of what this person may move. */
export function neighbour(
  queue: readonly Run[],
  id: RunId,
  step: 1 | -1,
  me: Pick<Me, 'role' | 'username'>,
): RunId | null {
  const ids = queue.filter((run) => mayMove(run, me)).map((run) => run.id)
  const at = ids.indexOf(id)
  return at < 0 ? null : (ids[at + step] ?? null)
}

/** The queue as it will be: the places of the runs in `ids` are filled with them in their new order. */
export function reordered(queue: readonly Run[], ids: readonly RunId[]): Run[] {
  const byId = new Map(queue.map((run) => [run.id, run]))
  const moving = new Set<RunId>(ids)
  const next = ids.values()
  return queue.map((run, index) => {
    const placed = moving.has(run.id) ? (byId.get(next.next().value ?? run.id) ?? run) : run
    return placed.queue ? { ...placed, queue: { ...placed.queue, position: index + 1 } } : placed
  })
}
