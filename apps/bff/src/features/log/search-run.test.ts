import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { LogSearchMessage } from '@ohif-admin/contracts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { RecordFilter } from './history/filter.ts'
import { HistoryThread } from './history-thread.ts'
import { runSearch } from './search-run.ts'

let folder: string
let threads: HistoryThread[]
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'search-run-'))
  threads = Array.from({ length: 3 }, () => new HistoryThread())
})
afterEach(async () => {
  await Promise.all(threads.map((thread) => thread.stop()))
  await rm(folder, { recursive: true })
})

const stamp = (second: number) =>
  `${new Date(Date.UTC(2024, 2, 12) + second * 1000).toISOString().replace('T', ' ').slice(0, 19)},000`

/** Records of some kilobytes with continuation lines, one of them larger than what a thread searches at once. */
function makeLog(count: number, from: number): string[] {
  return Array.from({ length: count }, (_, index) => {
    const number = from + index
    const head = `${stamp(number)} [main] ${number % 5 ? 'INFO ' : 'ERROR'} org.nrg.x.Some - record <${number}>`
    const more = `\n\tat ${'x'.repeat(3_000)} line of ${number}`
    return `${head}${number === from + 700 ? more.repeat(7_000) : more}\n`
  })
}

async function search(
  names: readonly string[],
  filter: Partial<RecordFilter>,
  emit = async () => undefined as unknown,
) {
  const messages: LogSearchMessage[] = []
  const sources = names.map((name) => ({ name, folder: path.join(folder, name), seen: [] }))
  const job = { sources, filter: { regex: false, matchCase: false, invert: false, ...filter }, masked: false }
  const total = await runSearch(threads, job, {
    signal: new AbortController().signal,
    async emit(message) {
      messages.push(message)
      await emit()
    },
  })
  const cursors = messages.flatMap((one) => (one.type === 'hits' ? one.cursors : []))
  return { ...total, messages, offsets: cursors.map((cursor) => Number(cursor.split(':')[2])), cursors }
}

const offsetsOf = (records: readonly string[]) => {
  let at = 0
  return records.map((record) => {
    const start = at
    at += Buffer.byteLength(record)
    return start
  })
}

describe('a search in several threads', () => {
  it('finds each record once and in order, wherever the log is divided', async () => {
    await mkdir(path.join(folder, 'one'))
    const records = makeLog(14_000, 0)
    const starts = offsetsOf(records)
    await writeFile(path.join(folder, 'one', 'ohifviewer.log'), records.join(''))
    const all = await search(['one'], { text: 'record' })
    expect(all.matches).toBe(14_000)
    expect(all.offsets).toEqual(starts.slice(0, 10_000))
    const errors = await search(['one'], { levels: ['ERROR'], text: 'line of 1' })
    const expected = records.flatMap((record, index) =>
      record.includes('ERROR') && record.includes('line of 1') ? [starts[index]] : [],
    )
    expect(errors.offsets).toEqual(expected)
    expect((await search(['one'], { text: 'line of 700', regex: true })).offsets).toContain(starts[700])
    const ends = all.messages.filter((one) => one.type === 'progress').at(-1)
    expect(ends).toMatchObject({ scannedBytes: Buffer.byteLength(records.join('')), matches: 14_000 })
  })

  it('gives the hits of several sources in the order of their stamps', async () => {
    const names = ['one', 'two']
    for (const [index, name] of names.entries()) {
      await mkdir(path.join(folder, name))
      const records = makeLog(6_000, index * 3_000)
      await writeFile(path.join(folder, name, 'ohifviewer.log.2024-03-11'), records.slice(0, 2_000).join(''))
      await writeFile(path.join(folder, name, 'ohifviewer.log'), records.slice(2_000).join(''))
    }
    const { cursors, matches } = await search(names, { levels: ['ERROR'] })
    expect(matches).toBe(2_400)
    const sourceOf = (cursor: string) => cursor.split(':')[0]
    expect(cursors.map(sourceOf).slice(0, 600)).toEqual(Array(600).fill('one'))
    expect(cursors.map(sourceOf).slice(-600)).toEqual(Array(600).fill('two'))
    // In between both write at the same seconds.
    expect(new Set(cursors.map(sourceOf).slice(600, 606))).toEqual(new Set(names))
  })

  it('goes on in a file that is rolled meanwhile', async () => {
    await mkdir(path.join(folder, 'one'))
    const live = path.join(folder, 'one', 'ohifviewer.log')
    await writeFile(live, makeLog(9_000, 0).join(''))
    let isRolled = false
    const { matches } = await search(['one'], { text: 'record' }, async () => {
      if (!isRolled) await rename(live, `${live}.2024-03-12`)
      isRolled = true
    })
    expect(matches).toBe(9_000)
  })
})
