import { type Impact, type ProjectId, RunId } from '@ohif-admin/contracts'
import { describe, expect, it } from 'vitest'
import { createTranslate } from '../../../i18n/translate.ts'
import { messagesOf } from '../../../testing/messages.ts'
import { impactFacts, impactTarget, mayBeStarted } from './impact-sentences.ts'

const t = createTranslate(messagesOf('en'), 'en')
const impact: Impact = {
  kind: 'bulk',
  data: 'viewer',
  scope: 'project',
  projectId: 'LIVER' as ProjectId,
  projectTitle: 'Liver',
  targetId: null,
  targetLabel: null,
  sessions: 960,
  notOwned: 0,
  notEditable: 0,
  plugin: 'present',
  dicomweb: false,
  xnatCalls: 1,
  estimate: { minMs: 35 * 60_000, maxMs: 44 * 60_000, perMinute: 23.4 },
  log: { state: 'ok', problem: null },
  activeRunId: null,
  queued: 0,
  othersAffected: [],
  zone: 'Europe/Berlin',
  confirm: null,
  refusal: null,
}
const said = (change: Partial<Impact>) =>
  impactFacts({ ...impact, ...change }, t, 'en').map(({ text }) => text)
const fact = (key: string, change: Partial<Impact>) =>
  impactFacts({ ...impact, ...change }, t, 'en').find((each) => each.key === key)

describe('the impact of a bulk rebuild', () => {
  it('says how much, that it cannot be cancelled, how long, who else is affected, and what will be seen', () => {
    expect(said({})).toEqual([
      'Rebuilds 960 sessions in one XNAT call.',
      'Cannot be cancelled once it has started: XNAT has no way to stop it.',
      'Takes about 35–44 min, at 23 sessions a minute as in past runs.',
      'While it runs, nobody can start another bulk rebuild.',
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
    expect(mayBeStarted({ ...impact, refusal: 'not-admin' })).toBe(false)
  })

  it('says how many sessions are guests', () => {
    expect(fact('shared', { notOwned: 2 })?.text).toBe(
      '2 of them are shared in from other projects; XNAT may leave these out.',
    )
    expect(fact('shared', { notOwned: 1 })?.text).toMatch(/^1 of them is shared in/)
  })

  it('does not call a short time about', () => {
    expect(fact('time', { estimate: { minMs: 2000, maxMs: 28_000, perMinute: 20 } })?.text).toBe(
      'Takes less than 30 s, at 20 sessions a minute as in past runs.',
    )
  })

  it('promises no number, no time and no progress that nobody can know', () => {
    expect(fact('what', { sessions: null })?.tone).toBe('unknown')
    expect(fact('time', { estimate: null })?.text).toMatch(/not known/)
    expect(fact('log', { log: { state: 'unreadable', problem: 'file-missing' } })?.text).toBe(
      'Progress will not be visible: there is no ohifviewer.log in the log folder.',
    )
  })

  it('says that it waits, and whom it delays', () => {
    expect(fact('queue', { activeRunId: RunId.parse('6f2c1d3e-0a4b-4c5d-8e6f-7a8b9c0d1e2f') })?.text).toMatch(
      /until the run in progress has ended/,
    )
    expect(fact('queue', { queued: 2 })?.text).toMatch(/behind 2 runs/)
    expect(fact('others', { othersAffected: ['ann', 'bo\u202eb'] })?.text).toBe(
      'Delays what others run or have queued: ann, bo⟨U+202E⟩b.',
    )
  })

  it('warns of what a whole site costs', () => {
    expect(fact('heavy', { scope: 'site' })?.tone).toBe('attention')
    expect(impactTarget({ ...impact, scope: 'site', projectId: null, projectTitle: null }, t)).toBe(
      'the whole site',
    )
  })
})

describe('the impact of a guided rebuild', () => {
  it('says that it can be paused, one call a session, and what XNAT would refuse', () => {
    expect(said({ kind: 'guided', sessions: 12, xnatCalls: 12, notEditable: 1, estimate: null })).toEqual([
      'Rebuilds 12 sessions one after the other, in 12 XNAT calls.',
      '1 of them you may not edit: XNAT would refuse it, and the run lists it as not rebuilt.',
      'Can be paused, resumed and stopped at any time; a session that has begun is always finished.',
      'How long it takes is not known: no run has been timed here yet.',
      "Progress will be visible: the viewer's log can be read.",
    ])
  })
})
