import type { LogPage } from '@ohif-admin/contracts'
import type { PageJob } from './jobs.ts'
import { align, clamp, type Scoped, spotOfStamp, stampAt } from './scope.ts'
import { seek, stampMs } from './seek.ts'
import type { Spot } from './source-history.ts'

/** Where a page begins: a spot in each source, and the row that was asked for. */
export interface StartSpots {
  spots: readonly Spot[]
  anchor: { lane: number; spot: Spot } | null
  note: LogPage['note']
}

type Asked = Pick<PageJob, 'place' | 'time' | 'side'>

/** Finds where to read; without a place or a time that is the end of the log. */
export async function startSpots(
  scopes: readonly Scoped[],
  { place, time, side }: Asked,
): Promise<StartSpots> {
  if (place) return byPlace(scopes, place, side)
  if (time !== null) return byTime(scopes, time)
  return { spots: scopes.map(({ to }) => to), anchor: null, note: null }
}

async function byPlace(
  scopes: readonly Scoped[],
  place: NonNullable<Asked['place']>,
  side: Asked['side'],
): Promise<StartSpots> {
  let gone = false
  const named: (Spot | null)[] = []
  for (const scoped of scopes) {
    const position = place.find(({ source }) => source === scoped.history.source)
    const spot = position ? scoped.history.find(position) : null
    if (position && !spot) gone = true
    named.push(spot && clamp(scoped, await align(scoped.history, spot)))
  }
  if (gone) return { spots: scopes.map(({ from }) => from), anchor: null, note: 'gone' }
  const lane = named.findIndex((spot) => spot !== null)
  const [leader, spot] = [scopes[lane], named[lane]]
  const stamp = leader && spot ? await stampAt(leader.history, spot) : null
  const spots = await Promise.all(
    scopes.map(async (scoped, index) => named[index] ?? (await spotOfStamp(scoped, stamp))),
  )
  const isRow = place.length === 1 && side === 'around'
  return { spots, anchor: isRow && spot ? { lane, spot } : null, note: null }
}

async function byTime(scopes: readonly Scoped[], time: string): Promise<StartSpots> {
  const sought = await Promise.all(scopes.map(({ history }) => seek(history, time)))
  const spots = sought.map(({ spot }, index) => clamp(scopes[index] as Scoped, spot))
  let anchor: StartSpots['anchor'] = null
  let best = Number.POSITIVE_INFINITY
  for (const [lane, { nearest }] of sought.entries()) {
    const scoped = scopes[lane] as Scoped
    if (!nearest) continue
    const spot = clamp(scoped, nearest)
    const stamp = await stampAt(scoped.history, spot)
    const distance = stamp === null ? Number.MAX_VALUE : Math.abs(stampMs(stamp) - stampMs(time))
    if (distance < best) {
      best = distance
      anchor = { lane, spot }
    }
  }
  const known = sought.filter(({ nearest }) => nearest !== null)
  const all = (outside: 'before-start' | 'after-end') =>
    known.length > 0 && known.every((one) => one.outside === outside)
  return { spots, anchor, note: all('before-start') ? 'before-start' : all('after-end') ? 'after-end' : null }
}
