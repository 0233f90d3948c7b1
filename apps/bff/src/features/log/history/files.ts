import { formatCursor, LogFileError } from '../../../lib/log-tail/index.ts'
import type { JobResults } from './jobs.ts'
import { RecordWalk } from './record-walk.ts'
import { lastRecord, recordFrom } from './seek.ts'
import type { SourceHistory } from './source-history.ts'

/** What there is to read of one source. */
export async function describeFiles(history: SourceHistory): Promise<JobResults['files'][number]> {
  const walk = new RecordWalk()
  const files = await Promise.all(
    history.files.map(async (file) => ({
      name: file.name,
      bytes: file.end,
      start: formatCursor(history.source, { fileKey: file.fileKey, offset: 0 }),
      firstStamp: await orNull(async () => (await recordFrom(file, 0, walk))?.at),
      lastStamp: await orNull(async () => (await lastRecord(file, walk))?.at),
    })),
  )
  return { name: history.source, problem: history.problem, files }
}

async function orNull(read: () => Promise<string | undefined>): Promise<string | null> {
  try {
    return (await read()) ?? null
  } catch (error) {
    if (error instanceof LogFileError) return null
    throw error
  }
}
