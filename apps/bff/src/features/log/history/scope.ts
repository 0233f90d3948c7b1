import { FileRecords } from './file-records.ts'
import type { SourceJob } from './jobs.ts'
import { RecordWalk } from './record-walk.ts'
import { recordFrom, seek } from './seek.ts'
import { isBefore, type SourceHistory, type Spot } from './source-history.ts'

/** The part of a source that a job is about. */
export interface Scoped {
  job: SourceJob
  history: SourceHistory
  from: Spot
  to: Spot
}

/** Where a job's part of the history lies; a beginning that is no longer on disk bounds nothing. Throws `LogFileError`. */
export async function scopeOf(job: SourceJob, history: SourceHistory): Promise<Scoped> {
  const from = (job.from && history.find(job.from)) ?? history.start
  const [last, end] = [job.last && history.find(job.last), job.to && history.find(job.to)]
  // The oldest files go first: where the end of a run is gone, all of it is.
  if (last === null || end === null) return { job, history, from: history.start, to: history.start }
  const to = last ? await afterRecord(history, last) : (end ?? history.end)
  const low = job.since === undefined ? from : later(from, (await seek(history, job.since)).spot)
  const high = job.until === undefined ? to : earlier(to, (await seek(history, job.until)).spot)
  return { job, history, from: low, to: later(low, high) }
}

const later = (one: Spot, other: Spot) => (isBefore(one, other) ? other : one)
const earlier = (one: Spot, other: Spot) => (isBefore(one, other) ? one : other)

/** Where the next record begins after the one at a spot, or its file ends. */
async function afterRecord(history: SourceHistory, { file, offset }: Spot): Promise<Spot> {
  const found = history.files[file]
  const next = found && (await recordFrom(found, offset + 1, new RecordWalk()))
  return { file, offset: next?.offset ?? found?.end ?? offset }
}

export const clamp = ({ from, to }: Pick<Scoped, 'from' | 'to'>, spot: Spot): Spot =>
  later(from, earlier(to, spot))

/** The start of the record that a spot lies in. */
export async function align(history: SourceHistory, { file, offset }: Spot): Promise<Spot> {
  const found = history.files[file]
  return found ? { file, offset: await new FileRecords(found).align(offset) } : { file, offset }
}

/** The stamp of the first record at or after a spot; null at the end. */
export async function stampAt(history: SourceHistory, { file, offset }: Spot): Promise<string | null> {
  const walk = new RecordWalk()
  for (let index = file; index < history.files.length; index += 1) {
    const one = history.files[index]
    const found = one && (await recordFrom(one, index === file ? offset : 0, walk))
    if (found) return found.at
  }
  return null
}

/** Where another source was when this stamp was written. */
export async function spotOfStamp(scoped: Scoped, stamp: string | null): Promise<Spot> {
  return stamp === null ? scoped.to : clamp(scoped, (await seek(scoped.history, stamp)).spot)
}
