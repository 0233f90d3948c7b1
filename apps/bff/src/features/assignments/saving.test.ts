import { Assignment, CheckedList, ErrorBody, SavedAssignment, seenOf } from '@ohif-admin/contracts'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Browser } from '../../testing/browser.ts'
import { startConsole, type TestConsole } from '../../testing/console.ts'
import {
  A,
  audited,
  B,
  C,
  history,
  inXnat,
  LIST_OF,
  LOGIN_PAGE,
  NEVER_SET,
  put,
  putByCurl,
  puts,
  read,
} from './testing/assigned.ts'

let console: TestConsole
let admin: Browser
let owner: Browser
let project = ''
let place = ''
let made = 0

beforeAll(async () => {
  console = await startConsole({ logFolder: null })
  console.xnat.addUser({ username: 'owner' })
  console.xnat.addUser({ username: 'eve', roles: ['Administrator'] })
})
afterAll(() => console[Symbol.asyncDispose]())

/** A project of its own for each test, so that no history is shared. */
beforeEach(async () => {
  made += 1
  project = `P${made}`
  place = `project:${project}`
  console.xnat.addProject({ id: project, owners: ['owner'] })
  admin = await console.signIn('admin')
  owner = await console.signIn('owner')
})

const bodyOf = ({ json }: { json: unknown }) => ErrorBody.parse(json)

describe('an entry is refused with its own reason', () => {
  // Every form XNAT's own check lets through or refuses, and what this console says of it.
  const refused: [entry: string, problems: string[]][] = [
    ['h:5000', ['scheme']],
    ['localhost:5000', ['scheme']],
    ['//h:5000', ['scheme']],
    ['', ['scheme']],
    ['ws://h', ['scheme']],
    ['http://h:abc', ['port-invalid']],
    ['http://h:99999', ['port-invalid']],
    ['http://h:0', ['port-invalid']],
    ['http://h:', ['port-invalid']],
    ['http://h:05000', ['port-invalid']],
    ['http://', ['scheme']],
    ['http:', ['scheme']],
    ['http:// h', ['blank']],
    ['HTTP://h:5000', ['scheme']],
    ['ftp://h', ['scheme']],
    ['file:/x', ['scheme']],
    ['https://h/aiaa', ['path']],
    ['http://h:5000/v1', ['path']],
    [' http://h:5000', ['blank']],
    ['http://h:5000 ', ['blank']],
    ['http://h:5000?x=1', ['query']],
    ['http://h:5000#x', ['fragment']],
    ['http://user:pass@h', ['credentials']],
    ['http://h.example.org.', ['host-trailing-dot']],
    ['http://:5000', ['host-missing']],
    ['http://h<x>', ['host-invalid']],
    [`http://${'h'.repeat(600)}.org`, ['too-long']],
    ['No AIAA server list found', ['blank']],
  ]

  it.each(refused)('%j', async (entry, problems) => {
    const answer = await put(admin, place, { list: [A, entry], seen: null })
    expect(answer.status).toBe(400)
    expect(bodyOf(answer)).toMatchObject({
      code: 'assignment-invalid',
      fields: problems.map((message) => ({ path: 'list.1', message })),
    })
    expect(puts(console, place)).toEqual([])
    expect(await inXnat(console, place)).toBeNull()
  })

  it('also when it is there twice', async () => {
    expect(bodyOf(await put(admin, place, { list: [A, B, `${A}/`], seen: null })).fields).toEqual([
      { path: 'list.2', message: 'duplicate' },
    ])
  })

  it('before it is sent, while it is typed', async () => {
    const list = encodeURIComponent(JSON.stringify(['http://aiaa:5000', 'https://h/aiaa', 'http://10.0.0.5']))
    const { entries } = CheckedList.parse((await owner.get(`/api/assignments/check?list=${list}`)).json)
    expect(entries).toMatchObject([
      { problems: [], warnings: ['single-label-host'], origin: 'http://aiaa:5000' },
      { problems: ['path'], origin: 'https://h', droppedPath: '/aiaa', trouble: ['path-dropped'] },
      { problems: [], warnings: ['private-address'] },
    ])
  })
})

