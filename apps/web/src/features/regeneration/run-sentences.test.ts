import type { Run } from '@ohif-admin/contracts'
import { describe, expect, it } from 'vitest'
import { createTranslate } from '../../i18n/translate.ts'
import { messagesOf } from '../../testing/messages.ts'
import { logSightSentence, runDocumentTitle, runHeadline, runSentence, runTarget } from './run-sentences.ts'
import { makeCounts, makeGuided, makeRun, makeSession } from './testing/make-run.ts'
import { evidenceSentence } from './verdicts.ts'
import { settingsSentence, xnatCallSentence } from './xnat-call.ts'

const words = { t: createTranslate(messagesOf('en'), 'en'), locale: 'en' }
const say = (run: Partial<Run>) => runSentence(makeRun(run), words)

describe('the sentence of a run in progress', () => {
  it('says what is stored, what went wrong and how long it still takes', () => {
    const counts = makeCounts({ stored: 412, failed: 3, inWork: 4, waiting: 541 })
    expect(say({ counts, timeLeft: { minMs: 12 * 60_000, maxMs: 17 * 60_000 } })).toBe(
      'Rebuilding LIVER: 412 of 960 stored, 3 failed, 12–17 min left',
    )
  })

  it('names every kind of trouble by itself', () => {
    const counts = makeCounts({
      stored: 1200,
      total: 2000,
      migrated: 2,
      failed: 1,
      silentFailure: 1,
      unknown: 5,
    })
    expect(say({ counts })).toBe(
      'Rebuilding LIVER: 1,200 of 2,000 stored, 2 only migrated, 1 failed, 1 silent failure, 5 unknown',
    )
  })

  it('claims no total that is not known', () => {
    expect(say({ counts: makeCounts({ total: null, stored: 7 }) })).toBe('Rebuilding LIVER: 7 stored so far')
  })

  it('tells starting from listing the sessions', () => {
    const counts = makeCounts({ total: null })
    expect(say({ state: 'starting', counts })).toMatch(/the log does not show it yet/)
    expect(say({ state: 'discovering', counts })).toBe('Rebuilding LIVER: XNAT is listing the sessions')
    expect(say({ state: 'discovering', counts: makeCounts({ total: 340 }) })).toMatch(/sessions, 340 so far/)
  })

  it('says why nothing can be seen', () => {
    expect(say({ log: { state: 'unreadable', problem: 'folder-missing' } })).toBe(
      'Rebuilding LIVER: progress cannot be seen, the log folder does not exist',
    )
  })
})

describe('the sentence of a run that is over', () => {
  it('counts silent failures in the first place', () => {
    const counts = makeCounts({ stored: 957, silentFailure: 3 })
    expect(say({ state: 'finished', counts })).toBe(
      'LIVER finished with 3 silent failures: 957 of 960 stored',
    )
  })

  it('puts failures of both kinds together', () => {
    const counts = makeCounts({ stored: 955, failed: 1, silentFailure: 3, unknown: 1 })
    expect(say({ state: 'finished', counts })).toBe(
      'LIVER finished with 1 failure and 3 silent failures: 955 of 960 stored, 1 unknown',
    )
  })

  it.each([
    [{ stored: 960 }, 'LIVER finished: all 960 sessions stored'],
    [{ total: 1, stored: 1 }, 'LIVER finished: the one session is stored'],
    [{ total: 0 }, 'LIVER finished: there was no session to rebuild'],
    [{ stored: 946, migrated: 14 }, 'LIVER finished: 946 of 960 stored, 14 only migrated'],
    [{ stored: 900, unknown: 60 }, 'LIVER finished: 900 of 960 stored, 60 unknown'],
    [{ stored: 900, waiting: 60 }, 'LIVER finished: 900 of 960 stored, 60 without a verdict'],
    [{ total: null, stored: 9 }, 'LIVER finished: 9 stored, the total is not known'],
  ] as const)('says of %o: %s', (counts, sentence) => {
    const expected = 'total' in counts ? counts.total : 960
    expect(say({ state: 'finished', expected, counts: makeCounts(counts) })).toBe(sentence)
  })

  it('says how many listed sessions were never queued', () => {
    expect(say({ state: 'finished', counts: makeCounts({ total: 955, stored: 955 }) })).toBe(
      'LIVER finished: 955 of 955 stored, 5 listed before but not queued',
    )
  })

  it.each([
    ['interrupted', 'xnat-restarted', 'LIVER was interrupted: 412 of 960 stored; XNAT was restarted'],
    ['refused', 'xnat-locked', "LIVER was not rebuilt: XNAT's lock was held by another rebuild"],
    ['failed-to-start', 'xnat-unreachable', 'LIVER was not rebuilt: XNAT could not be reached'],
    ['unknown', 'never-in-log', 'LIVER, outcome unknown: 412 of 960 stored; the log never showed it'],
    [
      'failed',
      'run-error',
      'LIVER ended in an error: 412 of 960 stored; XNAT reported an error for the whole run',
    ],
  ] as const)('says of a run that is %s why', (state, reason, sentence) => {
    expect(say({ state, reason })).toBe(sentence)
  })
})

