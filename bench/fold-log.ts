import { execFileSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, readSync, rmSync, statSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { createLogFold } from '../packages/ohif-log/src/index.ts'
import { generateLog } from './generate-log.ts'

/** As a cold attach reads: large enough that the system calls do not count, small enough to stay in the cache. */
const CHUNK_BYTES = 256 * 1024

const YARDSTICK = 'created and stored'

interface Measured {
  ms: number
  peakRssMb: number
  runs: number
  done: number
  failed: number
}

/** Folds a file and takes the changes after every chunk, as a server that watches the log does. */
function foldFile(path: string): Measured {
  const file = openSync(path, 'r')
  const chunk = Buffer.allocUnsafeSlow(CHUNK_BYTES)
  const fold = createLogFold({ pluginVersion: '3.6.0' })
  const found = { runs: 0, done: 0, failed: 0 }
  let peakRssMb = 0
  let chunks = 0
  const began = performance.now()
  fold.startFile(path)
  for (;;) {
    const size = readSync(file, chunk, 0, CHUNK_BYTES, null)
    if (size === 0) break
    fold.push(chunk.subarray(0, size))
    for (const { run } of fold.takeChanges()) {
      if (run.outcome === 'running') continue
      found.runs++
      found.done += run.counts.done
      found.failed += run.counts.failed
    }
    // asking costs as much as folding a hundred lines
    if (chunks++ % 100 === 0) peakRssMb = Math.max(peakRssMb, process.memoryUsage.rss() / 1e6)
  }
  const ms = performance.now() - began
  closeSync(file)
  return { ms, peakRssMb, ...found }
}

function grep(path: string): number {
  const began = performance.now()
  execFileSync('grep', ['-c', YARDSTICK, path])
  return performance.now() - began
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

/** In a process of its own, so that the memory measured is the fold's and the code is compiled anew each time. */
function foldInChild(path: string): Measured {
  const output = execFileSync(process.execPath, [import.meta.filename, '--child', path], { encoding: 'utf8' })
  return JSON.parse(output)
}

function main() {
  const [option, child] = process.argv.slice(2)
  if (option === '--child' && child !== undefined) {
    process.stdout.write(JSON.stringify(foldFile(child)))
    return
  }
  const sizes = (option ?? '200,1000').split(',').map(Number)
  const folder = mkdtempSync(join(tmpdir(), 'fold-log-'))
  try {
    const rows = sizes.map((megabytes) => measure(join(folder, 'ohifviewer.log'), megabytes))
    process.stdout.write(`${cpus()[0]?.model}, ${cpus().length} cores, node ${process.version}\n`)
    process.stdout.write(rows.join(''))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function measure(path: string, megabytes: number): string {
  const made = generateLog(path, megabytes * 1e6)
  const greps: number[] = []
  const folds: Measured[] = []
  for (let round = 0; round < 3; round++) {
    greps.push(grep(path))
    folds.push(foldInChild(path))
  }
  const grepMs = median(greps)
  const foldMs = median(folds.map(({ ms }) => ms))
  const right = folds.every(
    ({ runs, done, failed }) =>
      runs === made.truth.runs && done === made.truth.done && failed === made.truth.failed,
  )
  const rss = Math.max(...folds.map(({ peakRssMb }) => peakRssMb))
  return [
    `${(statSync(path).size / 1e6).toFixed(0)} MB, ${made.lines} lines, ${made.truth.runs} runs:`,
    `grep -c ${grepMs.toFixed(0)} ms,`,
    `fold ${foldMs.toFixed(0)} ms = ${(foldMs / grepMs).toFixed(2)} x grep,`,
    `${((foldMs * 1e6) / made.lines).toFixed(0)} ns a line, peak RSS ${rss.toFixed(0)} MB,`,
    `verdicts ${right ? 'right' : 'WRONG'}\n`,
  ].join(' ')
}

main()