describe('an entry is stored', () => {
  const stored: [entry: string, as: string, warnings: string[]][] = [
    ['http://h.example.org:5000', 'http://h.example.org:5000', []],
    ['https://h.example.org', 'https://h.example.org', []],
    ['https://h.example.org/', 'https://h.example.org', []],
    ['http://localhost:5000', 'http://localhost:5000', ['loopback']],
    ['http://127.0.0.1:5000', 'http://127.0.0.1:5000', ['loopback']],
    ['http://0.0.0.0:5000', 'http://0.0.0.0:5000', ['unspecified-address']],
    ['http://aiaa:5000', 'http://aiaa:5000', ['single-label-host']],
    ['http://192.168.1.4:5000', 'http://192.168.1.4:5000', ['private-address']],
    ['https://bücher.example', 'https://bücher.example', []],
  ]
  it.each(stored)('%j as %j with the warnings %j', async (entry, as, warnings) => {
    const saved = SavedAssignment.parse((await put(admin, place, { list: [entry], seen: null })).json)
    expect(saved).toMatchObject({
      outcome: 'saved',
      assignment: { entries: [{ text: as, warnings, problems: [] }], effective: { from: 'project' } },
    })
    expect(await inXnat(console, place)).toEqual([as])
  })
})

describe('saving', () => {
  it('keeps the order, in which only the first entry counts', async () => {
    await put(admin, place, { list: [A, B], seen: null })
    const saved = await put(admin, place, { list: [B, A], seen: [A, B], reason: 'A is slow' })
    expect(SavedAssignment.parse(saved.json).assignment.effective.entry?.text).toBe(B)
    expect(await history(admin, place)).toMatchObject([
      { version: 2, list: [B, A], kind: 'edit', by: 'admin', reason: 'A is slow', outcome: 'confirmed' },
      { version: 1, list: [A, B], kind: 'edit', reason: null },
    ])
  })

  it('to the site default stores an empty list, since XNAT cannot delete one', async () => {
    console.xnat.storeAiServers([C])
    await put(admin, place, { list: [A], seen: null })
    const saved = SavedAssignment.parse((await put(admin, place, { list: [], seen: [A] })).json)
    expect(saved.assignment).toMatchObject({
      list: 'set',
      entries: [],
      effective: { from: 'site', entry: { text: C } },
    })
    expect(await inXnat(console, place)).toEqual([])
  })

  it('what is there already sends nothing', async () => {
    await put(admin, place, { list: [A], seen: null })
    const again = await put(admin, place, { list: [A], seen: [A] })
    expect(SavedAssignment.parse(again.json).outcome).toBe('unchanged')
    const nothing = await put(admin, `project:P1`, {
      list: [],
      seen: seenOf(await read(admin, 'project:P1')),
    })
    expect(SavedAssignment.parse(nothing.json).outcome).toBe('unchanged')
    expect(puts(console, place)).toHaveLength(1)
  })

  it('is refused to an owner at the API, before XNAT is asked', async () => {
    console.xnat.calls.clear()
    expect(await put(owner, place, { list: [A], seen: null })).toMatchObject({
      status: 403,
      json: { code: 'forbidden' },
    })
    expect(await put(owner, 'site', { list: [A], seen: null })).toMatchObject({ status: 403 })
    expect(console.xnat.calls.filter(({ method }) => method === 'PUT')).toEqual([])
  })

  it('of a project that is not there is refused, although XNAT might store it', async () => {
    console.xnat.switches.putUnknownProject = 200
    const answer = await put(admin, 'project:NOWHERE', { list: [A], seen: null })
    expect(answer).toMatchObject({ status: 404, json: { code: 'not-found' } })
    expect(puts(console, 'project:NOWHERE')).toEqual([])
    console.xnat.switches.putUnknownProject = 422
  })

  it('by two at once lets one through and shows the other all three sides', async () => {
    const eve = await console.signIn('eve')
    const answers = await Promise.all([
      put(admin, place, { list: [A], seen: null }),
      put(eve, place, { list: [B], seen: null }),
    ])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
    const [won, lost] = answers[0]?.status === 200 ? [A, B] : [B, A]
    const refused = answers.find(({ status }) => status === 409)
    expect(refused && bodyOf(refused)).toMatchObject({
      code: 'assignment-moved',
      moved: { base: null, mine: [lost], theirs: [won], by: won === A ? 'admin' : 'eve' },
    })
    expect(await inXnat(console, place)).toEqual([won])
    expect(puts(console, place)).toHaveLength(1)
  })

  it('is refused when curl has changed the list between loading and saving', async () => {
    await put(admin, place, { list: [A], seen: null })
    const seen = seenOf(await read(admin, place))
    await putByCurl(console, place, [C])
    const answer = await put(admin, place, { list: [B], seen })
    expect(answer.status).toBe(409)
    expect(bodyOf(answer).moved).toMatchObject({ base: [A], mine: [B], theirs: [C], by: 'admin' })
    expect(await inXnat(console, place)).toEqual([C])
    expect(await history(admin, place)).toMatchObject([
      { kind: 'changed-outside', list: [C] },
      { kind: 'edit' },
    ])
  })

  it('shows XNAT’s own reason when XNAT refuses, whatever form it has', async () => {
    const bodies = [
      'Malformed URL - Cause: no protocol: "x"',
      '{ "ResponseMessage":"Malformed URL - Cause: no protocol: "x"" }',
    ]
    for (const body of bodies) {
      const stop = console.xnat.answerWith(LIST_OF(place), { method: 'PUT', status: 422, body })
      const answer = await put(admin, place, { list: [A], seen: null })
      expect([answer.status, bodyOf(answer)]).toMatchObject([
        502,
        { code: 'assignment-refused', said: '422 Malformed URL - Cause: no protocol: "x"' },
      ])
      stop.stop()
    }
    expect(await history(admin, place)).toMatchObject([
      { outcome: 'not-applied' },
      { outcome: 'not-applied' },
    ])
  })

  it('can repair what is no list, once somebody has seen that it is none', async () => {
    const stop = console.xnat.answerWith(LIST_OF(place), { method: 'GET', status: 500, body: 'no', times: 3 })
    const broken = await read(admin, place)
    expect(broken).toMatchObject({ list: 'refused', said: '500 no', effective: { from: 'site' } })
    expect((await put(admin, place, { list: [A], seen: null })).status).toBe(409)
    expect((await put(admin, place, { list: [A], seen: 'unreadable' })).status).toBe(200)
    stop.stop()
  })
})

