import type { LogCursor, LogRow } from '@ohif-admin/contracts'
import { expect, test } from 'vitest'
import { loadPattern } from './pattern.ts'
import { partsOfRow } from './row-parts.ts'

const row = (message: string, more: string[] = []): Extract<LogRow, { form: 'record' }> => ({
  form: 'record',
  cursor: 'main:ab12:0' as LogCursor,
  source: 'main',
  at: '2024-03-12 10:15:02,118',
  level: 'WARN',
  thread: 'pool-1-thread-1',
  logger: 'a.B',
  message,
  more,
  moreLines: more.length,
})

const marked = async (pattern: string, record: ReturnType<typeof row>, matchCase = false) => {
  const find = await loadPattern(pattern, matchCase)
  const { message, more } = partsOfRow(record, { text: '', matchCase, find })
  const hits = (parts: typeof message) => parts.filter(({ hit }) => hit).map(({ text }) => text)
  return [...hits(message), ...hits(more)]
}

test('the matches of a pattern are marked, in the message and in the lines after it', async () => {
  const record = row('Session XNAT_E00012 stored', ['Caused by: gone', '\tat XNAT_E00013'])
  expect(await marked('XNAT_E\\d+', record)).toEqual(['XNAT_E00012', 'XNAT_E00013'])
  expect(await marked('session', record)).toEqual(['Session'])
  expect(await marked('session', record, true)).toEqual([])
  expect(await marked('^Caused.*$', record)).toEqual(['Caused by: gone'])
})

test('a match that begins in the header is marked where the message has it', async () => {
  expect(await marked('a\\.B - Sess', row('Session stored'))).toEqual(['Sess'])
})

test('what cannot be seen is shown, and the marks still stand where they belong', async () => {
  const parts = partsOfRow(row('a\u0007\u202eb end'), {
    text: '',
    matchCase: false,
    find: await loadPattern('b', true),
  })
  expect(parts.message.map(({ text }) => text)).toEqual(['a⟨BEL⟩⟨U+202E⟩', 'b', ' end'])
})

test('a pattern that would take other engines for ever does not', async () => {
  expect(await marked('(a+)+$', row(`${'a'.repeat(5000)}!`))).toEqual([])
})

test('a pattern without an end of matches marks a bounded number of them', async () => {
  expect(await marked('z', row('z'.repeat(10_000)))).toHaveLength(50)
})