describe('the sentence of a guided run', () => {
  const guided = { kind: 'guided', counts: makeCounts({ stored: 2, total: 5, waiting: 3 }) } as const
  const facts = (change: Parameters<typeof makeGuided>[0]) => ({ ...guided, guided: makeGuided(change) })

  it.each([
    [{ state: 'paused', ...facts({}) }, 'Rebuilding LIVER is paused: 2 of 5 stored'],
    [
      { state: 'waiting', ...facts({ waitingFor: 'foreign-run' }) },
      'Rebuilding LIVER waits for another rebuild to end: 2 of 5 stored',
    ],
    [
      { state: 'waiting', ...facts({ waitingFor: 'sign-in' }), startedBy: 'bo\u202eb' },
      'Rebuilding LIVER waits for bo⟨U+202E⟩b to sign in: 2 of 5 stored',
    ],
    [
      { state: 'running', ...facts({ stopping: true }) },
      'Rebuilding LIVER stops after the sessions in work: 2 of 5 stored',
    ],
    [{ state: 'stopped', ...facts({}) }, 'LIVER was stopped: 2 of 5 stored'],
    [{ state: 'cancelled', ...facts({}) }, 'LIVER was taken out of the queue; nothing was sent to XNAT'],
  ] as const)('%#: %s', (run, sentence) => expect(say(run)).toBe(sentence))

  it('does not need the log: XNAT answers for each session', () => {
    const log = { state: 'none', problem: null } as const
    expect(say({ ...facts({}), state: 'running', log })).toBe('Rebuilding LIVER: 2 of 5 stored')
  })

  it('says its place in the queue, or its time', () => {
    const queue = { position: 2, notBefore: null, repeat: null, expectedStartAt: null, waitsForSignIn: null }
    expect(say({ state: 'queued', queue })).toBe('LIVER is number 2 in the queue')
    const notBefore = '2999-01-01T22:00:00.000Z'
    expect(say({ state: 'queued', queue: { ...queue, notBefore } })).toMatch(/starts at .* at the earliest$/)
  })

  it('tells its pace in words', () => {
    const quietHours = { from: '08:00', to: '18:00' }
    expect(settingsSentence(makeGuided({ sessionsAtOnce: 2, pauseMs: 5000, quietHours }), words)).toBe(
      '2 at once, 5.0 s rest, none from 08:00 to 18:00 (Europe/Berlin)',
    )
  })
})

describe('what is rebuilt', () => {
  const target = (run: Partial<Run>) => runTarget(makeRun(run), words.t)
  const parent = { runId: makeRun().id, take: 'failed' } as const

  it.each([
    [{ scope: 'site', projectTitle: null }, 'the whole site'],
    [{ scope: 'subject', targetId: 'XNAT_S1', targetLabel: 'LIV_1' }, 'subject LIV_1 of LIVER'],
    [{ scope: 'session', targetId: 'XNAT_E1' }, 'session XNAT_E1 of LIVER'],
    [{ scope: 'list', projectTitle: null }, 'picked sessions'],
    [{ scope: 'list', parent }, 'failures of LIVER'],
    [{ scope: 'list', projectTitle: null, parent }, 'failures of an earlier run'],
    [{ scope: 'unknown', projectTitle: null }, 'an unknown part of the site'],
  ] as const)('%j is %s', (run, name) => expect(target(run)).toBe(name))
})

it('a run that is quieter than usual says so, and is no failure', () => {
  expect(say({ stalled: { silentMs: 360_000, usualMs: 40_000 } })).toBe(
    'Rebuilding LIVER: 412 of 960 stored, no line for 6 min 00 s',
  )
})

describe('a long name', () => {
  const projectTitle = 'A study of everything '.repeat(20)
  const run = makeRun({ projectTitle })

  it('does not push what is said about it out of sight', () => {
    expect(runSentence(run, words)).toMatch(/^Rebuilding A study .{0,60}…: 412 of 960 stored$/)
    expect(runHeadline(run, words)).toMatch(/^running · Rebuilding A study/)
    expect(runHeadline(makeRun(), words)).toBe('Rebuilding LIVER: 412 of 960 stored')
  })

  it('or a short one comes after the state in the tab of the browser', () => {
    expect(runDocumentTitle(makeRun(), words)).toBe(
      'running · Rebuilding LIVER: 412 of 960 stored · OHIF Admin',
    )
  })
})

describe('foreign text in a sentence', () => {
  it('is neither a template nor invisible', () => {
    const projectTitle = '{{count}} $t(run.title) \u202eevil <b>'
    expect(say({ projectTitle, state: 'finished', counts: makeCounts({ stored: 960 }) })).toBe(
      '{{count}} $t(run.title) ⟨U+202E⟩evil <b> finished: all 960 sessions stored',
    )
  })
})