describe('what XNAT says is not what counts', () => {
  it('when somebody has changed the list again before it is read back', async () => {
    const curl = { status: 200, contentType: 'application/json', body: JSON.stringify([C]), times: 1 }
    const second = console.xnat.answerWith(LIST_OF(place), { method: 'GET', ...curl })
    const first = console.xnat.answerWith(LIST_OF(place), { method: 'GET', ...NEVER_SET, times: 1 })
    const saved = SavedAssignment.parse((await put(admin, place, { list: [A], seen: null })).json)
    for (const one of [first, second]) one.stop()
    expect(saved).toMatchObject({ outcome: 'changed-again', assignment: { entries: [{ text: C }] } })
    expect(await history(admin, place)).toMatchObject([
      { kind: 'changed-outside', list: [C] },
      { kind: 'edit', list: [A], outcome: 'confirmed' },
    ])
  })

  it('when it said yes and stored nothing', async () => {
    const yes = console.xnat.answerWith(LIST_OF(place), { method: 'PUT', status: 200, body: LOGIN_PAGE })
    const answer = await put(admin, place, { list: [A], seen: null })
    yes.stop()
    expect([answer.status, bodyOf(answer).code]).toEqual([502, 'upstream-bad-response'])
    expect(await history(admin, place)).toMatchObject([{ outcome: 'not-applied' }])
  })
})

