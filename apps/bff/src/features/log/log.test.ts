import { appendFile, mkdir, mkdtemp, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { LogDensity, LogFiles, LogPage, type LogRow, LogSearchMessage } from '@ohif-admin/contracts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Browser } from '../../testing/browser.ts'
import { startConsole, type TestConsole } from '../../testing/console.ts'

let folder: string
let other: string
let console: TestConsole
let admin: Browser

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'log-history-'))
  other = path.join(folder, 'other')
  await mkdir(other)
})
afterEach(async () => {
  await console[Symbol.asyncDispose]()
  await rm(folder, { recursive: true })
})

async function start(settings: Record<string, string> = {}) {
  console = await startConsole({ logFolder: folder, settings })
  console.xnat.addUser({ username: 'support', groups: ['ALL_DATA_ACCESS'] })
  console.xnat.addUser({ username: 'owner' })
  admin = await console.signIn('admin')
}

const live = () => path.join(folder, 'ohifviewer.log')
const LOGGERS = [
  'org.nrg.xnatx.ohifviewer.xapi.OhifViewerApi',
  'org.nrg.xnatx.plugin.PluginUtils',
  'icr.etherj.AbstractPathScan',
]
const LEVELS = ['DEBUG', 'INFO ', 'WARN ', 'ERROR']

function stamp(second: number): string {
  return `${new Date(Date.UTC(2024, 2, 12, 10) + second * 1000).toISOString().replace('T', ' ').slice(0, 19)},000`
}

/** Records with stamps a second apart, some with continuation lines, each named by its number. */
function records(count: number, from = 0): string[] {
  return Array.from({ length: count }, (_, index) => {
    const number = from + index
    const head = `${stamp(number)} [pool-1-thread-${(number % 4) + 1}] ${LEVELS[number % 4]} ${LOGGERS[number % 3]} - record <${number}> of ünits`
    const more = number % 7 === 0 ? `\n\tat some.Class(File.java:${number})\n\nlast` : ''
    return `${head}${more}\n`
  })
}

async function lines(query: string, browser = admin): Promise<LogPage> {
  const answer = await browser.get(`/api/log/lines?${query}`)
  expect(answer.status, answer.text).toBe(200)
  return LogPage.parse(answer.json)
}

const isRecord = (row: LogRow) => row.form === 'record'
const textOf = (row: LogRow) =>
  row.form === 'record'
    ? `${row.at} [${row.thread}] ${row.level.padEnd(5)} ${row.logger} - ${[row.message, ...row.more].join('\n')}\n`
    : ''

async function walk(side: 'before' | 'after', query = '', browser = admin): Promise<LogRow[]> {
  const rows: LogRow[] = []
  const first = side === 'before' ? 'side=before' : 'side=after&time=2000'
  let page = await lines(`${first}&limit=83${query}`, browser)
  for (;;) {
    if (side === 'before') rows.unshift(...page.rows)
    else rows.push(...page.rows)
    if (!(side === 'before' ? page.moreBefore : page.moreAfter)) return rows
    page = await lines(
      `side=${side}&limit=83&cursor=${side === 'before' ? page.before : page.after}${query}`,
      browser,
    )
  }
}

async function search(query: string, browser = admin) {
  const answer = await browser.get(`/api/log/search?${query}`)
  expect(answer.status, answer.text).toBe(200)
  const messages = answer.text
    .split('\n\n')
    .filter((frame) => frame.startsWith('data: '))
    .map((frame) => LogSearchMessage.parse(JSON.parse(frame.slice(6))))
  const done = messages.find((message) => message.type === 'done')
  return {
    messages,
    matches: done?.matches,
    cursors: messages.flatMap((one) => (one.type === 'hits' ? one.cursors : [])),
  }
}

