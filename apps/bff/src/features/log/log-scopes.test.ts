import { randomUUID } from 'node:crypto'
import { appendFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { LogCount, LogFiles, LogPage, type LogRow, LogSearchMessage, Run } from '@ohif-admin/contracts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Browser } from '../../testing/browser.ts'
import { startConsole, type TestConsole } from '../../testing/console.ts'

let folder: string
let console: TestConsole
let admin: Browser
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'log-scopes-'))
})
afterEach(async () => {
  await console[Symbol.asyncDispose]()
  await rm(folder, { recursive: true })
})

async function setUp(logFolder?: string) {
  console = await startConsole(logFolder ? { logFolder } : {})
  console.xnat.addProject({
    id: 'LIVER',
    sessions: [{ label: 'one' }, { label: 'bad', behaviour: 'explicit-error' }, { label: 'three' }],
  })
  console.xnat.addProject({ id: 'OTHER', sessions: 2 })
  admin = await console.signIn('admin')
}

const live = () => path.join(console.xnat.logFolder, 'ohifviewer.log')

async function lines(query: string): Promise<LogPage> {
  const answer = await admin.get(`/api/log/lines?${query}`)
  expect(answer.status, answer.text).toBe(200)
  return LogPage.parse(answer.json)
}

const textOf = (row: LogRow) =>
  row.form === 'record'
    ? `${row.at} [${row.thread}] ${row.level.padEnd(5)} ${row.logger} - ${[row.message, ...row.more].join('\n')}\n`
    : ''

async function search(query: string) {
  const { text } = await admin.get(`/api/log/search?${query}`)
  const messages = text
    .split('\n\n')
    .filter((frame) => frame.startsWith('data: '))
    .map((frame) => LogSearchMessage.parse(JSON.parse(frame.slice(6))))
  const cursors = messages.flatMap((one) => (one.type === 'hits' ? one.cursors : []))
  const done = messages.find((one) => one.type === 'done')
  return { cursors, matches: done?.type === 'done' ? done.matches : undefined }
}

async function count(query: string): Promise<LogCount> {
  const answer = await admin.get(`/api/log/count?${query}`)
  expect(answer.status, answer.text).toBe(200)
  return LogCount.parse(answer.json)
}

async function startRun(projectId: string): Promise<Run> {
  const body = { kind: 'bulk', target: { scope: 'project', projectId }, idempotencyKey: randomUUID() }
  return Run.parse((await admin.post('/api/runs', body)).json)
}

async function untilOver({ id }: Run) {
  await using stream = await admin.listen(`run:${id}`)
  await stream.until((one) => one.type === 'run' && one.run.endedAt !== null)
}

/** What a run wrote, read from the text: from its request to its end, on its request thread and its workers. */
function writtenBy(text: string, project: string, nth: number): string[] {
  const records = text.split(/^(?=\d{4}-\d\d-\d\d )/m)
  const places = (what: string) =>
    records.flatMap((one, index) =>
      one.includes(`Project ${project} metadata creation ${what}`) ? [index] : [],
    )
  const [first = 0, last = 0] = [places('requested')[nth], places('complete')[nth]]
  const part = records.slice(first, last + 1)
  const threadOf = (one: string) => /\[(.*?)\] /.exec(one)?.[1] ?? ''
  const pool =
    /^pool-\d+-/.exec(part.map(threadOf).find((thread) => thread.startsWith('pool-')) ?? '')?.[0] ?? '?'
  const request = threadOf(part[0] ?? '')
  return part.filter((one) => threadOf(one) === request || threadOf(one).startsWith(pool))
}

describe('the rows of a run', () => {
  it('are those of its own threads from its first to its last line, in every view', async () => {
    await setUp()
    const hold = console.xnat.holdRegeneration('LIVER')
    const first = await startRun('LIVER')
    // Others write in between.
    await console.xnat.visitViewer(console.xnat.sessions('OTHER')[0]?.id ?? '')
    await console.xnat.archiveEvent(console.xnat.sessions('OTHER')[1]?.id ?? '')
    hold.release()
    await untilOver(first)
    const second = await startRun('LIVER')
    await untilOver(second)
    await console.xnat.visitViewer(console.xnat.sessions('OTHER')[0]?.id ?? '')
    const text = await readFile(live(), 'utf8')
    for (const [nth, { id }] of [first, second].entries()) {
      const expected = writtenBy(text, 'LIVER', nth)
      expect(expected.length).toBeGreaterThan(20)
      for (const query of [`runId=${id}&side=before`, `runId=${id}&side=after&time=2000`]) {
        const { rows } = await lines(`${query}&limit=500`)
        expect(rows.map(textOf)).toEqual(expected)
        expect(new Set(rows.map((row) => row.form === 'record' && row.runId))).toEqual(new Set([id]))
      }
      expect((await admin.get(`/api/log/download?runId=${id}`)).text).toBe(expected.join(''))
      expect((await search(`runId=${id}`)).matches).toBe(expected.length)
      const errors = expected.filter((one) => one.includes('] ERROR '))
      expect((await search(`runId=${id}&levels=ERROR`)).matches).toBe(errors.length)
      expect(errors.length).toBeGreaterThan(0)
    }
    const { rows } = await lines('side=before&limit=500')
    const others = rows.filter((row) => row.form === 'record' && row.runId === undefined)
    expect(others.map(textOf).join('')).not.toContain('Project LIVER metadata')
    expect(others.length).toBeGreaterThan(5)
  })

  it('are found over a roll in its middle', async () => {
    await setUp()
    const hold = console.xnat.holdRegeneration('LIVER')
    const run = await startRun('LIVER')
    console.xnat.advanceClock(24 * 3_600_000)
    hold.release()
    await untilOver(run)
    const names = (await readdir(console.xnat.logFolder)).toSorted().toReversed()
    expect(names).toHaveLength(2)
    const texts = names.map((name) => readFile(path.join(console.xnat.logFolder, name), 'utf8'))
    const expected = writtenBy((await Promise.all(texts)).join(''), 'LIVER', 0)
    const { rows } = await lines(`runId=${run.id}&limit=500`)
    expect(rows.map(textOf)).toEqual(expected)
    expect(rows.every((row) => row.form === 'record' && row.runId === run.id)).toBe(true)
    const stored = expected.filter((one) => one.includes('stored'))
    expect((await search(`runId=${run.id}&text=stored`)).matches).toBe(stored.length)
  })
})

