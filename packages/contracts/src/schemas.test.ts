import { describe, expect, test } from 'vitest'
import type { z } from 'zod'
import {
  ACTIVE_RUN_STATES,
  DemoAccount,
  ErrorBody,
  ErrorCode,
  EventsQuery,
  IdempotencyKey,
  ImpactRequest,
  Instant,
  isActive,
  isOpen,
  LogCursor,
  LogLine,
  LogStamp,
  Me,
  ProjectId,
  RunListQuery,
  RunSessionsQuery,
  RunState,
  SignInRequest,
  StartRun,
  StreamMessage,
  Topic,
} from './index.ts'

const UUID = '018f3b1e-7c2a-4c55-8f6b-0d9c2f4a1b3e'
const fits = (schema: z.ZodType, value: unknown) => schema.safeParse(value).success

describe('an id', () => {
  test.each(['A', 'LIVER_2', 'a-b', '0', 'P'.repeat(64)])('of a project may be %j', (id) => {
    expect(fits(ProjectId, id)).toBe(true)
  })

  test.each(['', '.', '..', 'a/b', 'a b', 'a.b', 'ä', 'a\n', '%2e', 'a;b', 'P'.repeat(65), 1, null])(
    'of a project may not be %j',
    (id) => {
      expect(fits(ProjectId, id)).toBe(false)
    },
  )

  test.each(['', 'x', '018f3b1e', `${UUID}0`, ` ${UUID}`, `${UUID}\n`])(
    'that is no uuid is refused: %j',
    (id) => {
      expect(fits(IdempotencyKey, id)).toBe(false)
    },
  )
})

describe('a place in the log', () => {
  test.each(['xnat:0a1b:0', 'node-1_a.b:ff:123456789012345'])('has the form %j', (cursor) => {
    expect(fits(LogCursor, cursor)).toBe(true)
  })

  test.each([
    '',
    'xnat:0a1b',
    'xnat::1',
    ':0a1b:1',
    'xnat:0A1B:1',
    'xnat:0a1b:-1',
    'xnat:0a1b:1.5',
    'xnat:0a1b:1234567890123456',
    'xnat:0a1b:1:2',
    '../x:0a1b:1',
    'a/b:0a1b:1',
    'xnat:0a1b:1\n',
    'xnat:0a1b:1 ',
    `${'x'.repeat(200)}:0a1b:1`,
  ])('has not the form %j', (cursor) => {
    expect(fits(LogCursor, cursor)).toBe(false)
  })

  test('is stamped as the log prints it, bounded in length', () => {
    expect(fits(LogStamp, '2024-03-12 10:15:02,118')).toBe(true)
    expect(fits(LogStamp, 'x'.repeat(41))).toBe(false)
  })
})

describe('a topic', () => {
  test.each(['runs', 'log-sources', `run:${UUID}`, `run-log:${UUID}`])('may be %j', (topic) => {
    expect(fits(Topic, topic)).toBe(true)
  })

  test.each([
    '',
    'Runs',
    'run',
    'run:',
    'run:x',
    `run:${UUID}x`,
    `run:${UUID}:${UUID}`,
    ` run:${UUID}`,
    `run-sessions:${UUID}`,
    `run:${UUID},runs`,
    'runs\n',
  ])('may not be %j', (topic) => {
    expect(fits(Topic, topic)).toBe(false)
  })

  test('list is a bounded text and comes alone', () => {
    expect(fits(EventsQuery, { topics: 'runs,log-sources' })).toBe(true)
    expect(fits(EventsQuery, { topics: '' })).toBe(false)
    expect(fits(EventsQuery, { topics: 'x'.repeat(1001) })).toBe(false)
    expect(fits(EventsQuery, { topics: 'runs', since: '1' })).toBe(false)
  })
})

