import { onTestFailed } from 'vitest'

/** Random numbers, 0 to 1, that a failed test can have again: with the seed it names, as OHIF_ADMIN_TEST_SEED. */
export function createRandom(): () => number {
  const seed = Number(process.env['OHIF_ADMIN_TEST_SEED'] ?? Math.floor(Math.random() * 2 ** 32))
  onTestFailed(() => {
    process.stderr.write(`again with OHIF_ADMIN_TEST_SEED=${seed}\n`)
  })
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

/** So many whole numbers below `end`, in their order. */
export const pointsBelow = (random: () => number, count: number, end: number): number[] =>
  Array.from({ length: count }, () => Math.floor(random() * end)).sort((one, other) => one - other)
