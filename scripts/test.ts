import { buildAll } from './build.ts'
import { ensureChromium } from './chromium.ts'
import { run, tool } from './run-tool.ts'

/** Everything that must hold, the quick things first. Every step is run, so that one report shows all that is wrong. */
const STEPS: readonly [name: string, step: () => boolean | Promise<boolean>][] = [
  ['lint', () => run(tool('biome'), ['check', '--error-on-warnings', '.'])],
  ['budgets', () => run(process.execPath, ['scripts/check-budgets.ts'])],
  [
    'types',
    () =>
      ['.', 'packages/contracts', 'packages/ai-server-files', 'packages/ohif-log', 'apps/web', 'e2e'].every(
        (folder) => run(tool('tsc'), ['-p', folder]),
      ),
  ],
  ['unused', () => run(tool('knip'), [])],
  [
    'docs',
    () =>
      run(process.execPath, ['scripts/check-docs.ts']) &&
      run(process.execPath, ['scripts/write-docs.ts', '--check']),
  ],
  ['unit', () => run(tool('vitest'), ['run'])],
  ['build', () => buildAll().then(() => true)],
  ['e2e', () => run(tool('playwright'), ['test'], { OHIF_ADMIN_CHROMIUM: ensureChromium() })],
]

const failed: string[] = []
for (const [name, step] of STEPS) {
  process.stdout.write(`\n== ${name}\n`)
  const startedAt = performance.now()
  const passed = await Promise.resolve()
    .then(step)
    .catch((error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
      return false
    })
  if (!passed) failed.push(name)
  process.stdout.write(
    `== ${name}: ${passed ? 'passed' : 'FAILED'} in ${Math.round((performance.now() - startedAt) / 1000)} s\n`,
  )
}

if (failed.length > 0) process.stderr.write(`\nFailed: ${failed.join(', ')}\n`)
process.stdout.write(`\nsteps: ${STEPS.length - failed.length} passed, ${failed.length} failed\n`)
process.exitCode = failed.length > 0 ? 1 : 0