describe('pages of the log', () => {
  it('are the file exactly once, in either direction, over dated files and the live one', async () => {
    const all = records(1000)
    await writeFile(`${live()}.2024-03-10`, all.slice(0, 300).join(''))
    await writeFile(`${live()}.2024-03-11`, all.slice(300, 650).join(''))
    await writeFile(live(), all.slice(650).join(''))
    await start()
    for (const side of ['before', 'after'] as const) {
      const rows = await walk(side)
      expect(rows.map(textOf).join('')).toBe(all.join(''))
      expect(rows.flatMap((row) => (row.form === 'marker' ? [row.kind] : []))).toEqual(['rotated', 'rotated'])
    }
  })

  it('merge sources by stamp, each record once, also when a clock goes back', async () => {
    const all = records(600)
    const mine = all.filter((_, index) => index % 3 !== 0)
    const theirs = all.filter((_, index) => index % 3 === 0)
    const back = [...theirs.slice(0, 100), ...theirs.slice(80, 100), ...theirs.slice(100)]
    await writeFile(live(), mine.join(''))
    await writeFile(path.join(other, 'ohifviewer.log'), back.join(''))
    await start({ LOG_SOURCES: `one=${folder},two=${other},dead=${folder}/none` })
    for (const side of ['before', 'after'] as const) {
      const rows = await walk(side)
      const of = (source: string) =>
        rows
          .filter((row) => row.source === source)
          .map(textOf)
          .join('')
      expect(of('one')).toBe(mine.join(''))
      expect(of('two')).toBe(back.join(''))
    }
    const files = LogFiles.parse((await admin.get('/api/log/files')).json)
    expect(files.sources.map(({ name, problem }) => [name, problem])).toEqual([
      ['one', null],
      ['two', null],
      ['dead', 'folder-missing'],
    ])
  })

  it('jump to a time, to its nearest record, and say when it lies outside', async () => {
    await writeFile(live(), records(5000).join(''))
    await start()
    for (const wanted of [0, 1, 1234, 4999]) {
      const page = await lines(`time=${encodeURIComponent(stamp(wanted))}&side=around&limit=20`)
      const anchor = page.rows.find((row) => row.cursor === page.anchor)
      expect(anchor?.form === 'record' && anchor.message).toContain(`<${wanted}>`)
      expect(page.note).toBeNull()
    }
    expect(await lines('time=2023-01-01&side=around')).toMatchObject({
      note: 'before-start',
      moreBefore: false,
    })
    expect(await lines('time=2033-01-01&side=around')).toMatchObject({ note: 'after-end', moreAfter: false })
    expect((await admin.get('/api/log/lines?time=yesterday')).status).toBe(400)
  })

  it('filter by level, logger, thread and text', async () => {
    const all = records(400)
    await writeFile(live(), all.join(''))
    await start()
    const found = async (query: string) => (await walk('before', `&${query}`)).filter(isRecord).map(textOf)
    expect(await found('levels=ERROR,WARN')).toEqual(all.filter((one) => / (?:ERROR|WARN ) /.test(one)))
    expect(await found('logger=pluginutils')).toEqual(all.filter((one) => one.includes('PluginUtils')))
    expect(await found('thread=pool-1-thread-2')).toEqual(all.filter((one) => one.includes('thread-2]')))
    expect(await found('thread=pool-1-*')).toHaveLength(400)
    expect(await found('text=file.JAVA:21')).toEqual(all.filter((one) => one.includes('File.java:21')))
    expect(await found('text=file.JAVA:21&matchCase=true')).toEqual([])
    expect(await found(`text=${encodeURIComponent('ÜNITS')}&levels=WARN`)).toHaveLength(100)
    expect(await found('text=%3C3%5Cd%3E&regex=true')).toEqual(all.slice(30, 40))
    expect(await found('text=class&invert=true')).toEqual(all.filter((one) => !one.includes('Class')))
  })

  it('find the records of a session and those its thread wrote meanwhile', async () => {
    const handler = 'org.nrg.xnatx.ohifviewer.inputcreator.JsonMetadataHandler'
    const log = [
      `${stamp(1)} [pool-1-thread-1] INFO  ${handler} - Creating session metadata for XNAT_E1`,
      `${stamp(2)} [pool-1-thread-2] INFO  ${handler} - Creating session metadata for XNAT_E12`,
      `${stamp(3)} [pool-1-thread-1] INFO  icr.etherj.AbstractPathScan - Building import list...`,
      `${stamp(4)} [pool-1-thread-2] INFO  icr.etherj.AbstractPathScan - Building import list...`,
      `${stamp(5)} [pool-1-thread-1] INFO  ${handler} - Session XNAT_E1 metadata created and stored`,
      `${stamp(6)} [pool-1-thread-1] INFO  icr.etherj.AbstractPathScan - Building import list...`,
    ]
    await writeFile(live(), `${log.join('\n')}\n`)
    await start()
    for (const side of ['before', 'after'] as const) {
      const rows = await walk(side, '&sessionId=XNAT_E1')
      expect(rows.map((row) => row.form === 'record' && row.at)).toEqual([stamp(1), stamp(3), stamp(5)])
    }
    expect((await search('sessionId=XNAT_E1')).matches).toBe(3)
  })

  it('survive a roll and a cut between two pages', async () => {
    const all = records(300)
    await writeFile(live(), all.join(''))
    await start()
    const page = await lines('side=after&time=2000&limit=100')
    await rename(live(), `${live()}.2024-03-12`)
    await writeFile(live(), records(10, 300).join(''))
    const next = await lines(`side=after&limit=500&cursor=${page.after}`)
    expect([...page.rows, ...next.rows].map(textOf).join('')).toBe(records(310).join(''))
    await truncate(`${live()}.2024-03-12`, Buffer.byteLength(all.slice(0, 50).join('')))
    const cut = await lines(`side=after&limit=500&cursor=${page.after}`)
    expect(cut.rows.map(textOf).join('')).toBe(records(10, 300).join(''))
    await rm(`${live()}.2024-03-12`)
    expect(await lines(`side=before&cursor=${page.after}`)).toMatchObject({ note: 'gone', moreBefore: false })
  })

  it('show what happened to the files', async () => {
    await writeFile(live(), records(20).join(''))
    await start()
    await using stream = await admin.listen('log')
    await truncate(live(), 0)
    const startUp = `${stamp(40)} [main] INFO  org.nrg.xnatx.ohifviewer.xapi.OhifViewerApi - OHIF Viewer XAPI initialised\n`
    await appendFile(live(), records(5, 30).join('') + startUp)
    await stream.until(
      (one) =>
        one.type === 'log' && one.rows.some((row) => row.form === 'marker' && row.kind === 'restarted'),
    )
    const kinds = (await walk('before')).flatMap((row) => (row.form === 'marker' ? [row.kind] : []))
    expect(kinds).toEqual(['truncated', 'restarted'])
  })

  it('refuse what is not valid, in words', async () => {
    await writeFile(live(), records(5).join(''))
    await start()
    expect((await admin.get('/api/log/lines?cursor=nobody:0123456789abcdef:0')).status).toBe(400)
    expect((await admin.get('/api/log/lines?cursor=xnat:zz')).status).toBe(400)
    expect((await admin.get('/api/log/lines?source=nobody')).status).toBe(400)
    expect((await admin.get('/api/log/lines?runId=6f9619ff-8b86-4011-b42d-00c04fc964ff')).status).toBe(404)
    const answer = await admin.get('/api/log/search?text=a%5Bz-a%5D&regex=true')
    expect(answer.status).toBe(400)
    expect(answer.json).toMatchObject({
      fields: [{ path: 'text', reason: 'invalid character class range', position: 2 }],
    })
  })
})

