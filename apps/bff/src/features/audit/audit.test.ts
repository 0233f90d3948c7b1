import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { AuditDetail, AuditPage, type AuditRow, AuditVerifyMessage } from '@ohif-admin/contracts'
import { parse } from 'csv-parse/sync'
import { afterEach, describe, expect, it } from 'vitest'
import { createAuditRepository } from '../../storage/audit.ts'
import type { Answer, Browser } from '../../testing/browser.ts'
import { startConsole, type TestConsole } from '../../testing/console.ts'

let console: TestConsole
let admin: Browser

async function setUp(settings: Record<string, string> = {}) {
  console = await startConsole({ logFolder: null, settings })
  console.xnat.addUser({ username: 'owner' })
  admin = await console.signIn('admin')
}
afterEach(() => console[Symbol.asyncDispose]())

const entries = () => createAuditRepository(console.deps.database)

/** An action with its outcome, written as the console writes them. */
async function write(actor: string, subject: string, detail: Record<string, unknown> = {}) {
  const common = {
    at: console.now(),
    actor,
    action: 'run.start',
    subject,
    requestId: `request of ${subject}`,
  }
  const intent = await entries().append({ ...common, phase: 'intent', detail })
  await entries().append({ ...common, phase: 'outcome', outcome: 'done', intentId: intent.id })
  return intent
}

async function rows(query = ''): Promise<AuditRow[]> {
  return pageOf(await admin.get(`/api/audit${query}`)).rows
}

function pageOf(answer: Answer): AuditPage {
  expect(answer.status, answer.text).toBe(200)
  return AuditPage.parse(answer.json)
}

async function verify(): Promise<AuditVerifyMessage[]> {
  const { text, status } = await admin.get('/api/audit/verify')
  expect(status, text).toBe(200)
  const frames = text.split('\n\n').filter((frame) => frame.startsWith('data: '))
  return frames.map((frame) => AuditVerifyMessage.parse(JSON.parse(frame.slice(6))))
}

