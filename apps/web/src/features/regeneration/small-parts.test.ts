import { describe, expect, it } from 'vitest'
import { searchProjects } from './search-projects.ts'
import { sparkPoints } from './sparkline.tsx'
import { whyOutOfSight } from './stop-watching.tsx'
import { makeRun } from './testing/make-run.ts'
import { movedOption } from './use-combobox.ts'
import { pagesOf } from './use-session-window.ts'

describe('searching projects', () => {
  const projects = [
    { id: 'KNEE', title: 'Knee of the liver ward' },
    { id: 'MU', title: 'Müller–Projekt' },
    { id: 'OUT', title: 'Äußere Organe' },
    { id: 'X_LIVER', title: 'Other' },
    { id: 'LIVER', title: 'Oncology' },
    { id: 'L2', title: 'Liver two' },
  ]
  const found = (query: string) => searchProjects(projects, query).map(({ id }) => id)

  it('gives all for nothing', () => expect(found('  ')).toHaveLength(6))
  it('puts the exact id first, then beginnings, then the rest', () =>
    expect(found('liver')).toEqual(['LIVER', 'L2', 'KNEE', 'X_LIVER']))
  it('needs every word, in any order, in id or title', () => expect(found('two l2')).toEqual(['L2']))
  it('sees through case and accents', () => expect(found('MULLER')).toEqual(['MU']))
  it('takes ß for ss', () => expect(found('ÄUSSERE')).toEqual(['OUT']))
  it('takes the query as text, not as a pattern', () => expect(found('.*')).toEqual([]))
})

it('moves through the options without leaving the list', () => {
  expect(movedOption('ArrowDown', 0, 3)).toBe(1)
  expect(movedOption('ArrowDown', 2, 3)).toBe(2)
  expect(movedOption('PageUp', 2, 3)).toBe(0)
  expect(movedOption('ArrowDown', 0, 0)).toBe(0)
  expect(movedOption('a', 0, 3)).toBeUndefined()
})

it('reads only the pages of the rows in sight', () => {
  expect(pagesOf([{ index: 199 }, { index: 200 }, { index: 201 }])).toEqual([0, 1])
  expect(pagesOf([{ index: 9000 }])).toEqual([45])
})

it('draws the throughput from the left edge to the right one, the highest at the top', () => {
  expect(sparkPoints([0, 10])).toBe('0.0,23.0 120.0,2.0')
})

describe('a run that may be out of sight', () => {
  const at = Date.parse('2024-03-12T11:00:00.000Z')
  const quietFor = (ms: number) => ({ lastLineAt: new Date(at - ms).toISOString() })

  it('is not, while the log speaks or the run is over', () => {
    expect(whyOutOfSight(makeRun(quietFor(60_000)), at)).toBeNull()
    expect(whyOutOfSight(makeRun({ ...quietFor(3_600_000), state: 'finished' }), at)).toBeNull()
    const noLog = { log: { state: 'none', problem: null } } as const
    expect(whyOutOfSight(makeRun({ ...noLog, kind: 'guided' }), at)).toBeNull()
    expect(whyOutOfSight(makeRun({ ...noLog, state: 'queued' }), at)).toBeNull()
  })

  it('is, when the log cannot be read, never showed it, or has been silent for long', () => {
    expect(whyOutOfSight(makeRun({ log: { state: 'none', problem: null } }), at)).toBe('log')
    expect(whyOutOfSight(makeRun({ state: 'starting', lastLineAt: null }), at)).toBe('unseen')
    expect(whyOutOfSight(makeRun(quietFor(16 * 60_000)), at)).toBe('silent')
  })
})
