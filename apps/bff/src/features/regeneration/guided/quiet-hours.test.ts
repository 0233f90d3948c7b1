import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { quietUntil, sameTimeNextDay, serverZone } from './quiet-hours.ts'

const zone = process.env['TZ']
// Clocks go forward at 02:00 on 30 March 2025 and back at 03:00 on 26 October 2025.
beforeEach(() => {
  process.env['TZ'] = 'Europe/Berlin'
})
afterEach(() => {
  if (zone === undefined) delete process.env['TZ']
  else process.env['TZ'] = zone
})

/** When quiet hours end, as UTC. */
const until = (from: string, to: string, now: string) => {
  const end = quietUntil({ from, to }, Date.parse(now))
  return end === undefined ? undefined : new Date(end).toISOString().slice(0, 16)
}

describe('quiet hours', () => {
  it('are those of the zone of the process, which has a name', () => {
    expect(serverZone()).toBe('Europe/Berlin')
    process.env['TZ'] = 'America/New_York'
    expect(until('08:00', '18:00', '2025-06-02T11:30Z')).toBeUndefined()
    expect(until('08:00', '18:00', '2025-06-02T12:30Z')).toBe('2025-06-02T22:00')
  })

  it.each([
    ['before them', '2025-06-02T05:59:59.999Z', undefined],
    ['at their first moment', '2025-06-02T06:00Z', '2025-06-02T16:00'],
    ['in them', '2025-06-02T12:34:56.789Z', '2025-06-02T16:00'],
    ['in their last minute', '2025-06-02T15:59:59.999Z', '2025-06-02T16:00'],
    ['at their end', '2025-06-02T16:00Z', undefined],
  ])('of a day are judged %s', (_when, now, end) => expect(until('08:00', '18:00', now)).toBe(end))

  it.each([
    ['in the evening', '2025-06-02T21:00Z', '2025-06-03T04:00'],
    ['after midnight', '2025-06-02T23:00Z', '2025-06-03T04:00'],
    ['in the day', '2025-06-02T10:00Z', undefined],
  ])('over midnight are judged %s', (_when, now, end) => expect(until('22:00', '06:00', now)).toBe(end))

  it('of no length, and none at all, are none', () => {
    expect(until('08:00', '08:00', '2025-06-02T06:00Z')).toBeUndefined()
    expect(quietUntil(null, 0)).toBeUndefined()
  })

  it('are an hour shorter in the night in which the clocks go forward', () =>
    expect(until('22:00', '06:00', '2025-03-29T21:00Z')).toBe('2025-03-30T04:00'))

  it('are an hour longer in the night in which the clocks go back', () =>
    expect(until('22:00', '06:00', '2025-10-25T20:00Z')).toBe('2025-10-26T05:00'))

  it('that end at a time the clocks leave out end when the clocks have gone forward', () =>
    expect(until('22:00', '02:30', '2025-03-29T23:00Z')).toBe('2025-03-30T01:00'))

  it('that lie in what the clocks leave out are not there in that night', () => {
    for (const now of ['2025-03-30T00:59Z', '2025-03-30T01:00Z', '2025-03-30T01:30Z'])
      expect(until('02:10', '02:50', now)).toBeUndefined()
  })

  it('that end in the hour that comes twice end twice, and never a day later', () => {
    expect(until('22:00', '02:30', '2025-10-26T00:10Z')).toBe('2025-10-26T00:30')
    expect(until('22:00', '02:30', '2025-10-26T00:40Z')).toBeUndefined()
    expect(until('22:00', '02:30', '2025-10-26T01:10Z')).toBe('2025-10-26T01:30')
    expect(until('22:00', '02:30', '2025-10-26T01:40Z')).toBeUndefined()
  })
})

describe('the same time of the next day', () => {
  const next = (at: string) => new Date(sameTimeNextDay(Date.parse(at))).toISOString().slice(0, 16)

  it('is 24 hours later', () => expect(next('2025-06-02T20:00Z')).toBe('2025-06-03T20:00'))
  it('is 23 hours later when the clocks go forward', () =>
    expect(next('2025-03-29T20:00Z')).toBe('2025-03-30T19:00'))
  it('is 25 hours later when the clocks go back', () =>
    expect(next('2025-10-25T20:00Z')).toBe('2025-10-26T21:00'))
  it('is an hour further on when the clocks leave that time out', () =>
    expect(next('2025-03-29T01:30Z')).toBe('2025-03-30T01:30'))
})
