import type { Activity, Written } from './line.ts'

const START_MS = Date.UTC(2024, 2, 12, 10, 15, 2, 118)

/** Prints records as the plugin's logback layout does, with a clock that moves a little for each. */
export function createPrinter(startMs = START_MS): (record: Written) => string {
  let nowMs = startMs
  let second = -1
  let prefix = ''
  return ({ thread, level, logger, message }) => {
    nowMs += 3
    if (Math.floor(nowMs / 1000) !== second) {
      second = Math.floor(nowMs / 1000)
      prefix = new Date(nowMs).toISOString().slice(0, 19).replace('T', ' ')
    }
    const milli = String(nowMs % 1000).padStart(3, '0')
    return `${prefix},${milli} [${thread}] ${level.padEnd(5)} ${logger} - ${message}\n`
  }
}

/** Lets several activities go on at once; each keeps its own order. `pick` chooses which goes on next. */
export function* interleave(activities: readonly Activity[], pick: (count: number) => number): Activity {
  const open = [...activities]
  while (open.length > 0) {
    const index = pick(open.length)
    const step = open[index]?.next()
    if (step?.done === false) yield step.value
    else open.splice(index, 1)
  }
}

/** One activity after another. */
export function* inTurn(activities: Iterable<Activity>): Activity {
  for (const activity of activities) yield* activity
}

/** The log that an activity leaves. */
export function print(activity: Activity, printer = createPrinter()): string {
  let text = ''
  for (const record of activity) if (record) text += printer(record)
  return text
}

/** A repeatable source of numbers below `count`. */
export function seededPick(seed: number): (count: number) => number {
  let state = seed >>> 0 || 1
  return (count) => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    state >>>= 0
    return state % count
  }
}
