import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { LogRow } from '@ohif-admin/contracts'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Browser, EventStream } from '../../testing/browser.ts'
import { startConsole, type TestConsole } from '../../testing/console.ts'

let folder: string
let console: TestConsole
let admin: Browser

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'log-live-'))
  await writeFile(live(), record(0))
  console = await startConsole({ logFolder: folder })
  console.xnat.addUser({ username: 'support', groups: ['ALL_DATA_ACCESS'] })
  console.xnat.addUser({ username: 'owner' })
  admin = await console.signIn('admin')
})
afterEach(async () => {
  await console[Symbol.asyncDispose]()
  await rm(folder, { recursive: true })
})

const live = () => path.join(folder, 'ohifviewer.log')
const record = (number: number, message = `record <${number}>`) =>
  `2024-03-12 10:15:${String(number % 60).padStart(2, '0')},118 [main] INFO  org.nrg.xnatx.ohifviewer.xapi.OhifViewerApi - ${message}\n`
const batch = (from: number, count: number) =>
  Array.from({ length: count }, (_, index) => record(from + index)).join('')

const rowsOf = (stream: EventStream): LogRow[] =>
  stream.messages.flatMap((message) => (message.type === 'log' ? message.rows : []))
const numbersOf = (stream: EventStream) =>
  rowsOf(stream).map((row) => (row.form === 'record' ? Number(/<(\d+)>/.exec(row.message)?.[1]) : -1))
const skippedBy = (stream: EventStream) =>
  stream.messages.reduce((sum, message) => sum + (message.type === 'log' ? message.skipped : 0), 0)
const upTo = (count: number, from = 0) => Array.from({ length: count }, (_, index) => from + index)

describe('the log as it grows', () => {
  it('is sent in batches, each with the place to go on from', async () => {
    await using stream = await admin.listen('log')
    await appendFile(live(), batch(1, 40))
    await expect.poll(() => numbersOf(stream)).toEqual(upTo(40, 1))
    const page = await admin.get(`/api/log/lines?side=after&cursor=${stream.lastEventId()}`)
    expect(page.json).toMatchObject({ rows: [], moreAfter: false })
  })

  it('has no gap and no repeat for a client that comes back with the last id', async () => {
    const seen: number[] = []
    let last: string | undefined
    for (let round = 0; round < 5; round += 1) {
      const from = 1 + round * 60
      await appendFile(live(), batch(from, 30))
      await using stream = await admin.listen('log', last)
      await appendFile(live(), batch(from + 30, 30))
      await expect.poll(() => [...seen, ...numbersOf(stream)].at(-1), { timeout: 5000 }).toBe(from + 59)
      seen.push(...numbersOf(stream))
      last = stream.lastEventId()
    }
    // The first connection had no id, so it begins where it began.
    const [first = 0] = seen
    expect(seen).toEqual(upTo(300 - first + 1, first))
  })

  it('says that there is a gap to a client that was away for too long, or has an id of another log', async () => {
    await using stream = await admin.listen('log')
    await stream.until((message) => message.type === 'log')
    const last = stream.lastEventId()
    await appendFile(live(), batch(1, 3000))
    await expect.poll(() => skippedBy(stream) + rowsOf(stream).length).toBe(3000)
    for (const id of [last, 'nobody:0123456789abcdef:7']) {
      await using again = await admin.listen('log', id)
      await again.until((message) => message.type === 'gap')
      expect(rowsOf(again)).toEqual([])
    }
  })

  it('has the stack trace of a record also when it is written long after it', async () => {
    await using stream = await admin.listen('log')
    await appendFile(live(), record(1))
    await stream.until((message) => message.type === 'log' && message.rows.length === 1)
    const grown = () =>
      stream.messages.flatMap((message) => (message.type === 'log' ? (message.grown ?? []) : []))
    const lines = (rows: LogRow[]) => rows.map((row) => row.form === 'record' && row.more)
    await appendFile(live(), '\tat some.Class\n')
    await expect.poll(() => lines(grown())).toEqual([['\tat some.Class']])
    await appendFile(live(), `\tat other.Class\n${record(2)}`)
    await expect.poll(() => numbersOf(stream)).toEqual([1, 2])
    expect(lines(grown()).at(-1)).toEqual(['\tat some.Class', '\tat other.Class'])
    expect(new Set(grown().map(({ cursor }) => cursor))).toEqual(new Set([rowsOf(stream)[0]?.cursor]))
    const page = await admin.get(`/api/log/lines?side=after&cursor=${stream.lastEventId()}`)
    expect(page.json).toMatchObject({ rows: [], moreAfter: false })
    await stream[Symbol.asyncDispose]()
    await appendFile(live(), `\tat last.Class\n${record(3)}`)
    await using again = await admin.listen('log', stream.lastEventId())
    await expect.poll(() => numbersOf(again)).toEqual([3])
    const late = again.messages.flatMap((message) => (message.type === 'log' ? (message.grown ?? []) : []))
    expect(lines(late).at(-1)).toEqual(['\tat last.Class'])
  })

  it('comes in five messages a second while much is written', async () => {
    await using stream = await admin.listen('log')
    await stream.until((message) => message.type === 'log')
    const before = stream.messages.length
    const beganAt = performance.now()
    for (let round = 0; round < 20; round += 1) await appendFile(live(), batch(1 + round * 200, 200))
    await expect.poll(() => skippedBy(stream) + rowsOf(stream).length, { interval: 10 }).toBe(4000)
    const seconds = (performance.now() - beganAt) / 1000
    expect(stream.messages.length - before).toBeLessThanOrEqual(3 + seconds * 6)
  })

  it('counts what came too fast', async () => {
    await using stream = await admin.listen('log')
    await appendFile(live(), batch(1, 20_000))
    await expect.poll(() => skippedBy(stream) + rowsOf(stream).length, { timeout: 10_000 }).toBe(20_000)
    for (const message of stream.messages)
      if (message.type === 'log') expect(message.rows.length).toBeLessThanOrEqual(500)
  })
})