describe('a search', () => {
  it('counts what grep counts and lists the records in order', async () => {
    const all = records(3000)
    await writeFile(`${live()}.2024-03-11`, all.slice(0, 2000).join(''))
    await writeFile(live(), all.slice(2000).join(''))
    await start()
    const text = (await readFile(`${live()}.2024-03-11`, 'latin1')) + (await readFile(live(), 'latin1'))
    const grep = (pattern: RegExp) => text.split('\n').filter((line) => pattern.test(line)).length
    expect((await search('text=thread-3')).matches).toBe(grep(/thread-3/))
    expect((await search('text=RECORD')).matches).toBe(grep(/record/i))
    expect((await search('text=RECORD&matchCase=true')).matches).toBe(0)
    expect((await search('text=%3C1%5Cd*%3E&regex=true')).matches).toBe(grep(/<1\d*>/))
    expect((await search('levels=ERROR')).matches).toBe(750)
    expect((await search('text=thread-3&levels=DEBUG')).matches).toBe(0)
    const { cursors } = await search('text=File.java')
    const page = await lines(`cursor=${cursors[0]}&side=after&text=File.java&limit=500`)
    expect(page.rows.map(({ cursor }) => cursor)).toEqual(cursors)
  })

  it('takes time in proportion to the log whatever the pattern, in a thread of its own', async () => {
    const line = `${stamp(1)} [main] INFO  icr.etherj.AbstractPathScan - ${'a'.repeat(10_000_000)}b\n`
    await writeFile(live(), records(1).join('') + line + records(1, 2).join(''))
    await start()
    let over = false
    const searching = search('text=(a%2B)%2B%24&regex=true').finally(() => {
      over = true
    })
    let answers = 0
    while (!over) {
      expect((await admin.get('/live')).status).toBe(200)
      answers += 1
    }
    expect((await searching).matches).toBe(0)
    expect(answers).toBeGreaterThan(1)
    const page = await lines('text=aaaa&side=before')
    const [shown] = page.rows.map((row) => (row.form === 'record' ? row.message.length : 0))
    expect(shown).toBeGreaterThan(60_000)
    expect(shown).toBeLessThanOrEqual(64 * 1024)
    expect((await walk('after')).filter(isRecord)).toHaveLength(3)
  })

  it('ends when its client leaves', async () => {
    await writeFile(live(), records(20_000).join(''))
    await start()
    const leave = new AbortController()
    const url = new URL('/api/log/search?text=(a%2B)%2B%24&regex=true', console.url)
    const answer = await fetch(url, {
      headers: { cookie: admin.cookie ?? '', 'sec-fetch-site': 'same-origin' },
      signal: leave.signal,
    })
    expect(answer.status).toBe(200)
    leave.abort()
    const again = await Promise.all(Array.from({ length: 3 }, () => search('text=record')))
    expect(again.map(({ matches }) => matches)).toEqual([20_000, 20_000, 20_000])
  })
})

