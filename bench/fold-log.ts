import { execFileSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, readSync, rmSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { createLogFold } from '../packages/ohif-log/src/index.ts'
import { generateLog, type Truth, type WriterVersion } from './generate-log.ts'
import { grep, median } from './log-files.ts'

/** As a cold attach reads: large enough that the system calls do not count, small enough to stay in the cache. */
const CHUNK_BYTES = 256 * 1024

const YARDSTICK = 'created and stored'
const VERSIONS: readonly WriterVersion[] = ['3.6', '3.4', '3.7']
const ROUNDS = 5

const COLUMNS = [
  'plugin',
  'MB',
  'lines',
  'runs',
  'grep ms',
  'fold ms',
  'fold/grep',
  'least',
  'most',
  'ns/line',
  'RSS MB',
  'verdicts',
]

interface Measured {
  ms: number
  peakRssMb: number
  found: Truth
}

/** Folds a file and takes the changes after every chunk, as a server that watches the log does. */
function foldFile(path: string, pluginVersion: string): Measured {
  const file = openSync(path, 'r')
  const chunk = Buffer.allocUnsafeSlow(CHUNK_BYTES)
  const fold = createLogFold({ pluginVersion })
  const found: Truth = { runs: 0, done: 0, failed: 0, unknown: 0 }
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
      found.unknown += run.counts.unknown
    }
    // asking costs as much as folding a hundred lines
    if (chunks++ % 100 === 0) peakRssMb = Math.max(peakRssMb, process.memoryUsage.rss() / 1e6)
  }
  const ms = performance.now() - began
  closeSync(file)
  return { ms, peakRssMb, found }
}

/** In a process of its own, so that the memory measured is the fold's and the code is compiled anew each time. */
function foldInChild(path: string, pluginVersion: string): Measured {
  const args = [import.meta.filename, '--child', path, pluginVersion]
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' }))
}

function measure(path: string, megabytes: number, version: WriterVersion): string[] {
  const { bytes, lines, truth } = generateLog(path, megabytes * 1e6, version)
  // so that the first round, too, finds the file in the page cache
  grep(path, [YARDSTICK], 'C')
  const rounds = Array.from({ length: ROUNDS }, () => {
    const grepMs = grep(path, [YARDSTICK], 'C').ms
    const fold = foldInChild(path, `${version}.0`)
    return { grepMs, fold, ratio: fold.ms / grepMs }
  })
  const ratios = rounds.map(({ ratio }) => ratio)
  const foldMs = median(rounds.map(({ fold }) => fold.ms))
  const wrong = rounds.find(({ fold }) => JSON.stringify(fold.found) !== JSON.stringify(truth))
  return [
    version,
    (bytes / 1e6).toFixed(0),
    String(lines),
    String(truth.runs),
    median(rounds.map(({ grepMs }) => grepMs)).toFixed(0),
    foldMs.toFixed(0),
    median(ratios).toFixed(2),
    Math.min(...ratios).toFixed(2),
    Math.max(...ratios).toFixed(2),
    ((foldMs * 1e6) / lines).toFixed(0),
    Math.max(...rounds.map(({ fold }) => fold.peakRssMb)).toFixed(0),
    wrong ? 'WRONG' : 'right',
  ]
}

function main() {
  const [option, path, pluginVersion] = process.argv.slice(2)
  if (option === '--child' && path !== undefined && pluginVersion !== undefined) {
    process.stdout.write(JSON.stringify(foldFile(path, pluginVersion)))
    return
  }
  const sizes = (option ?? '200,1000').split(',').map(Number)
  const folder = mkdtempSync(join(tmpdir(), 'fold-log-'))
  const print = (cells: readonly string[]) =>
    process.stdout.write(`${cells.map((cell) => cell.padStart(9)).join(' ')}\n`)
  process.stdout.write(
    `${cpus()[0]?.model}, ${cpus().length} cores, node ${process.version}, load ${loadavg()[0]?.toFixed(1)}\n` +
      `LC_ALL=C grep -c '${YARDSTICK}' and the fold, in turns on the same file: medians of ${ROUNDS} rounds.\n` +
      'The fold runs in a new process each time; the time is without the start of that process.\n',
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

main()
