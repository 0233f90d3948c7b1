import type { LogSearchMessage } from '@ohif-admin/contracts'
import type { EmitPart } from './emitted.ts'
import type { SearchJob, SearchPlan, StripeResult } from './history/jobs.ts'
import type { HistoryThread } from './history-thread.ts'
import { SearchTally } from './search-tally.ts'

const PROGRESS_MS = 200
const HITS_PER_MESSAGE = 1_000

interface Total {
  matches: number
  /** The place that was to bound the search is no longer on disk: everything was searched. */
  isPlaceGone: boolean
}

interface Telling {
  signal: AbortSignal
  /** Takes the hits in the order of the log, the progress in between and the true count at the end. */
  emit?: EmitPart<LogSearchMessage>
}

/**
 * Searches everything there is, in several threads, and counts all that matches. Without `emit` hits are only counted.
 * Ends early when the signal aborts. Throws `LogFileError`.
 */
export async function runSearch(
  threads: readonly HistoryThread[],
  job: SearchJob,
  { signal, emit }: Telling,
): Promise<Total> {
  const plan = await planOf(threads, job, signal)
  const tally = new SearchTally(plan.stripes)
  let toldAt = performance.now()
  await emit?.(tally.progress())
  const tell = async () => {
    const messages: LogSearchMessage[] = emit ? hitsOf(tally) : []
    if (performance.now() - toldAt >= PROGRESS_MS) {
      toldAt = performance.now()
      messages.push(tally.progress())
    }
    // At once, because another thread may tell something while this one waits.
    await Promise.all(messages.map((message) => emit?.(message)))
  }
  const waiting = [...plan.stripes.entries()]
  const searchOn = async (thread: HistoryThread) => {
    for (let next = waiting.shift(); next && !signal.aborted; next = waiting.shift()) {
      const [index, stripe] = next
      const moved = async (part: Omit<StripeResult, 'hits'>) => {
        tally.moved(index, part)
        await tell()
      }
      const { filter, masked } = job
      const isListed = emit !== undefined && tally.isListing
      const asked = { kind: 'stripe', stripe, filter, masked, isListed } as const
      tally.done(index, await thread.run<'stripe'>(asked, { onPart: moved, signal }))
      await tell()
    }
  }
  await Promise.all(threads.map(searchOn))
  const { matches, listed } = tally
  if (emit && !signal.aborted) {
    await emit(tally.progress())
    await emit({ type: 'done', matches, listed })
  }
  return { matches, isPlaceGone: plan.isPlaceGone }
}

function planOf([first]: readonly HistoryThread[], job: SearchJob, signal: AbortSignal): Promise<SearchPlan> {
  if (!first) throw new Error('A search needs a thread.')
  const { sources, bound, filter } = job
  // What a thread has in work at one place depends on all that was before.
  const isDivisible = filter.sessionId === undefined && filter.runCalls === undefined
  return first.run<'plan'>({ kind: 'plan', sources, bound, isDivisible }, { signal })
}

function hitsOf(tally: SearchTally): LogSearchMessage[] {
  const ready = tally.takeHits()
  const messages: LogSearchMessage[] = []
  for (let from = 0; from < ready.length; from += HITS_PER_MESSAGE)
    messages.push({ type: 'hits', cursors: ready.slice(from, from + HITS_PER_MESSAGE) })
  return messages
}
