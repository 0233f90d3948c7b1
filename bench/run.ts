import { spawnSync } from 'node:child_process'
import { cpus } from 'node:os'
import path from 'node:path'
import { buildAll } from '../scripts/build.ts'

/** Each prints our figure beside a yardstick measured in the same run. */
const BENCHMARKS = [
  'fold-log',
  'live-latency',
  'log-flood',
  'sse-clients',
  'log-search',
  'log-jump',
  'listing',
  'assignments',
  'site-run',
  'coverage',
  'first-load',
  'model-upload',
]

const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !BENCHMARKS.includes(name))
if (unknown.length > 0) {
  process.stderr.write(`There is no benchmark ${unknown.join(', ')}; there are ${BENCHMARKS.join(', ')}.\n`)
  process.exit(2)
}

await buildAll()
process.stdout.write(`${cpus()[0]?.model}, ${cpus().length} cores, node ${process.version}\n`)
for (const name of wanted.length > 0 ? wanted : BENCHMARKS) {
  process.stdout.write(`\n== ${name}\n`)
  const file = path.join(import.meta.dirname, `${name}.ts`)
  const { status } = spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', file], {
    stdio: 'inherit',
  })
  if (status !== 0) process.exitCode = 1
}
