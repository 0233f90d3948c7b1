export interface DiffLine {
  kind: 'same' | 'removed' | 'added'
  text: string
}

/** Beyond this the table of all pairs costs more than it tells: then all of before, all of after. */
const MAX_LINES = 600

/** A value as lines: a list of texts one a line, in their order; everything else as indented JSON. */
export function linesOf(value: unknown): string[] {
  if (value === undefined) return []
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value
  return (typeof value === 'string' ? value : JSON.stringify(value, null, 2)).split('\n')
}

/** What was taken out and what was put in, by the longest lines that both have in the same order. */
export function diffLines(before: readonly string[], after: readonly string[]): DiffLine[] {
  if (before.length + after.length > MAX_LINES)
    return [
      ...before.map((text) => ({ kind: 'removed' as const, text })),
      ...after.map((text) => ({ kind: 'added' as const, text })),
    ]
  const common = commonLengths(before, after)
  const lines: DiffLine[] = []
  let [left, right] = [0, 0]
  while (left < before.length || right < after.length) {
    const [was, is] = [before[left], after[right]]
    if (was !== undefined && was === is) {
      lines.push({ kind: 'same', text: was })
      left += 1
      right += 1
    } else if (
      is === undefined ||
      (was !== undefined && at(common, left + 1, right) >= at(common, left, right + 1))
    ) {
      lines.push({ kind: 'removed', text: was ?? '' })
      left += 1
    } else {
      lines.push({ kind: 'added', text: is })
      right += 1
    }
  }
  return lines
}

const at = (table: readonly (readonly number[])[], row: number, column: number) => table[row]?.[column] ?? 0

/** For every pair of places, how many lines the rests have in common. */
function commonLengths(before: readonly string[], after: readonly string[]): number[][] {
  const table: number[][] = Array.from({ length: before.length + 1 }, () => [])
  for (let row = before.length - 1; row >= 0; row -= 1) {
    for (let column = after.length - 1; column >= 0; column -= 1) {
      const same = before[row] === after[column]
      const longest = same
        ? at(table, row + 1, column + 1) + 1
        : Math.max(at(table, row + 1, column), at(table, row, column + 1))
      const cells = table[row]
      if (cells) cells[column] = longest
    }
  }
  return table
}
