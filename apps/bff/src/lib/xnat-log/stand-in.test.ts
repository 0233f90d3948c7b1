import { randomUUID } from 'node:crypto'
import { appendFile, mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  LogFiles,
  LogPage,
  type LogRow,
  Overview,
  Run,
  RunSessionPage,
  StreamMessage,
} from '@ohif-admin/contracts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Browser } from '../../testing/browser.ts'
import { startConsole, type TestConsole } from '../../testing/console.ts'
import { LIVE_FILE } from '../log-tail/index.ts'

let console: TestConsole
let admin: Browser
let root: string
let folder: string
let unmount: () => Promise<void>

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'stand-in-'))
  folder = path.join(root, 'logs')
  await mkdir(folder)
})
afterEach(async () => {
  await unmount()
  await console[Symbol.asyncDispose]()
  await rm(root, { recursive: true })
})

/** The folder where the console looks gets what XNAT writes, as a mount does, until it is hidden. */
function mount() {
  const over = new AbortController()
  const [from, to] = [path.join(console.xnat.logFolder, LIVE_FILE), path.join(folder, LIVE_FILE)]
  const mirrored = (async () => {
    while (!over.signal.aborted) {
      const { length } = await readFile(to).catch(() => '')
      await appendFile(to, (await readFile(from)).subarray(length))
      await sleep(10)
    }
  })()
  unmount = async () => {
    over.abort()
    await mirrored
  }
}

async function hide() {
  await unmount()
  await rename(folder, `${folder}-hidden`)
}

async function show() {
  await rename(`${folder}-hidden`, folder)
  mount()
}

async function setUp(settings: Record<string, string> = {}, otherSources: Record<string, string> = {}) {
  console = await startConsole({ logFolder: folder, otherSources, settings, gatewayTimeoutMs: 300 })
  const { xnat } = console
  xnat.addUser({ username: 'support', groups: ['ALL_DATA_ACCESS'] })
  xnat.addProject({
    id: 'LIVER',
    sessions: [
      { label: 'one' },
      { label: 'two' },
      { label: 'lost', behaviour: 'silent-gone' },
      { label: 'four' },
    ],
  })
  await xnat.visitViewer(xnat.sessions('LIVER')[0]?.id ?? '')
  mount()
  admin = await console.signIn('admin')
  await expect.poll(async () => (await source()).state).toBe('reading')
}

async function source() {
  const { logSources } = Overview.parse((await admin.get('/api/overview')).json)
  const [first] = logSources
  if (!first) throw new Error('no source')
  return first
}

const downloads = () => console.xnat.calls.to('POST', '/xapi/logs/download')

async function startRun(): Promise<Run> {
  const target = { scope: 'project', projectId: 'LIVER' }
  const answer = await admin.post('/api/runs', { kind: 'bulk', target, idempotencyKey: randomUUID() })
  expect(answer.status, answer.text).toBe(202)
  return Run.parse(answer.json)
}

/** Time passes until the next copy is due, again and again. */
async function whileTimePasses<Result>(work: Promise<Result>): Promise<Result> {
  const passing = setInterval(() => console.clock.advance(6_000), 100)
  return work.finally(() => clearInterval(passing))
}

const textOf = (row: LogRow) => (row.form === 'marker' ? `<${row.kind}>` : row.message)

/** Every row that a stream of events brought. */
function rowsOf(raw: string): LogRow[] {
  const messages = [...raw.matchAll(/^data: (.+)$/gm)].map(([, data = '']) =>
    StreamMessage.parse(JSON.parse(data)),
  )
  return messages.flatMap((message) => (message.type === 'log' ? message.rows : []))
}

describe('a log folder that cannot be read for a while', () => {
  it('is stood in for by XNAT, in the middle of a run, without losing or repeating a line', async () => {
    await setUp()
    const hold = console.xnat.holdRegeneration('LIVER')
    const run = await startRun()
    await using stream = await admin.listen(`run:${run.id},log`)
    await using watching = await (await console.signIn('support')).listen('log')
    hold.storeOne()
    await stream.until((one) => one.type === 'run' && one.run.counts.stored === 1)
    expect(downloads()).toEqual([])

    await hide()
    await expect.poll(async () => (await source()).standIn?.state).toBe('waiting')
    expect(await source()).toMatchObject({ state: 'unreadable', problem: 'folder-missing' })
    hold.storeOne()
    await whileTimePasses(stream.until((one) => one.type === 'run' && one.run.counts.stored === 2))
    const shown = async () => Run.parse((await admin.get(`/api/runs/${run.id}`)).json)
    await expect.poll(shown).toMatchObject({ state: 'running', log: { state: 'ok' } })
    const standIn = { state: 'reading', folder: 'folder-missing', fetching: null }
    expect(await source()).toMatchObject({ state: 'reading', problem: null, standIn })
    const { sources } = LogFiles.parse((await admin.get('/api/log/files')).json)
    expect(sources).toMatchObject([{ problem: null, delayMs: expect.any(Number), standIn }])
    const page = LogPage.parse((await admin.get('/api/log/lines')).json)
    expect(page.rows.map(textOf)).toContain('<through-xnat>')

    await show()
    await expect.poll(async () => (await source()).standIn).toBeNull()
    const fetched = downloads().length
    hold.storeRest()
    const over = await stream.until((one) => one.type === 'run' && one.run.endedAt !== null)
    expect(over).toMatchObject({
      run: { state: 'finished', counts: { total: 4, stored: 3, silentFailure: 1, unknown: 0 } },
    })
    const sessions = RunSessionPage.parse((await admin.get(`/api/runs/${run.id}/sessions`)).json).sessions
    expect(sessions.map(({ label, verdict }) => [label, verdict])).toEqual([
      ['one', 'stored'],
      ['two', 'stored'],
      ['lost', 'silent-failure'],
      ['four', 'stored'],
    ])
    expect(downloads().length).toBe(fetched)
    await stream.until((one) => one.type === 'log' && JSON.stringify(one.rows).includes('creation complete'))
    const live = rowsOf(stream.raw()).map(textOf)
    const count = (text: string) => live.filter((line) => line.includes(text)).length
    expect([count('created and stored'), count('<through-xnat>'), count('<from-folder>')]).toEqual([3, 1, 1])
    expect(watching.raw()).toContain('through-xnat')
    expect(watching.raw()).not.toMatch(/XNAT_E\d+\/SCANS/)
  })

  it('waits for an admin, and says so', async () => {
    await setUp()
    const support = await console.signIn('support')
    const hold = console.xnat.holdRegeneration('LIVER')
    await startRun()
    await hide()
    await admin.delete('/api/session')
    admin = support
    await whileTimePasses(
      expect.poll(async () => (await source()).standIn?.fetching).toBe('nobody-signed-in'),
    )
    expect(await source()).toMatchObject({ state: 'unreadable', problem: 'folder-missing' })
    admin = await console.signIn('admin')
    await whileTimePasses(expect.poll(async () => (await source()).standIn?.state).toBe('reading'))
    hold.release()
  })

  it.each([
    ['several-folders', {}, 'two'],
    ['off', { LOG_THROUGH_XNAT: 'false' }, undefined],
  ] as const)('is not stood in for: %s', async (state, settings, other) => {
    const second = path.join(root, 'second')
    await setUp(settings, other ? { [other]: second } : {})
    await using _ = await admin.listen('log')
    await hide()
    await expect.poll(async () => (await source()).standIn?.state).toBe(state)
    console.clock.advance(60_000)
    expect(await source()).toMatchObject({ state: 'unreadable', problem: 'folder-missing' })
    expect(downloads()).toEqual([])
  })
})
