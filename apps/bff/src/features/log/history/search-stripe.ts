import { setImmediate as breathe } from 'node:timers/promises'
import { formatCursor, LogFileError, type LogFolder, openWithHead } from '../../../lib/log-tail/index.ts'
import { chunksOf } from './chunks.ts'
import { type Emit, LISTED, type Stretch, type StripeJob, type StripeResult } from './jobs.ts'
import { RecordWalk } from './record-walk.ts'
import { createChunkSearch } from './search-chunk.ts'
import { type HistoryFile, SourceHistory } from './source-history.ts'

const TELL_MS = 200

/** Searches one stripe. Ends early when the signal aborts. Throws `LogFileError`. */
export async function searchStripe(
  { stripe, filter, masked, isListed }: StripeJob,
  folder: LogFolder,
  emit: Emit<'stripe'>,
  signal: AbortSignal,
): Promise<StripeResult> {
  const search = createChunkSearch(filter, masked)
  const walk = new RecordWalk()
  const result: StripeResult = { matches: 0, bytes: 0, hits: [] }
  let toldAt = performance.now()
  for (const stretch of stripe.stretches) {
    await using opened = await openStretch(folder, stripe.source, stretch)
    for await (const { bytes, offset } of chunksOf(opened.file, stretch, walk)) {
      search.search(bytes, walk, (start) => {
        result.matches += 1
        if (!isListed || result.hits.length >= LISTED) return
        const position = { fileKey: stretch.fileKey, offset: offset + start }
        result.hits.push({ cursor: formatCursor(stripe.source, position), at: walk.stamp(start) })
      })
      result.bytes += bytes.length
      // Lets a cancellation in.
      await breathe()
      if (signal.aborted) return result
      if (performance.now() - toldAt < TELL_MS) continue
      await emit({ matches: result.matches, bytes: result.bytes })
      toldAt = performance.now()
    }
  }
  return result
}

/** Opens a file by its name, or by its identity when it was renamed since. Throws `LogFileError`. */
async function openStretch(folder: LogFolder, source: string, { name, fileKey, to }: Stretch) {
  const opened = await openWithHead(folder, name).catch((error: unknown) => {
    if (error instanceof LogFileError) return null
    throw error
  })
  if (opened?.head?.key === fileKey) {
    const file: HistoryFile = { name, fileKey, end: to, file: opened.file, missed: [] }
    return { file, [Symbol.asyncDispose]: () => opened.file.close() }
  }
  await opened?.file.close()
  const history = await SourceHistory.open({ name: source, folder: '' }, folder)
  const file = history.files.find((one) => one.fileKey === fileKey)
  if (file) return { file, [Symbol.asyncDispose]: () => history.close() }
  await history.close()
  throw new LogFileError(history.problem ?? 'file-missing', 'a log file is no longer on disk')
}