describe('a PUT whose answer is lost', () => {
  it.each([
    ['a connection that breaks', { cut: true }, 502],
    ['504 of the proxy', { status: 504, body: LOGIN_PAGE }, 504],
  ])('by %s and that XNAT did not store is said to be not stored', async (_how, answer, _status) => {
    const stop = console.xnat.answerWith(LIST_OF(place), { method: 'PUT', ...answer })
    const refused = await put(admin, place, { list: [A], seen: null })
    expect([refused.status, bodyOf(refused).code]).toEqual([504, 'upstream-timeout'])
    stop.stop()
    expect(puts(console, place).length).toBeLessThanOrEqual(1)
    expect(await inXnat(console, place)).toBeNull()
    expect(await history(admin, place)).toMatchObject([{ outcome: 'not-applied' }])
  })

  it('and that XNAT did store is a save: it is read again, never sent again', async () => {
    console.gateway.timeoutMs = 300
    console.xnat.calls.clear()
    const slow = console.xnat.answerWith(LIST_OF(place), { method: 'PUT', hang: true, times: 1 })
    const saving = put(admin, place, { list: [A], seen: null })
    await expect.poll(() => console.xnat.calls.to('PUT', LIST_OF(place)).length).toBe(1)
    console.xnat.storeAiServers([A], project)
    expect(SavedAssignment.parse((await saving).json).outcome).toBe('saved')
    slow.stop()
    console.gateway.timeoutMs = 60_000
    expect(puts(console, place)).toHaveLength(1)
  })

  it('is in doubt while XNAT cannot be asked, is said to be, and is looked up with the next reading', async () => {
    await put(admin, place, { list: [B], seen: null })
    const lost = console.xnat.answerWith(LIST_OF(place), { method: 'PUT', cut: true })
    const gone = console.xnat.answerWith(LIST_OF(place), { method: 'GET', cut: true, times: 1 })
    const before = { status: 200, body: JSON.stringify([B]), contentType: 'application/json', times: 1 }
    const first = console.xnat.answerWith(LIST_OF(place), { method: 'GET', ...before })
    const answer = await put(admin, place, { list: [A], seen: [B] })
    expect([answer.status, bodyOf(answer).code]).toEqual([504, 'assignment-unknown'])
    expect((await history(admin, place))[0]).toMatchObject({ list: [A], outcome: 'unknown' })
    for (const one of [lost, gone, first]) one.stop()
    const outcomes = await audited(console)
    expect(outcomes.at(-1)).toBe('assignment.save unknown')

    await putByCurl(console, place, [A])
    expect(await read(admin, place)).toMatchObject({ inDoubt: false, entries: [{ text: A }] })
    expect((await history(admin, place))[0]).toMatchObject({ list: [A], outcome: 'confirmed', kind: 'edit' })
  })

  it('is a session that has ended, and then nothing was stored', async () => {
    const ended = console.xnat.answerWith(LIST_OF(place), { method: 'PUT', status: 401 })
    expect(await put(admin, place, { list: [A], seen: null })).toMatchObject({ status: 401 })
    ended.stop()
    admin = await console.signIn('admin')
    expect(await history(admin, place)).toMatchObject([{ outcome: 'not-applied' }])
  })
})

describe('history', () => {
  it('brings back any version through the same door, also one that could not be saved anew', async () => {
    const old = 'https://h/aiaa'
    console.xnat.storeAiServers([old, B], project)
    expect((await read(admin, place)).lastChange).toMatchObject({ kind: 'first-seen', by: 'admin' })
    await put(admin, place, { list: [A], seen: [old, B] })
    expect((await put(admin, place, { list: [old, B], seen: [A] })).status).toBe(400)
    const restored = await put(admin, place, {
      list: [old, B],
      seen: [A],
      through: 'restore',
      reason: 'back',
    })
    expect(
      Assignment.parse(SavedAssignment.parse(restored.json).assignment).entries.map(({ text }) => text),
    ).toEqual([old, B])
    expect(await history(admin, place)).toMatchObject([
      { kind: 'restore', reason: 'back', list: [old, B] },
      { kind: 'edit', list: [A] },
      { kind: 'first-seen', list: [old, B] },
    ])
    const never = await put(admin, place, { list: ['https://h/other'], seen: [old, B], through: 'restore' })
    expect(bodyOf(never).code).toBe('assignment-invalid')
  })

  it('is for those who can read the project', async () => {
    await put(admin, place, { list: [A], seen: null })
    expect(await history(owner, place)).toHaveLength(1)
    console.xnat.addUser({ username: `stranger${made}` })
    const stranger = await console.signIn(`stranger${made}`)
    expect((await stranger.get(`/api/assignments/places/${place}/history`)).status).toBe(404)
    expect((await stranger.get(`/api/assignments/places/${place}`)).status).toBe(404)
  })

  it('says that a list was taken away elsewhere', async () => {
    await put(admin, place, { list: [A], seen: null })
    const stop = console.xnat.answerWith(LIST_OF(place), { method: 'GET', ...NEVER_SET })
    expect(await read(admin, place)).toMatchObject({
      list: 'never-set',
      lastChange: { kind: 'changed-outside' },
    })
    expect((await history(admin, place))[0]).toMatchObject({ list: null, kind: 'changed-outside' })
    stop.stop()
  })
})