describe('support staff', () => {
  const canary = fc.integer({ min: 1, max: 9 ** 6 }).map((number) => `CANARY-${number}`)
  const text = (secret: string) =>
    fc.constantFrom(
      `Experiment path: /data/${secret}/`,
      `Creating JSON metadata for /data/archive/${secret}/SCANS`,
      `Session XNAT_E1 metadata created and stored`,
      `Creating session metadata for /data/${secret}`,
      `Project ${secret} of somebody metadata creation requested`,
      `Jsonifier exception: ${secret}`,
      `Error executing request - ${secret}`,
      `${secret} initialised`,
      `PatientName=${secret}`,
    )
  const logger = (secret: string) =>
    fc.constantFrom(
      'org.nrg.xnatx.ohifviewer.xapi.OhifViewerApi',
      'org.nrg.xnatx.ohifviewer.xapi.OhifViewerControllerAdvice',
      'org.nrg.xnatx.ohifviewer.inputcreator.ConfigServiceJsonCreator',
      'org.nrg.xnatx.ohifviewer.inputcreator.JsonMetadataHandler',
      'icr.etherj.AbstractPathScan',
      `com.${secret}.Logger`,
    )
  const line = canary.chain((secret) =>
    fc
      .tuple(text(secret), logger(secret), fc.constantFrom('main', 'pool-1-thread-1', secret), fc.boolean())
      .map(
        ([message, name, thread, more]) =>
          `2024-03-12 10:15:30,118 [${thread}] INFO  ${name} - ${message}\n${more ? `\tat ${secret}\n` : ''}`,
      ),
  )

  it('never receive what the log says about people, by whatever way, and neither do owners', async () => {
    const support = await console.signIn('support')
    const owner = await console.signIn('owner')
    await using stream = await support.listen('log')
    await fc.assert(
      fc.asyncProperty(fc.array(line, { minLength: 1, maxLength: 30 }), async (lines) => {
        await appendFile(live(), lines.join(''))
        const views = [
          'lines',
          'lines?side=around&time=2024-03-12',
          'search?text=e',
          'download',
          'files',
          'density',
        ]
        for (const view of views) {
          const answer = await support.get(`/api/log/${view}`)
          expect(answer.status).toBe(200)
          expect(answer.text).not.toContain('CANARY')
          expect((await owner.get(`/api/log/${view}`)).text).not.toContain('CANARY')
        }
        expect((await admin.get('/api/log/lines')).text).toMatch(/CANARY|XNAT_E1/)
      }),
      { numRuns: 8 },
    )
    await expect.poll(() => rowsOf(stream).length).toBeGreaterThan(8)
    expect(stream.raw()).not.toContain('CANARY')
  })

  it('learn nothing from searching for it either', async () => {
    const support = await console.signIn('support')
    await appendFile(
      live(),
      record(1, 'Experiment path: /data/CANARY-1/') + record(2, 'Jsonifier exception: CANARY-1'),
    )
    const queries = [
      'text=CANARY',
      'text=c%5Ba%5Dnary&regex=true',
      'sessionId=CANARY-1',
      'thread=CANARY*',
      'logger=CANARY',
    ]
    for (const query of queries) {
      expect((await support.get(`/api/log/search?${query}`)).text).toContain('"type":"done","matches":0')
      expect((await support.get(`/api/log/lines?${query}`)).json).toMatchObject({ rows: [] })
    }
    const masked = await support.get('/api/log/search?text=(masked)')
    expect(masked.text).toContain('"type":"done","matches":3')
  })
})