describe('what comes in', () => {
  const target = { scope: 'project', projectId: 'LIVER' }
  const start = { kind: 'bulk', target, idempotencyKey: UUID }

  test.each([
    ['a sign-in', SignInRequest, { username: 'a', password: 'b' }],
    ['a start', StartRun, start],
    ['a question for the impact', ImpactRequest, { kind: 'bulk', target }],
    ['a page of runs', RunListQuery, {}],
    ['a page of sessions', RunSessionsQuery, {}],
  ])('as %s is refused with any field nobody named', (_what, schema, value) => {
    expect(fits(schema, value)).toBe(true)
    expect(fits(schema, { ...value, admin: true })).toBe(false)
    expect(fits(schema, [])).toBe(false)
    expect(fits(schema, null)).toBe(false)
  })

  test.each(['kind', 'target', 'idempotencyKey'])('as a start needs its %s', (field) => {
    expect(fits(StartRun, { ...start, [field]: undefined })).toBe(false)
  })

  test.each([
    { kind: 'guided' },
    { target: { scope: 'site', projectId: 'LIVER' } },
    { target: { ...target, projectId: '..' } },
    { target: { scope: 'subject', projectId: 'LIVER', subjectId: 'a label' } },
    { idempotencyKey: 'again' },
  ])('as a start is refused with %j', (change) => {
    expect(fits(StartRun, { ...start, ...change })).toBe(false)
  })

  test('as a sign-in keeps the password to the letter and trims the name', () => {
    const request = { username: ' jdoe ', password: ' p:ä ', provider: 'ldap1' }
    expect(SignInRequest.parse(request)).toEqual({ username: 'jdoe', password: ' p:ä ', provider: 'ldap1' })
  })

  test.each([
    { username: '', password: 'b' },
    { username: '  ', password: 'b' },
    { username: 'a', password: '' },
    { username: 'a'.repeat(129), password: 'b' },
    { username: 'a', password: 'b'.repeat(1025) },
    { username: 'a', password: 'b', provider: 'a/b' },
    { username: 'a', password: 'b', provider: '' },
  ])('as a sign-in is refused as %j', (request) => {
    expect(fits(SignInRequest, request)).toBe(false)
  })

  test('as a query has texts for numbers, defaults and limits', () => {
    expect(RunListQuery.parse({ limit: '7' })).toEqual({ limit: 7, sort: '-started' })
    expect(RunSessionsQuery.parse({})).toEqual({ show: 'all', search: '', offset: 0, limit: 200 })
    expect(RunSessionsQuery.parse({ show: 'silent-failure', search: ' MR ', offset: '400' })).toMatchObject({
      show: 'silent-failure',
      search: 'MR',
      offset: 400,
    })
  })

  test.each([
    { show: 'green' },
    { search: 'x'.repeat(201) },
    { offset: '-1' },
    { offset: '1e9' },
    { limit: '0' },
    { limit: '1001' },
    { limit: 'all' },
    { limit: '1.5' },
  ])('as a page of sessions is refused as %j', (query) => {
    expect(fits(RunSessionsQuery, query)).toBe(false)
  })
})

describe('what goes out', () => {
  const instant = '2026-01-02T03:04:05.678Z'

  test('drops fields that the contract does not name, in depth', () => {
    const me = {
      username: 'jdoe',
      role: 'user',
      ownerOf: ['LIVER'],
      mayEdit: [],
      may: { startBulkRun: false, logView: 'derived', everything: true },
      idleExpiresAt: instant,
      expiresAt: instant,
      xnatSession: 'A0B1C2',
    }
    expect(JSON.stringify(Me.parse(me))).not.toMatch(/A0B1C2|everything/)
    const account = { username: 'a', password: 'b', description: 'c' }
    expect(DemoAccount.parse({ ...account, roles: ['x'] })).toEqual(account)
  })

  test('as an error has a known code and drops what else there is', () => {
    const body = { code: 'not-found', message: 'x', requestId: '1', stack: 'at main.ts' }
    expect(ErrorBody.parse(body)).toEqual({ code: 'not-found', message: 'x', requestId: '1' })
    expect(fits(ErrorBody, { ...body, code: 'teapot' })).toBe(false)
    expect(new Set(ErrorCode.options).size).toBe(ErrorCode.options.length)
  })

  test('as a line of the log for a plain user has no room for the line itself', () => {
    const line = { form: 'derived', cursor: 'x:0a:1', at: '2024', event: 'session-stored', sessionId: 'E1' }
    expect(LogLine.parse({ ...line, message: 'text', thread: 'pool-1-thread-1' })).toEqual(line)
    expect(fits(LogLine, { ...line, event: 'anything' })).toBe(false)
    expect(fits(LogLine, { ...line, form: 'raw' })).toBe(false)
  })

  test('as a stream message is one of the kinds there are', () => {
    expect(StreamMessage.parse({ type: 'gap', topic: 'runs', more: 1 })).toEqual({
      type: 'gap',
      topic: 'runs',
    })
    expect(fits(StreamMessage, { type: 'session-ended', reason: 'signed-out' })).toBe(true)
    expect(fits(StreamMessage, { type: 'session-ended', reason: 'bored' })).toBe(false)
    expect(fits(StreamMessage, { type: 'message', data: 'x' })).toBe(false)
    expect(fits(StreamMessage, 'gap')).toBe(false)
  })

  test.each([
    ['2026-01-02T03:04:05Z', true],
    [instant, true],
    ['2026-01-02T03:04:05+01:00', false],
    ['2026-01-02 03:04:05', false],
    ['2026-01-02', false],
    ['', false],
  ])('as an instant is UTC in ISO form: %j (%s)', (text, good) => {
    expect(fits(Instant, text)).toBe(good)
  })
})

test('a run is queued, active or over', () => {
  expect(ACTIVE_RUN_STATES.every((state) => isActive(state) && isOpen(state))).toBe(true)
  expect(isActive('queued')).toBe(false)
  expect(RunState.options.filter((state) => isOpen(state) && !isActive(state))).toEqual(['queued'])
  expect(RunState.options.filter((state) => !isOpen(state))).toEqual([
    'finished',
    'failed-to-start',
    'failed',
    'refused',
    'interrupted',
    'stopped',
    'cancelled',
    'unknown',
  ])
})
