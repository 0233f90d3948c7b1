import { expect, it } from 'vitest'
import { noSessions } from './no-sessions.ts'
import { makeCounts, makeRun } from './testing/make-run.ts'

const FAILURES = { show: 'failures', search: '' } as const
const ALL = { show: 'all', search: '' } as const
const blind = makeCounts({ total: null })

it('a run without failures says so, and while it runs only for so far', () => {
  expect(noSessions(makeRun({ state: 'finished' }), FAILURES).title).toBe('sessions.noFailures')
  expect(noSessions(makeRun(), FAILURES).title).toBe('sessions.noFailuresYet')
})

it('that nothing failed is not said where nothing is known', () => {
  expect(noSessions(makeRun({ state: 'unknown', counts: blind }), FAILURES).title).toBe('sessions.none')
})

it('a run that never started says that, whatever is asked for', () => {
  for (const state of ['failed-to-start', 'refused'] as const)
    for (const filter of [ALL, FAILURES])
      expect(noSessions(makeRun({ state, counts: blind }), filter).title).toBe('sessions.neverStarted')
})

it('a run that waits has not begun', () => {
  expect(noSessions(makeRun({ state: 'queued', counts: blind }), FAILURES).title).toBe('sessions.queued')
})

it('a search that finds nothing is the search\u2019s doing', () => {
  expect(noSessions(makeRun(), { show: 'failures', search: 'x' }).title).toBe('sessions.noMatch')
})

it('a list that is still to come says so', () => {
  expect(noSessions(makeRun({ counts: blind }), ALL).hint).toBe('sessions.noneYetHint')
  expect(noSessions(makeRun({ state: 'finished', counts: blind }), ALL).hint).toBe('sessions.noneHint')
})
