export const LEVELS = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR'] as const
export type Level = (typeof LEVELS)[number]

/** From the start of a level to what follows it: `INFO  `. */
export const LEVEL_WIDTH = 6

const SPACE = 0x20

// the first four letters of each level, little-endian, in the order of LEVELS
const WORDS = LEVELS.map((name) => {
  const at = (index: number) => name.charCodeAt(index)
  return at(0) | (at(1) << 8) | (at(2) << 16) | (at(3) << 24)
})
const FIFTHS = LEVELS.map((name) => name.padEnd(5).charCodeAt(4))

/** Index into `LEVELS` of the level that stands at `at` in its full width, or -1. */
export function levelAt(bytes: Uint8Array, view: DataView, at: number): number {
  const level = WORDS.indexOf(view.getInt32(at, true))
  return level >= 0 && bytes[at + 4] === FIFTHS[level] && bytes[at + 5] === SPACE ? level : -1
}
