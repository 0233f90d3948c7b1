import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { createAuditRepository } from './audit.ts'
import { createAuditRows } from './audit-rows.ts'
import { describeEngines, useFreshDatabase } from './testing/engines.ts'

describeEngines('the audit as actions', (testEngine) => {
  const database = useFreshDatabase(testEngine)
  const rows = () => createAuditRows(database())
  const entries = () => createAuditRepository(database())

  async function write(actor: string, subject: string, outcome?: 'done' | 'refused') {
    const common = { at: 1_000, actor, action: 'run.start', subject }
    const intent = await entries().append({ ...common, phase: 'intent' })
    if (outcome)
      await entries().append({ ...common, phase: 'outcome', outcome, intentId: intent.id, at: 2_000 })
    return intent
  }

  test('have their outcome, newest first, and begin below the place that was asked for', async () => {
    const first = await write('ada', 'A', 'done')
    const second = await write('bob', 'B')
    const counted = await entries().append({
      at: 3_000,
      actor: 'eve',
      action: 'session.sign-in',
      phase: 'outcome',
      outcome: 'refused',
    })
    const page = await rows().page({}, { limit: 10 })
    expect(page.map(({ head, outcome }) => [head.seq, outcome?.outcome])).toEqual([
      [counted.seq, 'refused'],
      [second.seq, undefined],
      [first.seq, 'done'],
    ])
    expect((await rows().page({}, { limit: 1, before: second.seq })).map(({ head }) => head)).toEqual([first])
    expect(await rows().count({})).toBe(3)
    expect(await rows().newest()).toBe(counted.seq)
  })

  test('are found by the number of either of their entries', async () => {
    const { seq } = await write('ada', 'A', 'done')
    expect((await rows().find(seq + 1))?.head.seq).toBe(seq)
    expect((await rows().find(seq))?.outcome?.seq).toBe(seq + 1)
    expect(await rows().find(99)).toBeUndefined()
  })

  test('take the last word when a slow console speaks after it was given up', async () => {
    const intent = await write('ada', 'A')
    const { at, actor, action } = intent
    for (const outcome of ['unknown', 'done'] as const)
      await entries().append({ at, actor, action, phase: 'outcome', outcome, intentId: intent.id })
    expect((await rows().page({}, { limit: 10 })).map(({ outcome }) => outcome?.outcome)).toEqual(['done'])
    expect(await rows().count({ result: 'done' })).toBe(1)
    expect(await rows().count({ result: 'unknown' })).toBe(0)
  })

  test.each([
    [{ actor: 'ADA' }, ['A']],
    [{ actor: 'Ä' }, ['Ä_1']],
    [{ target: '_' }, ['Ä_1']],
    [{ target: '%' }, []],
    [{ result: 'open' as const }, ['C']],
    [{ result: 'refused' as const, action: 'run.start' }, ['Ä_1']],
    [{ from: 1_000, to: 1_001 }, ['C', 'Ä_1', 'A']],
    [{ from: 1_001 }, []],
    [{ to: 1_000 }, []],
    [{ action: 'session.sign-in' }, []],
  ])('are searched by %j', async (search, subjects) => {
    await write('ada', 'A', 'done')
    await write('Änne', 'Ä_1', 'refused')
    await write('cy', 'C')
    const found = await rows().page(search, { limit: 10 })
    expect(found.map(({ head }) => head.subject)).toEqual(subjects)
    expect(await rows().count(search)).toBe(subjects.length)
  })

  test('are found far down, over gaps that should not be there', async () => {
    const { actor, at, action } = await write('rare', 'A', 'done')
    // Written past the repository: ten thousand appends would take a minute.
    const rest = {
      actor: 'many',
      action,
      phase: 'outcome' as const,
      outcome: 'done' as const,
      hash: '',
      previous_hash: '',
    }
    for (let start = 0; start < 10_000; start += 1_000) {
      const values = Array.from({ length: 1_000 }, (_, n) => ({
        ...rest,
        at,
        id: `${start + n}`,
        seq: 900_000 + start + n,
      }))
      await database().db.insertInto('audit_entries').values(values).execute()
    }
    await sql`insert into audit_entries (seq, id, at, actor, action, phase, previous_hash, hash)
      values (2000000000, 'far', ${at}, ${actor}, 'run.start', 'intent', '', '')`.execute(database().db)
    const found = await rows().page({ actor: 'rare' }, { limit: 10 })
    expect(found.map(({ head }) => head.seq)).toEqual([2_000_000_000, 1])
    expect(await rows().count({})).toBe(10_002)
    let seen = 0
    for await (const part of rows().all({}, new AbortController().signal)) seen += part.length
    expect(seen).toBe(10_002)
  })
})
