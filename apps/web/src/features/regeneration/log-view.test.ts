import type { LogCursor, LogLine } from '@ohif-admin/contracts'
import { describe, expect, it } from 'vitest'
import { KEEP_LINES } from '../../lib/bounded-list.ts'
import { applyLogBatch, hiddenBefore, logViewOf } from './log-view.ts'
import { makeRun } from './testing/make-run.ts'

const line = (offset: number): LogLine => ({
  form: 'derived',
  cursor: `main:ab:${offset}` as LogCursor,
  at: '2024-03-12 10:15:02,118',
  event: 'session-stored',
  sessionId: 'XNAT_E00001',
})
const lines = (from: number, count: number) => Array.from({ length: count }, (_, index) => line(from + index))
const batch = (added: LogLine[], more: { reset?: boolean; skipped?: number } = {}) =>
  ({ type: 'run-log', runId: makeRun().id, reset: false, skipped: 0, lines: added, ...more }) as const

describe('the view of a run’s log', () => {
  it('counts what came before the lines that were read', () => {
    expect(hiddenBefore(logViewOf({ lines: lines(3500, 500), earlier: 3500 }))).toBe(3500)
    expect(hiddenBefore(logViewOf({ lines: lines(3500, 500), earlier: null }))).toBeNull()
  })

  it('keeps a bounded number of lines and counts those it lets go', () => {
    const full = applyLogBatch(
      logViewOf({ lines: lines(0, 500), earlier: 10 }),
      batch(lines(500, KEEP_LINES)),
    )
    expect(full.entries.items).toHaveLength(KEEP_LINES)
    expect(hiddenBefore(full)).toBe(510)
  })

  it('marks the place where lines were skipped', () => {
    const view = applyLogBatch(
      logViewOf({ lines: lines(0, 2), earlier: 0 }),
      batch(lines(900, 1), { skipped: 898 }),
    )
    expect(view.entries.items.map((entry) => (entry.kind === 'skipped' ? entry.count : 'line'))).toEqual([
      'line',
      'line',
      898,
      'line',
    ])
  })

  it('starts over with a batch that says so', () => {
    const view = applyLogBatch(
      logViewOf({ lines: lines(0, 5), earlier: 0 }),
      batch(lines(90, 2), { reset: true }),
    )
    expect(view.entries.items).toHaveLength(2)
    expect(hiddenBefore(view)).toBeNull()
  })

  it('knows how much came before a fresh start when it had its first line', () => {
    const view = applyLogBatch(
      logViewOf({ lines: lines(100, 5), earlier: 100 }),
      batch(lines(103, 9), { reset: true }),
    )
    expect(hiddenBefore(view)).toBe(103)
  })

  it('takes a batch that comes before anything was read', () => {
    expect(applyLogBatch(undefined, batch(lines(0, 1))).entries.items).toHaveLength(1)
  })
})
