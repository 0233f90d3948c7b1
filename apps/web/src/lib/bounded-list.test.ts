import { describe, expect, it } from 'vitest'
import { append, countSince, emptyList } from './bounded-list.ts'

const numbers = (from: number, count: number) => Array.from({ length: count }, (_, index) => from + index)

describe('a bounded list', () => {
  it('keeps the last entries and says how many it dropped', () => {
    const list = append(append(emptyList<number>(), numbers(0, 3), 4), numbers(3, 3), 4)
    expect(list).toEqual({ items: [2, 3, 4, 5], dropped: 2 })
  })

  it('takes a batch longer than itself', () => {
    const list = append(append(emptyList<number>(), numbers(0, 3), 4), numbers(3, 10), 4)
    expect(list).toEqual({ items: [9, 10, 11, 12], dropped: 9 })
  })

  it('is the same list when nothing is added', () => {
    const list = append(emptyList<number>(), [1])
    expect(append(list, [])).toBe(list)
  })

  it('keeps 2,000 entries unless told otherwise', () => {
    expect(append(emptyList<number>(), numbers(0, 2001))).toMatchObject({ dropped: 1 })
  })

  it('names every entry once: dropped and kept always add up to what was added', () => {
    let list = emptyList<number>()
    let added = 0
    for (const size of [1, 7, 0, 30, 2, 100, 5]) {
      list = append(list, numbers(added, size), 20)
      added += size
      expect(list.dropped + list.items.length).toBe(added)
      expect(list.items).toEqual(numbers(list.dropped, list.items.length))
    }
  })

  it('counts what has come since, also when that was dropped again', () => {
    const then = append(emptyList<number>(), numbers(0, 5), 4)
    expect(countSince(append(then, numbers(5, 3), 4), then)).toBe(3)
    expect(countSince(append(then, numbers(5, 30), 4), then)).toBe(30)
    expect(countSince(emptyList<number>(), then)).toBe(0)
  })
})