describe('the other views', () => {
  it('count every record, warning and error once', async () => {
    await writeFile(live(), records(8000).join(''))
    await start()
    const { buckets } = LogDensity.parse((await admin.get('/api/log/density?buckets=10')).json)
    const sum = (key: 'records' | 'warnings' | 'errors') => buckets.reduce((all, one) => all + one[key], 0)
    expect([buckets.length, sum('records'), sum('warnings'), sum('errors')]).toEqual([10, 8000, 2000, 2000])
    expect(buckets[0]?.firstStamp).toBe(stamp(0))
  })

  it('give the log as it is, or what a filter leaves of it', async () => {
    const all = records(2000)
    await writeFile(live(), all.join(''))
    await start()
    const whole = await admin.get('/api/log/download')
    expect(whole.text).toBe(all.join(''))
    expect(whole.headers.get('content-disposition')).toBe('attachment; filename="ohifviewer-xnat.log"')
    expect((await admin.get('/api/log/download?levels=ERROR')).text).toBe(
      all.filter((one) => one.includes('ERROR')).join(''),
    )
  })

  it('are closed to everybody else', async () => {
    await writeFile(live(), records(5).join(''))
    await start()
    const owner = await console.signIn('owner')
    for (const view of ['lines', 'files', 'density', 'search', 'download'])
      expect((await owner.get(`/api/log/${view}`)).status).toBe(403)
    await expect(owner.listen('log')).rejects.toThrow('403')
  })
})
