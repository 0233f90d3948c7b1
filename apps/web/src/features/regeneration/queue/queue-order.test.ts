import { type Run, RunId } from '@ohif-admin/contracts'
import { describe, expect, it } from 'vitest'
import { makeRun } from '../testing/make-run.ts'
import { movedTo, neighbour, reordered } from './queue-order.ts'

const id = (number: number) => RunId.parse(`00000000-0000-4000-8000-00000000000${number}`)
const queued = (number: number, startedBy: string): Run =>
  makeRun({
    id: id(number),
    state: 'queued',
    startedBy,
    queue: { position: number, notBefore: null, repeat: null, expectedStartAt: null, waitsForSignIn: null },
  })
const queue = [queued(1, 'ann'), queued(2, 'bob'), queued(3, 'ann'), queued(4, 'bob')]
const admin = { role: 'admin', username: 'admin' } as const
const ann = { role: 'user', username: 'ann' } as const

describe('moving a run in the queue', () => {
  it('takes the place of another, and the ones between make room', () => {
    expect(movedTo(queue, id(4), id(1), admin)).toEqual([id(4), id(1), id(2), id(3)])
    expect(movedTo(queue, id(1), id(3), admin)).toEqual([id(2), id(3), id(1), id(4)])
  })

  it('is for one’s own runs among themselves, unless one is an administrator', () => {
    expect(movedTo(queue, id(3), id(1), ann)).toEqual([id(3), id(1)])
    expect(movedTo(queue, id(3), id(2), ann)).toBeNull()
    expect(movedTo(queue, id(2), id(1), ann)).toBeNull()
    expect(neighbour(queue, id(3), -1, ann)).toBe(id(1))
    expect(neighbour(queue, id(3), -1, admin)).toBe(id(2))
  })

  it('ends at the ends', () => {
    expect(neighbour(queue, id(1), -1, admin)).toBeNull()
    expect(neighbour(queue, id(3), 1, ann)).toBeNull()
    expect(movedTo(queue, id(2), id(2), admin)).toBeNull()
  })

  it('shows the new places at once, and those of others stay', () => {
    const after = reordered(queue, [id(3), id(1)])
    expect(after.map((run) => run.id)).toEqual([id(3), id(2), id(1), id(4)])
    expect(after.map((run) => run.queue?.position)).toEqual([1, 2, 3, 4])
  })
})