describe('the audit', () => {
  it('is for site admins, and for nobody else', async () => {
    await setUp()
    console.xnat.addUser({ username: 'support', groups: ['ALL_DATA_ACCESS'] })
    for (const username of ['owner', 'support']) {
      const browser = await console.signIn(username)
      for (const address of ['', '/1', '/count', '/verify', '/export?format=csv']) {
        expect(await browser.get(`/api/audit${address}`)).toMatchObject({
          status: 403,
          json: { code: 'forbidden' },
        })
      }
    }
  })

  it('shows an action and its outcome as one row, newest first', async () => {
    await setUp()
    await admin.post('/api/session', { username: 'owner', password: 'wrong' })
    const [refused, signedIn] = await rows()
    expect(refused).toMatchObject({
      actor: 'owner',
      action: 'session.sign-in',
      result: 'refused',
      code: 'sign-in-refused',
      event: 'authn_login_fail',
      address: '127.0.0.1',
      count: 1,
    })
    expect(refused?.requestId).toMatch(/^[0-9a-f-]{36}$/)
    expect(signedIn).toMatchObject({ actor: 'admin', result: 'done', seq: 1 })
  })

  it('pages without a gap or a repeat while entries come in', async () => {
    await setUp()
    for (let n = 0; n < 9; n += 1) await write('ada', `project P${n}`)
    const first = pageOf(await admin.get('/api/audit?limit=4&actor=ada'))
    await write('ada', 'project LATER')
    const second = pageOf(await admin.get(`/api/audit?limit=4&actor=ada&before=${first.next}`))
    const third = pageOf(await admin.get(`/api/audit?limit=4&actor=ada&before=${second.next}`))
    const targets = [...first.rows, ...second.rows, ...third.rows].map(({ target }) => target)
    expect(targets).toEqual([8, 7, 6, 5, 4, 3, 2, 1, 0].map((n) => `project P${n}`))
    expect(third.next).toBeNull()
  })

  it('is filtered by who, what, result, time and target', async () => {
    await setUp()
    await write('Ada', 'project LIVER_100%')
    console.clock.advance(60_000)
    const later = new Date(console.now()).toISOString()
    await write('bob', 'project KNEE')
    await entries().append({ at: console.now(), actor: 'eve', action: 'run.start', phase: 'intent' })
    const found = async (query: string) => (await rows(query)).map(({ actor }) => actor)
    expect(await found('?actor=ad&action=run.start')).toEqual(['Ada'])
    expect(await found('?target=liver_100%25')).toEqual(['Ada'])
    expect(await found('?target=l_ver')).toEqual([])
    expect(await found('?result=open')).toEqual(['eve'])
    expect(await found('?result=done&action=run.start')).toEqual(['bob', 'Ada'])
    expect(await found(`?from=${later}`)).toEqual(['eve', 'bob'])
    expect(await found(`?to=${later}`)).toEqual(['Ada', 'admin'])
    expect((await admin.get('/api/audit/count?result=done&action=run.start')).json).toEqual({ rows: 2 })
    expect((await admin.get('/api/audit?from=yesterday')).status).toBe(400)
  })

  it('gives before and after whole, and says whether after was read again', async () => {
    await setUp()
    const list = Array.from({ length: 40 }, (_, n) => `http://ai-${n}:5000`)
    const { seq } = await write('ada', 'project LIVER', { before: [], after: list, reason: 'moved' })
    const [row] = await rows('?actor=ada')
    expect(row).toMatchObject({ before: '[]', reason: 'moved' })
    expect(row?.after).toMatch(/^\["http:\/\/ai-0:5000".{100,}…$/)
    const detail = AuditDetail.parse((await admin.get(`/api/audit/${seq}`)).json)
    expect(detail).toMatchObject({ beforeValue: [], afterValue: list, confirmed: false })
    expect(detail.entries.map(({ phase }) => phase)).toEqual(['intent', 'outcome'])
    expect((await admin.get(`/api/audit/${seq + 1}`)).json).toEqual(
      (await admin.get(`/api/audit/${seq}`)).json,
    )
    expect((await admin.get('/api/audit/999')).status).toBe(404)
  })
})

describe('the export', () => {
  const HOSTILE = [
    '=1+1',
    '+1',
    '-1',
    '@x',
    '\tx',
    'a"b',
    'a,b',
    'Ünï 脳',
    "it's",
    '=HYPERLINK("http://x","y")',
  ]

  it('is CSV that a spreadsheet takes for text, with everything in it', async () => {
    await setUp({ SITE_NAME: 'Uni "Süd" / XNAT' })
    for (const text of HOSTILE) await write(text, text, { after: [text] })
    const answer = await admin.get('/api/audit/export?format=csv&action=run.start')
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    expect(answer.headers.get('content-disposition')).toMatch(
      /^attachment; filename="audit Uni _S_d_ _ XNAT \d{8}T\d{6}Z\.csv"; filename\*=UTF-8''audit%20Uni%20_S%C3%BCd_%20_%20XNAT%20\d{8}T\d{6}Z\.csv$/,
    )
    expect(answer.text).toContain('\r\n')
    const records: Record<string, string>[] = parse(answer.text, { bom: true, columns: true })
    const asText = (text: string) => (/^[=+\-@\t]/.test(text) ? `'${text}` : text)
    expect(records.map(({ target }) => target).reverse()).toEqual(
      HOSTILE.map((text) => asText(text.replace('\t', '\\t'))),
    )
    expect(records.map(({ after }) => JSON.parse(after ?? '')[0]).reverse()).toEqual(HOSTILE)
  })

  it('is JSON with the entries and their hashes, also when there is nothing', async () => {
    await setUp()
    for (let n = 0; n < 210; n += 1) await write('ada', `project P${n}`)
    const answer = await admin.get('/api/audit/export?format=json&actor=ada')
    const found = AuditDetail.array().parse(answer.json)
    expect(found.map(({ target }) => target)).toEqual(
      Array.from({ length: 210 }, (_, n) => `project P${209 - n}`),
    )
    expect(found[0]?.entries.at(-1)?.hash).toMatch(/^[0-9a-f]{64}$/)
    expect((await admin.get('/api/audit/export?format=json&actor=nobody')).json).toEqual([])
  })
})

describe('verifying', () => {
  it('walks to the end and gives the newest hash', async () => {
    await setUp()
    for (let n = 0; n < 140; n += 1) await write('ada', `project P${n}`)
    const messages = await verify()
    const [newest] = await entries().list({ limit: 1 })
    expect(messages[0]).toMatchObject({ type: 'progress', total: newest?.seq })
    expect(messages.at(-1)).toEqual({ type: 'whole', entries: newest?.seq, hash: newest?.hash })
  })

  it('finds a row that somebody with every right changed, and the page still shows what there is', async () => {
    await setUp()
    for (let n = 0; n < 4; n += 1) await write('ada', `project P${n}`)
    using database = new DatabaseSync(path.join(console.dataFolder, 'ohif-admin.sqlite'))
    database.exec('drop trigger audit_entries_no_update')
    database.exec(
      "update audit_entries set actor = 'eve', detail = '{', outcome = 'perfect', at = 1e300 where seq = 6",
    )
    expect((await verify()).at(-1)).toEqual({ type: 'broken', seq: 6, fault: 'changed', checked: 5 })
    expect((await rows()).length).toBe(5)
    expect(AuditDetail.parse((await admin.get('/api/audit/6')).json).entries.length).toBe(2)
  })

  it('is refused when others are at it, and gives its place back', async () => {
    await setUp()
    const { auditTrail } = console.deps
    const others = [auditTrail.verify(), auditTrail.verify()]
    const refused = await admin.get('/api/audit/verify')
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '10'])
    for (const { end } of others) end()
    for (let n = 0; n < 3; n += 1) expect((await verify()).at(-1)?.type).toBe('whole')
  })
})
