import type { PlanJob, SearchPlan, Stretch, Stripe } from './jobs.ts'
import { RecordWalk } from './record-walk.ts'
import type { Scoped } from './scope.ts'
import { recordFrom } from './seek.ts'
import type { HistoryFile } from './source-history.ts'
import { startSpots } from './start-spots.ts'

/** So much is searched at once: some tens of milliseconds of work. */
const STRIPE_BYTES = 16 * 1024 * 1024

type Range = Pick<Scoped, 'job' | 'history' | 'from' | 'to'>

/** Divides what a search has to read. A stripe has the records that begin in it. Throws `LogFileError`. */
export async function planSearch(scopes: readonly Scoped[], job: PlanJob): Promise<SearchPlan> {
  const { ranges, isPlaceGone } = await rangesOf(scopes, job)
  const walk = new RecordWalk()
  const stripes: Stripe[] = []
  for (const range of ranges) {
    const { name: source, folder } = range.job
    const stretches: (Stretch & { firstStamp: string })[] = []
    for (const { file, from, to } of filesOf(range))
      stretches.push(...(await cut(file, { from, to }, job.isDivisible, walk)))
    const parts = job.isDivisible ? stretches.map((one) => [one]) : [stretches]
    for (const part of parts) {
      const [first] = part
      if (first) stripes.push({ source, folder, firstStamp: first.firstStamp, stretches: part })
    }
  }
  // In the order of time, so that hits of several sources can be told as they come.
  stripes.sort((one, other) =>
    one.firstStamp < other.firstStamp ? -1 : one.firstStamp > other.firstStamp ? 1 : 0,
  )
  return { stripes, isPlaceGone }
}

async function rangesOf(
  scopes: readonly Scoped[],
  { bound }: PlanJob,
): Promise<{ ranges: readonly Range[]; isPlaceGone: boolean }> {
  if (!bound) return { ranges: scopes, isPlaceGone: false }
  const { spots, note } = await startSpots(scopes, { ...bound, time: null })
  const ranges = scopes.map((scoped, index) => {
    const spot = spots[index] ?? scoped.from
    return bound.side === 'after' ? { ...scoped, from: spot } : { ...scoped, to: spot }
  })
  return { ranges, isPlaceGone: note === 'gone' }
}

function filesOf({ history, from, to }: Range) {
  return history.files.flatMap((file, index) => {
    if (index < from.file || index > to.file) return []
    const low = index === from.file ? from.offset : 0
    const high = index === to.file ? to.offset : file.end
    return low < high ? [{ file, from: low, to: high }] : []
  })
}

async function cut(
  file: HistoryFile,
  { from, to }: { from: number; to: number },
  isDivisible: boolean,
  walk: RecordWalk,
) {
  const starts: { offset: number; at: string }[] = []
  const step = isDivisible ? STRIPE_BYTES : to - from
  for (let at = from; at < to; at += step) {
    const found = await recordFrom(file, at, walk)
    // A record so large that none begins near goes with the part before, whole.
    if (found && found.offset < to && found.offset !== starts.at(-1)?.offset) starts.push(found)
  }
  return starts.map(({ offset, at }, index) => ({
    name: file.name,
    fileKey: file.fileKey,
    from: offset,
    to: starts[index + 1]?.offset ?? to,
    firstStamp: at,
  }))
}
