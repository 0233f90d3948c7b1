import type { Impact, ProjectId } from '@ohif-admin/contracts'
import { describe, expect, it } from 'vitest'
import { createTranslate } from '../../i18n/translate.ts'
import { messagesOf } from '../../testing/messages.ts'
import { impactFacts, mayBeStarted } from './impact-sentences.ts'
import { searchProjects } from './search-projects.ts'
import { searchRuns } from './search-runs.ts'
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

it('finds runs by project, title, person or id', () => {
  const runs = [makeRun({ projectTitle: 'Liver' }), makeRun({ projectTitle: null, startedBy: 'carol' })]
  expect(searchRuns(runs, 'LIV')).toEqual([runs[0]])
  expect(searchRuns(runs, 'carol')).toEqual([runs[1]])
  expect(searchRuns(runs, '')).toBe(runs)
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
  })

  it('is, when the log cannot be read, never showed it, or has been silent for long', () => {
    expect(whyOutOfSight(makeRun({ log: { state: 'none', problem: null } }), at)).toBe('log')
    expect(whyOutOfSight(makeRun({ state: 'starting', lastLineAt: null }), at)).toBe('unseen')
    expect(whyOutOfSight(makeRun(quietFor(16 * 60_000)), at)).toBe('silent')
  })
})

describe('the impact of a rebuild', () => {
  const t = createTranslate(messagesOf('en'), 'en')
  const impact: Impact = {
    projectId: 'LIVER' as ProjectId,
    projectTitle: 'Liver',
    sessions: 960,
    notOwned: 0,
    plugin: 'present',
    xnatCalls: 1,
    estimate: { minMs: 35 * 60_000, maxMs: 44 * 60_000, perMinute: 23.4 },
    log: { state: 'ok', problem: null },
    activeRunId: null,
  }
  const said = (change: Partial<Impact>) =>
    impactFacts({ ...impact, ...change }, t, 'en').map(({ text }) => text)

  it('says how much, that it cannot be cancelled, how long, and what will be seen', () => {
    expect(said({})).toEqual([
      'Rebuilds 960 sessions in one XNAT call.',
      'Cannot be cancelled once it has started: XNAT has no way to stop it.',
      'Takes about 35–44 min, at 23 sessions a minute as in past runs.',
      "Progress will be visible: the viewer's log can be read.",
    ])
  })

  it('says of nothing only that there is nothing', () => {
    expect(said({ sessions: 0 })).toEqual(['There is nothing to rebuild: the project has no image sessions.'])
    expect(mayBeStarted({ ...impact, sessions: 0 })).toBe(false)
  })

  it('says that nothing can be done without the plugin, and leaves it to XNAT when that is not known', () => {
    expect(said({ plugin: 'missing' })).toEqual([
      'XNAT does not list the OHIF viewer plugin, so nothing can be rebuilt.',
    ])
    expect(mayBeStarted({ ...impact, plugin: 'missing' })).toBe(false)
    expect(mayBeStarted({ ...impact, plugin: 'unknown' })).toBe(true)
  })

  it('says how many sessions are guests', () => {
    expect(said({ notOwned: 2 })[1]).toBe(
      '2 of them are shared in from other projects; XNAT may leave these out.',
    )
    expect(said({ notOwned: 1 })[1]).toMatch(/^1 of them is shared in/)
  })

  it('does not call a short time about', () => {
    expect(said({ estimate: { minMs: 2000, maxMs: 28_000, perMinute: 20 } })[2]).toBe(
      'Takes less than 30 s, at 20 sessions a minute as in past runs.',
    )
  })

  it('promises no time and no progress that nobody can know', () => {
    const facts = said({ estimate: null, log: { state: 'unreadable', problem: 'file-missing' }, sessions: 1 })
    expect(facts[0]).toBe('Rebuilds 1 session in one XNAT call.')
    expect(facts[2]).toMatch(/not known/)
    expect(facts[3]).toBe('Progress will not be visible: there is no ohifviewer.log in the log folder.')
  })
})
