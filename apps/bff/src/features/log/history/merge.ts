import type { Spot } from './source-history.ts'
import type { Item } from './source-reader.ts'

export type Direction = 'forward' | 'backward'

/** A source that is read, and how far it was. */
export interface Lane {
  items: AsyncGenerator<Item, void, void>
  /** Everything up to here was taken or is not wanted. */
  spot: Spot
  /** Where the source ends in this direction. */
  end: Spot
}

/**
 * Gives the items of all sources in one order: the file's order within a source, the stamps' between them. Ends at
 * the first source that has read as much as it may: what comes after it is not known. The lanes keep count.
 */
export async function* merge(
  lanes: readonly Lane[],
  direction: Direction,
): AsyncGenerator<Item & { lane: number }, void, void> {
  const heads = await Promise.all(lanes.map(next))
  const settle = (index: number) => {
    const lane = lanes[index] as Lane
    const head = heads[index]
    // What lies between was looked at and is not wanted.
    lane.spot = head ? (direction === 'forward' ? head.from : head.to) : lane.end
  }
  for (const index of lanes.keys()) settle(index)
  for (;;) {
    const index = pick(heads, direction)
    const head = heads[index]
    if (!head?.rows) return
    const lane = lanes[index] as Lane
    lane.spot = direction === 'forward' ? head.to : head.from
    yield { ...head, lane: index }
    heads[index] = await next(lane)
    settle(index)
  }
}

async function next({ items }: Lane): Promise<Item | null> {
  const { value } = await items.next()
  return value ?? null
}

function pick(heads: readonly (Item | null)[], direction: Direction): number {
  let best = -1
  for (const [index, head] of heads.entries()) {
    if (!head) continue
    const other = heads[best]
    if (!other) best = index
    else if (direction === 'forward' ? head.at < other.at : head.at >= other.at) best = index
  }
  return best
}
