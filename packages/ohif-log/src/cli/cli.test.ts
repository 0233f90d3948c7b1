import { spawnSync } from 'node:child_process'
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { expectedSamples } from '../testing/samples.ts'
import { logOf, queueOf, say, worker } from '../testing/say.ts'
import { runCli } from './run-cli.ts'

const CLI = fileURLToPath(new URL('../cli.ts', import.meta.url))
const FIXTURES = fileURLToPath(new URL('../../fixtures/', import.meta.url))

function cli(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...args], { encoding: 'utf8' })
  return { status, stdout, stderr }
}

let folder = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ohif-log-'))
})

afterEach(() => {
  rmSync(folder, { recursive: true })
})

describe('the command', () => {
  it.each(Object.entries(expectedSamples()))('prints what is expected of %s as JSON', (_, expected) => {
    const files = expected.files.map((file) => join(FIXTURES, file))
    const { status, stdout } = cli('--json', '--plugin', expected.pluginVersion, ...files)
    const { runs, dicomwebRuns, otherGeneration = [] } = expected
    expect(status).toBe(0)
    expect(JSON.parse(stdout)).toEqual({
      runs,
      ...(dicomwebRuns && { dicomwebRuns }),
      otherGeneration,
      unrecognized: 0,
    })
  })

  it('prints a summary that names what failed and why', () => {
    const { status, stdout } = cli(join(FIXTURES, '05-project-failures-3.6.log'))
    expect(status).toBe(0)
    expect(stdout).toContain('project LIVER  2024-02-20 22:41:09,550 to 2024-02-20 22:41:12,380 (2.8 s)')
    expect(stdout).toContain(
      '6 queued: 3 done, 3 failed (2 without an error), 0 unknown, 0 in work, 0 waiting',
    )
    expect(stdout).toContain('failed: XNAT_E00402  explicit-error: Stale file handle')
  })

  it('ends with 2 for a file that cannot be read, and says which', () => {
    const missing = join(folder, 'missing.log')
    mkdirSync(join(folder, 'dir'))
    expect(cli(missing)).toMatchObject({ status: 2, stdout: '' })
    expect(cli(missing).stderr).toContain(missing)
    expect(cli(join(folder, 'dir'))).toMatchObject({ status: 2 })
    expect(cli(join(FIXTURES, '01-project-ok-3.6.log'), missing)).toMatchObject({ status: 2, stdout: '' })
  })

  it('ends with 2 for arguments it does not know, and tells how it is used', () => {
    expect(cli()).toMatchObject({ status: 2 })
    expect(cli('--nope', 'x').stderr).toContain('Usage:')
    expect(cli('--help')).toMatchObject({ status: 0, stderr: '' })
  })

  it('says when a part of the log is not recognised', () => {
    const log = join(folder, 'changed.log')
    const record = say.stored('A', worker(1))
    writeFileSync(log, logOf({ ...record, message: 'Session A was stored' }))
    const { stdout } = cli(log)
    expect(stdout).toContain('1 of 1 records not recognised, so the counts may be incomplete:')
    expect(stdout).toContain(`1  ${record.logger}`)
  })

  it('does not let the log steer the terminal', () => {
    const log = join(folder, 'evil.log')
    writeFileSync(log, logOf(say.requested('Project a\u001b]0;b\u0007\u202e metadata creation requested')))
    const { stdout } = cli(log)
    for (const character of '\u0007\u001b\u202e') expect(stdout).not.toContain(character)
    expect(stdout).toContain('\\u{1b}')
  })
})

describe('following', () => {
  const path = () => join(folder, 'ohifviewer.log')

  /** Follows the file while `act` changes it; gives what was printed. */
  async function follow(json: boolean, act: (printed: () => string) => Promise<void>) {
    let printed = ''
    const stop = new AbortController()
    const code = runCli({
      files: [path()],
      json,
      follow: true,
      pluginVersion: '3.6.0',
      signal: stop.signal,
      write: (text) => {
        printed += text
      },
      complain: () => undefined,
    })
    await act(() => printed)
    stop.abort()
    expect(await code).toBe(0)
  }

  it('tells every change, across a half-written line and the nightly rename', async () => {
    writeFileSync(path(), logOf(queueOf(1, 'A', 'B'), say.began('A', worker(1))))
    await follow(false, async (printed) => {
      expect(printed()).toContain('2 queued: 0 done, 0 failed, 0 unknown, 1 in work, 1 waiting')
      const stored = logOf(say.stored('A', worker(1)))
      appendFileSync(path(), stored.slice(0, 50))
      appendFileSync(path(), stored.slice(50))
      await vi.waitFor(() => expect(printed()).toContain('2 queued: 1 done'), 5000)
      appendFileSync(path(), logOf(say.began('B', worker(1))))
      renameSync(path(), `${path()}.2024-03-12`)
      writeFileSync(path(), logOf(say.stored('B', worker(1)), say.completed()))
      await vi.waitFor(() => expect(printed()).toContain('completed, 2 queued: 2 done'), 5000)
    })
  })

  it('starts over when the file was cut, and holds no missing line against the run', async () => {
    writeFileSync(path(), logOf(queueOf(1, 'A', 'B'), say.began('A', worker(1))))
    await follow(true, async (printed) => {
      truncateSync(path(), 0)
      await vi.waitFor(() => expect(printed()).toContain('"inFlight":1'), 5000)
      appendFileSync(path(), logOf(say.completed()))
      await vi.waitFor(() => expect(printed()).toContain('"outcome":"completed"'), 5000)
      const last = JSON.parse(printed().trimEnd().split('\n').at(-1) ?? '')
      expect(last).toMatchObject({ failed: 0, unknown: 2 })
    })
  })
})
