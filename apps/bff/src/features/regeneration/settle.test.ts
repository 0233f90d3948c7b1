import { describe, expect, it } from 'vitest'
import { type Facts, settle } from './settle.ts'

const MINUTE_MS = 60_000
const facts = (changes: Partial<Omit<Facts, 'call'>> & { call?: Partial<Facts['call']> } = {}): Facts => ({
  sinceAnswerMs: null,
  sinceStartMs: 1_000,
  mayBeSent: true,
  seenInLog: true,
  log: 'ok',
  ...changes,
  call: { outcome: 'pending', status: null, afterMs: null, refusal: null, ...changes.call },
})
const answered = { outcome: 'answered', status: 201, afterMs: 5 } as const

describe('the end of a run that its log does not end', () => {
  it.each([
    ['goes on while the call is open', facts(), undefined],
    [
      'goes on after a 504, however long',
      facts({
        call: { outcome: 'gateway-timeout', status: 504 },
        sinceAnswerMs: 99 * MINUTE_MS,
        sinceStartMs: 99 * MINUTE_MS,
      }),
      undefined,
    ],
    [
      'goes on after a lost connection',
      facts({ call: { outcome: 'connection-lost' }, sinceAnswerMs: MINUTE_MS }),
      undefined,
    ],
    [
      'is a refusal at once when the lock is held',
      facts({ call: { refusal: 'locked' }, sinceAnswerMs: 0 }),
      'xnat-locked',
    ],
    [
      'did not start when the call never got out',
      facts({ call: { refusal: 'not-sent' }, sinceAnswerMs: 0 }),
      'xnat-unreachable',
    ],
    [
      'waits a moment for the log to explain a 500',
      facts({ call: { refusal: 'error' }, sinceAnswerMs: 100, seenInLog: false }),
      undefined,
    ],
    [
      'did not start when the log never explains the 500',
      facts({ call: { refusal: 'error' }, sinceAnswerMs: 4_000, seenInLog: false }),
      'xnat-error',
    ],
    ['waits for a call that is being prepared', facts({ mayBeSent: false, seenInLog: false }), undefined],
    [
      'did not start when its call was never prepared',
      facts({ mayBeSent: false, seenInLog: false, sinceStartMs: 31_000 }),
      'not-sent',
    ],
    [
      'did not start when XNAT says no',
      facts({ call: { refusal: 'refused' }, sinceAnswerMs: 4_000, seenInLog: false }),
      'xnat-refused',
    ],
    [
      'is left to the log when the log shows it, whatever the call said',
      facts({ call: { refusal: 'error' }, sinceAnswerMs: 4_000 }),
      undefined,
    ],
    ['waits for the end line after 201', facts({ call: answered, sinceAnswerMs: 10_000 }), undefined],
    [
      'is unknown when the end line does not come',
      facts({ call: answered, sinceAnswerMs: 61_000 }),
      'log-not-seen',
    ],
    [
      'is unknown soon after 201 when nobody can read the log',
      facts({ call: answered, sinceAnswerMs: 4_000, log: 'unreadable', seenInLog: false }),
      'log-not-seen',
    ],
    [
      'is unknown when a readable log never shows it',
      facts({ sinceStartMs: 11 * MINUTE_MS, seenInLog: false }),
      'never-in-log',
    ],
    [
      'is unknown soon after a 502 that the log never explains',
      facts({ call: { outcome: 'gateway-timeout', status: 502 }, sinceAnswerMs: 61_000, seenInLog: false }),
      'never-in-log',
    ],
    [
      'goes on when nobody can read the log and XNAT has not answered',
      facts({ sinceStartMs: 99 * MINUTE_MS, seenInLog: false, log: 'none' }),
      undefined,
    ],
  ] as const)('%s', (_name, given, reason) => {
    expect(settle(given)?.reason).toBe(reason)
  })
})
