import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { createAuditRepository, type NewAuditEntry } from './audit.ts'
import { describeEngines, useFreshDatabase } from './testing/engines.ts'

const makeIntent = (changes: Partial<Extract<NewAuditEntry, { phase: 'intent' }>> = {}): NewAuditEntry => ({
  at: 1_764_000_000_000,
  actor: 'ada',
  actorAddress: '192.0.2.7',
  action: 'run.start',
  subject: 'LIVER',
  phase: 'intent',
  detail: { scope: 'project' },
  requestId: 'r-1',
  ...changes,
})

describeEngines('the audit', (testEngine) => {
  const database = useFreshDatabase(testEngine)
  const repository = () => createAuditRepository(database())
  const appendMany = async (count: number) => {
    for (let index = 0; index < count; index++)
      await repository().append(makeIntent({ subject: `s${index}` }))
  }
  const unprotect = async () => {
    const { db } = database()
    const triggers =
      testEngine.engine === 'sqlite'
        ? sql<{ name: string }>`select name from sqlite_master where type = 'trigger'`
        : sql<{ name: string }>`select tgname as name from pg_trigger where not tgisinternal`
    for (const { name } of (await triggers.execute(db)).rows) {
      const from = testEngine.engine === 'sqlite' ? sql`` : sql` on audit_entries`
      await sql`drop trigger ${sql.id(name)}${from}`.execute(db)
    }
  }

  test('numbers its entries and chains each to the one before', async () => {
    const first = await repository().append(makeIntent())
    const second = await repository().append({
      at: 1_764_000_000_500,
      actor: 'ada',
      action: 'run.start',
      phase: 'outcome',
      outcome: 'done',
      intentId: first.id,
    })
    expect(first).toMatchObject({
      seq: 1,
      previousHash: '0'.repeat(64),
      detail: { scope: 'project' },
      outcome: null,
    })
    expect(second).toMatchObject({ seq: 2, previousHash: first.hash, intentId: first.id, outcome: 'done' })
    expect(await repository().list({ limit: 10 })).toEqual([second, first])
    expect(await repository().verify()).toMatchObject({ ok: true, entries: 2 })
  })

  test('is whole when it is empty', async () => {
    expect(await repository().verify()).toMatchObject({ ok: true, entries: 0 })
    expect(await repository().list({ limit: 10 })).toEqual([])
  })

  test('pages backwards', async () => {
    await appendMany(5)
    const seqs = async (beforeSeq: number) =>
      (await repository().list({ limit: 2, beforeSeq })).map((entry) => entry.seq)
    expect(await seqs(6)).toEqual([5, 4])
    expect(await seqs(4)).toEqual([3, 2])
    expect(await seqs(2)).toEqual([1])
  })

  test('stays gapless and chained under 50 appends at once', async () => {
    const entries = await Promise.all(
      Array.from({ length: 50 }, (_, index) => repository().append(makeIntent({ subject: `s${index}` }))),
    )
    expect(entries.map((entry) => entry.seq).sort((one, other) => one - other)).toEqual(
      Array.from({ length: 50 }, (_, index) => index + 1),
    )
    expect(await repository().verify()).toMatchObject({ ok: true, entries: 50 })
  })

  test('keeps line breaks, terminal sequences and torn characters on one line', async () => {
    const actor = 'eve\r\n2026-01-01 admin signed in\u001b[2K\ud800\0'
    const entry = await repository().append(makeIntent({ actor, detail: { name: 'a\n\u2028b' } }))
    expect(entry.actor).toBe('eve\\r\\n2026-01-01 admin signed in\\u001b[2K\uFFFD\\u0000')
    expect(entry.detail).toEqual({ name: 'a\n\u2028b' })
    expect(await repository().list({ limit: 1 })).toEqual([entry])
    expect(await repository().verify()).toMatchObject({ ok: true, entries: 1 })
  })

  test('gives the intents that have no outcome, oldest first', async () => {
    const first = await repository().append(makeIntent())
    const second = await repository().append(makeIntent())
    const third = await repository().append(makeIntent())
    const { at, actor, action } = makeIntent()
    await repository().append({ at, actor, action, phase: 'outcome', outcome: 'failed', intentId: second.id })
    await repository().append({ at, actor, action, phase: 'outcome', outcome: 'refused' })
    expect(await repository().openIntents()).toEqual([first, third])
  })

  const changes = [
    'update audit_entries set actor = actor',
    'delete from audit_entries',
    ...(testEngine.engine === 'postgres'
      ? ['truncate audit_entries']
      : [
          'insert or replace into audit_entries select * from audit_entries where seq = 1',
          `insert or replace into audit_entries select 3, id, at, actor, actor_address, action, event, subject, phase,
             intent_id, outcome, detail, request_id, previous_hash, hash from audit_entries where seq = 1`,
        ]),
  ]
  test.each(changes)('refuses: %s', async (statement) => {
    await appendMany(2)
    await expect(sql.raw(statement).execute(database().db)).rejects.toThrow('audit entries are append-only')
    expect(await repository().verify()).toMatchObject({ ok: true, entries: 2 })
  })

  test.each([
    ["update audit_entries set actor = 'nobody' where seq = 3", 3, 'changed'],
    ["update audit_entries set detail = '{}' where seq = 1", 1, 'changed'],
    ['update audit_entries set at = at + 1 where seq = 5', 5, 'changed'],
    ['update audit_entries set outcome = null, hash = previous_hash where seq = 4', 4, 'changed'],
    ['delete from audit_entries where seq = 2', 2, 'missing'],
    ['delete from audit_entries where seq = 1', 1, 'missing'],
    ['update audit_entries set seq = 9 where seq = 5', 5, 'missing'],
  ])('finds what somebody with every right did: %s', async (statement, firstBadSeq, fault) => {
    await appendMany(5)
    await unprotect()
    await sql.raw(statement).execute(database().db)
    expect(await repository().verify()).toEqual({ ok: false, firstBadSeq, fault })
  })

  test('verifies a chain longer than one page', async () => {
    await appendMany(1_050)
    expect(await repository().verify()).toMatchObject({ ok: true, entries: 1_050 })
    await unprotect()
    await sql`update audit_entries set subject = 'x' where seq = 1001`.execute(database().db)
    expect(await repository().verify()).toEqual({ ok: false, firstBadSeq: 1_001, fault: 'changed' })
  })
})
