import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { generateLog } from './generate-log.ts'

/** Makes a log of so many megabytes, or takes the one named, and prints the rows a benchmark gives for it. */
export async function benchLog(measure: (file: string) => Promise<string[]>) {
  const [size = '1000', given] = process.argv.slice(2)
  const folder = given ?? mkdtempSync(join(tmpdir(), 'log-bench-'))
  const file = join(folder, 'ohifviewer.log')
  try {
    if (given === undefined) generateLog(file, Number(size) * 1e6)
    const rows = await measure(file)
    const load = loadavg()[0]?.toFixed(1)
    process.stdout.write(
      `${cpus()[0]?.model}, ${cpus().length} cores, node ${process.version}, load ${load}\n`,
    )
    process.stdout.write(`${(statSync(file).size / 1e6).toFixed(0)} MB\n${rows.join('\n')}\n`)
  } finally {
    if (given === undefined) rmSync(folder, { recursive: true })
  }
}

/**
 * Milliseconds that grep takes to count the lines that fit, and their number.
 * @param locale `C` is the one in which grep is never slower; the machine's own when not given
 */
export function grep(file: string, args: readonly string[], locale?: string): { ms: number; count: number } {
  const env = locale === undefined ? process.env : { ...process.env, LC_ALL: locale }
  const began = performance.now()
  const output = execFileSync('grep', ['-c', ...args, file], { encoding: 'utf8', env })
  return { ms: performance.now() - began, count: Number(output) }
}

export function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN
}