describe('the sentence about the XNAT call', () => {
  const call = (
    outcome: Run['xnatCall']['outcome'],
    status: number | null,
    afterMs: number | null,
    more = {},
  ) => xnatCallSentence(makeRun({ xnatCall: { outcome, status, afterMs }, ...more }), words)

  it.each([504, 524, 408])(
    'takes a %i for the gateway giving up, never for a failure of the work',
    (status) => {
      expect(call('gateway-timeout', status, 100_000)).toBe(
        `XNAT's gateway gave up after 100 s (${status}); the work goes on`,
      )
      const unseen = `XNAT's gateway gave up after 100 s (${status}); whether the work goes on, the log tells`
      expect(call('gateway-timeout', status, 100_000, { state: 'starting' })).toBe(unseen)
      const log = { state: 'unreadable', problem: null }
      expect(call('gateway-timeout', status, 100_000, { log })).toBe(unseen)
    },
  )

  it.each([502, 503])('does not claim that XNAT got a call that was answered by %i', (status) => {
    expect(call('gateway-timeout', status, 3000, { state: 'starting' })).toBe(
      `answered ${status} after 3.0 s: it is not known whether XNAT got the call; watching the log`,
    )
    expect(call('gateway-timeout', status, 3000)).toMatch(/the log shows that the work goes on$/)
    expect(call('gateway-timeout', status, 3000, { state: 'unknown' })).toMatch(
      /^answered 50. after 3.0 s, which says nothing/,
    )
  })

  it('says of a run that is over nothing about its outcome', () => {
    expect(call('gateway-timeout', 504, 100_000, { state: 'finished' })).toMatch(
      /which says nothing about the outcome$/,
    )
  })

  it('takes a 201 for nothing', () => {
    expect(call('answered', 201, 83_000)).toBe(
      'answered 201 after 83 s, which says nothing about single sessions',
    )
  })

  it.each([
    ['answered', 423, 40, /another rebuild holds XNAT's lock/],
    ['answered', 500, 812, /^answered 500 after 0\.8 s$/],
    ['connection-lost', null, 5000, /^the connection broke after 5\.0 s/],
    ['timed-out', null, 3_600_000, /^no answer within 1 h 00 min/],
    ['pending', null, null, /^no answer yet/],
    ['not-known', null, null, /console was restarted/],
  ] as const)('has words for %s %s', (outcome, status, afterMs, sentence) => {
    expect(call(outcome, status, afterMs)).toMatch(sentence)
  })

  it('knows that an adopted run was not called from here', () => {
    expect(call('not-known', null, null, { kind: 'adopted' })).toBe('started outside this console')
  })
})

describe('why a session has its verdict', () => {
  const why = (session: Parameters<typeof makeSession>[0]) => evidenceSentence(makeSession(session), words.t)

  it('shows the log’s words where they may be seen, and the fact where not', () => {
    expect(why({ verdict: 'failed', evidence: 'explicit-error', reason: 'Stale\u001b[31m handle' })).toBe(
      'the log says: Stale⟨ESC⟩[31m handle',
    )
    expect(why({ verdict: 'failed', evidence: 'explicit-error' })).toBe('the log reports an error')
  })

  it('explains a silent failure by what is missing', () => {
    expect(why({ verdict: 'silent-failure', evidence: 'superseded-on-thread' })).toMatch(/another session/)
    expect(why({ verdict: 'silent-failure', evidence: 'no-line-before-3.7' })).toMatch(/has no line about it/)
  })

  it('says of a session that was not queued that XNAT left it out', () => {
    expect(why({ verdict: 'unknown', evidence: 'not-queued' })).toBe(
      'XNAT listed it before the start but did not queue it',
    )
  })

  it('says whose word it is: the log’s, XNAT’s, or that of a later question', () => {
    expect(why({ verdict: 'failed', evidence: 'http-error', reason: 'no DICOM' })).toBe('XNAT says: no DICOM')
    expect(why({ verdict: 'stored', evidence: 'log-not-seen' })).toMatch(/^XNAT answered that it is done/)
    expect(why({ verdict: 'unknown', evidence: 'log-not-seen' })).toBe('the log could not be read')
    expect(why({ verdict: 'unknown', evidence: 'checked-present' })).toMatch(/which may be an older one$/)
  })

  it('explains a migration, and says nothing about what is plain', () => {
    expect(why({ verdict: 'migrated' })).toMatch(/DICOM files were not read/)
    expect(why({ verdict: 'stored' })).toBe('')
  })
})

it('says why the log is not seen, also for a problem that it does not know', () => {
  expect(logSightSentence({ state: 'none', problem: null }, words.t)).toBe('no log source is set up')
  expect(logSightSentence({ state: 'unreadable', problem: 'something new' }, words.t)).toBe(
    'the log cannot be read',
  )
})

it('speaks German too', () => {
  const run = makeRun({ state: 'finished', counts: makeCounts({ stored: 957, silentFailure: 3 }) })
  expect(runSentence(run, { t: createTranslate(messagesOf('de'), 'de'), locale: 'de' })).toBe(
    'LIVER beendet mit 3 stillen Fehlern: 957 von 960 gespeichert',
  )
})
