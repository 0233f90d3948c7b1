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

/** Where a job's part of the history lies; a bound that is no longer on disk bounds nothing. */
export function scopeOf(job: SourceJob, history: SourceHistory): Scoped {
  const from = (job.from && history.find(job.from)) ?? history.start
  const to = (job.to && history.find(job.to)) ?? history.end
  return { job, history, from, to: isBefore(to, from) ? from : to }
}

export const clamp = ({ from, to }: Pick<Scoped, 'from' | 'to'>, spot: Spot): Spot =>
  isBefore(spot, from) ? from : isBefore(to, spot) ? to : spot

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
