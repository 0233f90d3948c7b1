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
const VERSIONS = ['3.6', '3.4'] as const
const ROUNDS = 5

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

const COLUMNS = [
  'plugin',
  'MB',
  'lines',
  'runs',
  'grep ms',
  'fold ms',
  'fold/grep',
  'ns/line',
  'RSS MB',
  'verdicts',
]

function main() {
  const [option, child] = process.argv.slice(2)
  if (option === '--child' && child !== undefined) {
    process.stdout.write(JSON.stringify(foldFile(child)))
    return
  }
  const sizes = (option ?? '200,1000').split(',').map(Number)
  const folder = mkdtempSync(join(tmpdir(), 'fold-log-'))
  const print = (cells: readonly string[]) =>
    process.stdout.write(`${cells.map((cell) => cell.padStart(9)).join(' ')}\n`)
  process.stdout.write(`${cpus()[0]?.model}, ${cpus().length} cores, node ${process.version}\n`)
  process.stdout.write(
    `grep -c '${YARDSTICK}' and the fold on the same file, in turns; the median of ${ROUNDS}\n`,
  )
  try {
    print(COLUMNS)
    for (const megabytes of sizes) {
      for (const version of VERSIONS) print(measure(join(folder, 'ohifviewer.log'), megabytes, version))
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function measure(path: string, megabytes: number, version: '3.4' | '3.6'): string[] {
  const made = generateLog(path, megabytes * 1e6, version)
  const greps: number[] = []
  const folds: Measured[] = []
  for (let round = 0; round < ROUNDS; round++) {
    greps.push(grep(path))
    folds.push(foldInChild(path))
  }
  const { truth, lines } = made
  const grepMs = median(greps)
  const foldMs = median(folds.map(({ ms }) => ms))
  const right = folds.every(
    ({ runs, done, failed }) => runs === truth.runs && done === truth.done && failed === truth.failed,
  )
  return [
    version,
    (statSync(path).size / 1e6).toFixed(0),
    String(lines),
    String(truth.runs),
    grepMs.toFixed(0),
    foldMs.toFixed(0),
    (foldMs / grepMs).toFixed(2),
    ((foldMs * 1e6) / lines).toFixed(0),
    Math.max(...folds.map(({ peakRssMb }) => peakRssMb)).toFixed(0),
    right ? 'right' : 'WRONG',
  ]
}

main()
