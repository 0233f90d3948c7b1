import type { LogCursor } from '@ohif-admin/contracts'
import { expect, test } from 'vitest'
import {
  filterOf,
  linesFilterOf,
  lineText,
  paramsOf,
  permalink,
  sessionIn,
  stampOf,
  viewOf,
} from './log-view.ts'

const RUN = '2a4f3f52-2b54-4f0c-9d0a-6f0b5d8f1a11'
const cursor = 'main:ab12:360' as LogCursor

test('an empty address shows everything and follows the end', () => {
  expect(viewOf({})).toMatchObject({ levels: [], text: '', follow: true, cursor: undefined, wrap: undefined })
  expect(paramsOf(viewOf({}))).toEqual({})
})

test('every part of the view survives the address', () => {
  const params = {
    source: 'node1',
    levels: 'WARN,ERROR',
    text: ' a b ',
    regex: '1',
    case: '1',
    invert: '1',
    context: '1',
    logger: 'etherj',
    thread: 'pool-3-thread-*',
    run: RUN,
    session: 'XNAT_E00001',
    cursor,
    wrap: '0',
  }
  expect(paramsOf(viewOf(params))).toEqual(params)
  expect(paramsOf(viewOf({ follow: '0' }))).toEqual({ follow: '0' })
  expect(paramsOf(viewOf({ time: '2024-03-12 10:15:02,000' }))).toEqual({ time: '2024-03-12 10:15:02,000' })
})

test('what an address cannot mean is left out', () => {
  const view = viewOf({
    levels: 'LOUD,ERROR',
    run: 'x',
    cursor: '../etc',
    time: 'noon',
    session: 'a b',
    regex: 'yes',
  })
  expect(paramsOf(view)).toEqual({ levels: 'ERROR' })
})

test('the options of a search are asked for with a text only', () => {
  expect(filterOf(viewOf({ regex: '1', invert: '1' }), { withText: true })).toEqual({})
  expect(filterOf(viewOf({ text: 'a', regex: '1' }), { withText: true })).toEqual({
    text: 'a',
    regex: 'true',
  })
})

test('a search among its surroundings does not narrow the list, an inverted one always does', () => {
  expect(linesFilterOf(viewOf({ text: 'a', context: '1' }))).toEqual({})
  expect(linesFilterOf(viewOf({ text: 'a', context: '1', invert: '1' }))).toEqual({
    text: 'a',
    invert: 'true',
  })
})

test('a permalink names the line and nothing else', () => {
  expect(permalink('https://x.org/ohif-admin/log?text=abc&levels=ERROR#top', cursor)).toBe(
    'https://x.org/ohif-admin/log?cursor=main%3Aab12%3A360',
  )
})

test('a stamp is made of what a date field gives', () => {
  expect(stampOf('2024-03-12T10:15')).toBe('2024-03-12 10:15:00,000')
  expect(stampOf('2024-03-12T10:15:02')).toBe('2024-03-12 10:15:02,000')
  expect(stampOf('2024-03-12 10:15:02,118')).toBe('2024-03-12 10:15:02,118')
  expect(stampOf('2024-13-45T10:15')).toBeUndefined()
  expect(stampOf('')).toBeUndefined()
})

test('a session is known by the form of its id', () => {
  expect(sessionIn('Session XNAT_E00415 metadata created and stored')).toBe('XNAT_E00415')
  expect(sessionIn('Fetching session JSON for sessionId=CENTRAL_E00012')).toBe('CENTRAL_E00012')
  expect(sessionIn('Subject XNAT_S00001 read')).toBeNull()
  expect(sessionIn('Stored JSON revision: 2')).toBeNull()
})

test('a copied line reads as the log has it, with its further lines', () => {
  const line = {
    at: '2024-03-12 10:15:02,118',
    level: 'ERROR',
    thread: 't-1',
    logger: 'a.B',
    message: 'No',
    more: ['\tat X'],
  }
  expect(lineText(line)).toBe('2024-03-12 10:15:02,118 [t-1] ERROR a.B - No\n\tat X')
})
