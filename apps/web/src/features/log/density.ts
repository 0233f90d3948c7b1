import type { LogDensity } from '@ohif-admin/contracts'

export type Bucket = LogDensity['buckets'][number]

/** The bucket that holds what was stamped `at`: the last one that begins no later. Stamps sort as text. */
export function bucketAt(buckets: readonly Bucket[], at: string): number {
  let found = 0
  for (const [index, { firstStamp }] of buckets.entries()) {
    if (firstStamp !== null && firstStamp <= at) found = index
  }
  return found
}

/** The bucket under a pointer `y` pixels below the top of a strip of that height. */
export function bucketUnder(y: number, height: number, count: number): number {
  if (height <= 0 || count === 0) return 0
  return Math.min(count - 1, Math.max(0, Math.floor((y / height) * count)))
}

/** Where a key leads on the strip; null for keys that are not its own. */
export function bucketByKey(key: string, now: number, count: number): number | null {
  const last = count - 1
  const to: Record<string, number> = {
    ArrowUp: now - 1,
    ArrowLeft: now - 1,
    ArrowDown: now + 1,
    ArrowRight: now + 1,
    PageUp: now - 10,
    PageDown: now + 10,
    Home: 0,
    End: last,
  }
  const wanted = to[key]
  return wanted === undefined ? null : Math.min(last, Math.max(0, wanted))
}

/** How wide each of these counts is drawn, 0 to 1: by the root, so that a busy hour does not hide the others. */
export function widthsOf(counts: readonly number[]): number[] {
  const most = Math.max(1, ...counts)
  return counts.map((count) => Math.sqrt(count / most))
}
