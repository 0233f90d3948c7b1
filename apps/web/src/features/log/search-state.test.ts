import type { LogCursor, LogSearchMessage } from '@ohif-admin/contracts'
import { expect, test } from 'vitest'
import { createTranslate } from '../../i18n/translate.ts'
import { messagesOf } from '../../testing/messages.ts'
import { searchSentence } from './search-sentence.ts'
import { NO_SEARCH, nextHit, type SearchAction, searchReducer } from './search-state.ts'

const hit = (index: number) => `main:ab12:${index}` as LogCursor
const t = createTranslate(messagesOf('en'), 'en')
const after = (...actions: SearchAction[]) => actions.reduce(searchReducer, NO_SEARCH)
const heard = (...messages: LogSearchMessage[]): SearchAction => ({ type: 'messages', messages })
const begun: SearchAction[] = [{ type: 'begin' }, { type: 'checked' }]
const words = (...actions: SearchAction[]) => searchSentence(after(...actions), { t, locale: 'en' })

test('a search says how far it is, then how much there is', () => {
  const progress = heard(
    { type: 'hits', cursors: [hit(1), hit(2)] },
    { type: 'progress', scannedBytes: 400, totalBytes: 1000, matches: 12 },
  )
  expect(words({ type: 'begin' })).toBe('Searching…')
  expect(words(...begun, progress)).toBe('12 so far, 40 % searched')
  expect(words(...begun, progress, heard({ type: 'done', matches: 37, listed: 2 }))).toBe(
    '37 matches. Only the first 2 can be gone to',
  )
  expect(words(...begun, heard({ type: 'done', matches: 0, listed: 0 }))).toBe('No match')
})

test('the match one has gone to is counted', () => {
  const found = heard({ type: 'hits', cursors: [hit(1), hit(2)] }, { type: 'done', matches: 2, listed: 2 })
  expect(words(...begun, found, { type: 'go', index: 1 })).toBe('2 of 2 matches')
})

test('matches are gone through round and round, from the newest backwards', () => {
  const state = after(...begun, heard({ type: 'hits', cursors: [hit(1), hit(2), hit(3)] }))
  expect(nextHit(state, 1)).toBe(0)
  expect(nextHit(state, -1)).toBe(2)
  expect(nextHit({ ...state, index: 2 }, 1)).toBe(0)
  expect(nextHit({ ...state, index: 0 }, -1)).toBe(2)
  expect(nextHit(NO_SEARCH, 1)).toBeNull()
})

test('what comes after a cancel is not counted', () => {
  const state = after(...begun, { type: 'cancel' }, heard({ type: 'done', matches: 9, listed: 9 }))
  expect(state).toMatchObject({ status: 'cancelled', matches: 0 })
})

test('a pattern that cannot be used, and a log that cannot be read, say why', () => {
  expect(
    after({ type: 'begin' }, { type: 'refused', refusal: { reason: 'missing )', at: 3 } }),
  ).toMatchObject({
    refusal: { reason: 'missing )', at: 3 },
  })
  expect(words(...begun, heard({ type: 'failed', problem: 'file-missing' }))).toBe(
    'The search broke off: there is no ohifviewer.log in the log folder.',
  )
  expect(words(...begun, { type: 'broken' })).toBe('The search broke off.')
})
