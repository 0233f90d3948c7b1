import type { HealthHour } from '@ohif-admin/contracts'
import { expect, it } from 'vitest'
import { historyByDay } from './history-by-day.ts'

const NOW = Date.parse('2026-11-22T12:30:00.000Z')
const hour = (at: string, state: HealthHour['state'], medianMs: number | null): HealthHour => ({
  at: `2026-11-${at}:00:00.000Z`,
  state,
  looks: 12,
  medianMs,
})

it('puts hours together by 24 back from now, newest first', () => {
  const hours = [
    hour('20T01', 'ok', 30),
    hour('21T13', 'ok', 40),
    hour('22T02', 'unreachable', null),
    hour('22T03', 'busy', 900),
    hour('22T12', 'ok', 50),
  ]
  expect(historyByDay(hours, NOW)).toEqual([
    {
      from: Date.parse('2026-11-21T12:30:00.000Z'),
      looks: 48,
      worst: 'unreachable',
      typicalMs: 50,
      slowestMs: 900,
    },
    { from: Date.parse('2026-11-19T12:30:00.000Z'), looks: 12, worst: 'ok', typicalMs: 30, slowestMs: 30 },
  ])
})

it('says nothing of the latency where nothing answered', () => {
  const [day] = historyByDay([hour('22T02', 'unreachable', null)], NOW)
  expect(day).toMatchObject({ typicalMs: null, slowestMs: null })
})
