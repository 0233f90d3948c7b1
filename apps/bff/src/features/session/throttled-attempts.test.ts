import { expect, it } from 'vitest'
import { SEVERAL, ThrottledAttempts } from './throttled-attempts.ts'

function createAttempts() {
  const clock = { at: 1_000_000 }
  return { clock, attempts: new ThrottledAttempts(() => clock.at) }
}

it('the first of a minute is written, the others are counted', () => {
  const { attempts, clock } = createAttempts()
  expect(attempts.isFirst('ada', '10.0.0.1')).toBe(true)
  clock.at += 10_000
  expect(attempts.isFirst('ada', '10.0.0.1')).toBe(false)
  expect(attempts.isFirst('ada', '10.0.0.2')).toBe(true)
  expect(attempts.take()).toEqual([])
  clock.at += 50_000
  expect(attempts.take()).toEqual([
    { username: 'ada', address: '10.0.0.1', count: 1, sinceAt: 1_000_000, untilAt: 1_010_000 },
  ])
  expect(attempts.isFirst('ada', '10.0.0.1')).toBe(true)
})

it('names that are invented end in one count for their address', () => {
  const { attempts } = createAttempts()
  const first = Array.from({ length: 500 }, (_, n) => attempts.isFirst(`name${n}`, '10.0.0.1'))
  expect(first.filter(Boolean).length).toBe(20)
  expect(attempts.take({ all: true })).toMatchObject([{ username: SEVERAL, address: '10.0.0.1', count: 480 }])
  expect(attempts.isFirst('name499', '10.0.0.1')).toBe(true)
})

it('addresses without end are one count as well, and none is lost', () => {
  const { attempts } = createAttempts()
  const first = Array.from({ length: 5_000 }, (_, n) => attempts.isFirst('ada', `address ${n}`))
  const written = first.filter(Boolean).length
  expect(written).toBe(2_000)
  const counted = attempts.take({ all: true })
  expect(counted).toMatchObject([{ username: SEVERAL, address: SEVERAL, count: 3_000 }])
  expect(attempts.take({ all: true })).toEqual([])
})
