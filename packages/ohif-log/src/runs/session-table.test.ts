import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SessionTable } from './session-table.ts'

const encoder = new TextEncoder()

function add(table: SessionTable, id: string): number {
  const bytes = encoder.encode(id)
  return table.add(bytes, 0, bytes.length)
}

function find(table: SessionTable, id: string): number {
  const bytes = encoder.encode(`..${id}..`)
  return table.findWaiting(bytes, 2, bytes.length - 2)
}

const step = fc.oneof(
  fc.record({ kind: fc.constant('add' as const), id: fc.nat({ max: 30 }) }),
  fc.record({ kind: fc.constant('begin' as const), id: fc.nat({ max: 35 }) }),
  fc.record({ kind: fc.constant('release' as const), id: fc.nat({ max: 200 }) }),
)

describe('a table of sessions', () => {
  it('finds the first session of an id that waits, like a plain list does', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
        const table = new SessionTable()
        const list: { id: string; waits: boolean }[] = []
        for (const { kind, id } of steps) {
          const name = `id-${id}`
          if (kind === 'add') {
            expect(add(table, name)).toBe(list.length)
            list.push({ id: name, waits: true })
          } else if (kind === 'begin') {
            const expected = list.findIndex((session) => session.id === name && session.waits)
            expect(find(table, name)).toBe(expected)
            const session = list[expected]
            if (session === undefined) continue
            table.begin(expected, 1, 0, false)
            session.waits = false
          } else {
            const session = list[id]
            if (session === undefined || session.waits) continue
            table.release(id)
            session.waits = true
          }
        }
        const waiting = list.filter(({ waits }) => waits).length
        expect(table.counts()).toMatchObject({
          total: list.length,
          notStarted: waiting,
          inFlight: list.length - waiting,
        })
      }),
    )
  })

  it('finds ids in any order in a long queue, repeated ones too', () => {
    const table = new SessionTable()
    const count = 20_000
    for (let index = 0; index < count; index++) add(table, `XNAT_E${index % 15_000}`)
    for (let index = count - 1; index >= 0; index--) {
      const expected = index >= 15_000 || index < 5_000 ? index % 15_000 : index
      const position = find(table, `XNAT_E${index % 15_000}`)
      expect(position % 15_000).toBe(expected)
      table.begin(position, 1, 0, false)
    }
    expect(table.counts()).toMatchObject({ inFlight: count, notStarted: 0 })
    expect(find(table, 'XNAT_E1')).toBe(-1)
  })

  it('tells what changed once', () => {
    const table = new SessionTable()
    add(table, 'a')
    add(table, 'b')
    table.begin(1, 1, 0, true)
    expect(table.takeChanged()).toEqual([0, 1])
    expect(table.takeChanged()).toEqual([])
    table.done(1, 1, 5)
    table.explain(1, 'why')
    expect(table.takeChanged()).toEqual([1])
    expect(table.session(1, (worker) => `thread-${worker}`)).toMatchObject({
      id: 'b',
      state: 'done',
      migrated: true,
      reason: 'why',
      thread: 'thread-1',
      outcomeOrder: 0,
    })
  })

  it('keeps only so many bytes of ids, and counts the rest', () => {
    const table = new SessionTable()
    const id = 'x'.repeat(256)
    const most = (64 * 1024 * 1024) / 256
    for (let index = 0; index < most + 10; index++) add(table, id)
    expect(table.size).toBe(most)
    expect(table.counts()).toMatchObject({ total: most + 10, notStarted: most + 10 })
  })
})
