import type { LogLevel } from '@ohif-admin/contracts'
import { type HeaderReader, LEVELS } from '@ohif-admin/ohif-log'
import { shownLogger, shownThread } from '../../../lib/log-lines.ts'
import type { RecordFilter } from './filter.ts'
import { NameMemo } from './name-memo.ts'

/** Whether a record can match by its header, as it was read last. */
export type HeadTest = (bytes: Uint8Array, header: HeaderReader) => boolean

type Conditions = Pick<RecordFilter, 'levels' | 'logger' | 'thread' | 'runThreads'>

/** What a filter says about headers, for names as the reader may see them; null when it says nothing. */
export function createHeadTest(
  { levels, logger, thread, runThreads }: Conditions,
  masked: boolean,
): HeadTest | null {
  if (!levels && !logger && !thread && !runThreads) return null
  const levelFits = LEVELS.map((level) => !levels || levels.includes(level as LogLevel))
  const part = logger?.toLowerCase() ?? ''
  const loggers = new NameMemo((name) => shownLogger(name, masked).toLowerCase().includes(part))
  const threads = new NameMemo(
    (name) =>
      (!thread || threadFits(shownThread(name, masked), thread)) && (!runThreads || ofRun(name, runThreads)),
  )
  return (bytes, header) =>
    levelFits[header.level] === true &&
    (part === '' || loggers.of(bytes, header.loggerStart, header.loggerEnd)) &&
    threads.of(bytes, header.threadStart, header.threadEnd)
}

export function threadFits(thread: string, wanted: string): boolean {
  return wanted.endsWith('*') ? thread.startsWith(wanted.slice(0, -1)) : thread === wanted
}

export function ofRun(
  thread: string,
  { requestThread, pool }: { requestThread: string; pool: number | null },
) {
  return thread === requestThread || (pool !== null && thread.startsWith(`pool-${pool}-thread-`))
}
