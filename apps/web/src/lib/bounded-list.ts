/** The last entries of something endless, with the number of those that were let go. Immutable. */
export interface BoundedList<Item> {
  readonly items: readonly Item[]
  /** How many entries were dropped from the front, ever. `dropped + index` names an entry for good. */
  readonly dropped: number
}

/** 2,000 lines: above this the page needs more memory than anybody reads. */
export const KEEP_LINES = 2000

export function emptyList<Item>(): BoundedList<Item> {
  return { items: [], dropped: 0 }
}

/** Adds at the end and keeps the last `keep` entries. Returns the same list when there is nothing to add. */
export function append<Item>(
  list: BoundedList<Item>,
  added: readonly Item[],
  keep = KEEP_LINES,
): BoundedList<Item> {
  if (added.length === 0) return list
  const over = Math.max(0, list.items.length + added.length - keep)
  const kept = over < list.items.length ? list.items.slice(over) : []
  const fresh = added.length > keep ? added.slice(added.length - keep) : added
  return { items: [...kept, ...fresh], dropped: list.dropped + over }
}

/** How many entries came after the one that was last when `then` was taken. */
export function countSince<Item>(list: BoundedList<Item>, then: BoundedList<Item>): number {
  return Math.max(0, list.dropped + list.items.length - (then.dropped + then.items.length))
}