describe('how many rows match', () => {
  it('is counted on either side of a place, over all files and sources', async () => {
    const record = (number: number) =>
      `2024-03-12 10:${String(Math.floor(number / 60)).padStart(2, '0')}:${String(number % 60).padStart(2, '0')},000 ` +
      `[main] ${number % 10 === 0 ? 'ERROR' : 'INFO '} org.nrg.x.Some - record <${number}>\n`
    const all = Array.from({ length: 1200 }, (_, number) => record(number))
    await writeFile(path.join(folder, 'ohifviewer.log.2024-03-11'), all.slice(0, 700).join(''))
    await writeFile(path.join(folder, 'ohifviewer.log'), all.slice(700).join(''))
    await setUp(folder)
    const { cursors, matches } = await search('levels=ERROR')
    expect([cursors.length, matches]).toEqual([120, 120])
    for (const index of [0, 36, 69, 70, 119]) {
      const cursor = cursors[index]
      expect(await count(`levels=ERROR&cursor=${cursor}&side=before`)).toEqual({ matches: index, note: null })
      expect(await count(`levels=ERROR&cursor=${cursor}`)).toEqual({ matches: 120 - index, note: null })
    }
    const { after } = await lines('side=before&limit=1')
    expect(await count(`cursor=${after}`)).toEqual({ matches: 0, note: null })
    await appendFile(path.join(folder, 'ohifviewer.log'), record(1200) + record(1201) + record(1202))
    expect(await count(`cursor=${after}`)).toEqual({ matches: 3, note: null })
    expect(await count(`cursor=${after}&levels=ERROR`)).toEqual({ matches: 1, note: null })
    const gone = `${cursors[0]?.split(':')[0]}:0123456789abcdef:7`
    expect(await count(`cursor=${gone}&levels=ERROR`)).toEqual({ matches: 121, note: 'gone' })

    const bounds = `since=${encodeURIComponent('2024-03-12 10:05')}&until=${encodeURIComponent('2024-03-12 10:12')}`
    expect((await search(`${bounds}&levels=ERROR`)).matches).toBe(42)
    const { rows, moreBefore } = await lines(`${bounds}&limit=500`)
    expect(rows.filter(({ form }) => form === 'record').map(textOf)).toEqual(all.slice(300, 720))
    expect(moreBefore).toBe(false)
    expect((await admin.get(`/api/log/download?${bounds}`)).text).toBe(all.slice(300, 720).join(''))
    expect((await search('since=2025')).matches).toBe(0)
    expect((await admin.get('/api/log/search?since=yesterday')).status).toBe(400)
  })

  it('needs a place in a log that is read', async () => {
    await setUp()
    const { after } = await lines('limit=1')
    const other = after?.replace(/^[^:]+/, 'other')
    for (const view of ['count', 'lines'])
      for (const cursor of [other, `${after},${other}`, `${after},${after}`, 'nonsense'])
        expect((await admin.get(`/api/log/${view}?cursor=${cursor}`)).status, cursor).toBe(400)
    expect((await admin.get('/api/log/count')).status).toBe(400)
    console.xnat.addUser({ username: 'owner' })
    const owner = await console.signIn('owner')
    expect((await owner.get(`/api/log/count?cursor=${after}`)).status).toBe(403)
  })
})

it('the clock of the log is told by its lines, as soon as one comes in', async () => {
  await setUp()
  const offset = async () =>
    LogFiles.parse((await admin.get('/api/log/files')).json).sources[0]?.utcOffsetMinutes
  await appendFile(live(), '2024-03-12 10:15:02,118 [main] INFO  org.nrg.x.Some - long ago\n')
  const stamp = new Date(console.now() + 330 * 60_000)
    .toISOString()
    .replace('T', ' ')
    .replace('.', ',')
    .slice(0, 23)
  await appendFile(live(), `${stamp} [main] INFO  org.nrg.x.Some - in India\n`)
  await expect.poll(offset).toBe(330)
})
