import type {
  MetadataState,
  ProjectId,
  SessionFacts,
  SessionLookup,
  SessionMetadata,
  SessionRebuild,
  SessionScans,
} from '@ohif-admin/contracts'
import { describe, expect, it } from 'vitest'
import core from '../../i18n/en/core.json' with { type: 'json' }
import frame from '../../i18n/en/frame.json' with { type: 'json' }
import regeneration from '../../i18n/en/regeneration.json' with { type: 'json' }
import sessions from '../../i18n/en/sessions.json' with { type: 'json' }
import { createTranslate } from '../../i18n/translate.ts'
import { ApiError } from '../../lib/api-error.ts'
import { asText } from './as-text.ts'
import type { Checks, KnownRebuilds } from './checks.ts'
import type { StepName } from './step.ts'
import { stepsOf } from './steps.ts'
import { summaryOf } from './summary.ts'

const words = {
  t: createTranslate([core, frame, regeneration, sessions], 'en'),
  locale: 'en',
  zone: 'utc',
} as const

const facts = {
  projectId: 'P' as ProjectId,
  sessionId: 'XNAT_E1',
  label: 'L\u202e1',
  ownerProjectId: 'P',
  subjectId: 'S',
  subjectLabel: 'S1',
  xsiType: 'xnat:mrSessionData',
  modality: 'MR',
  date: '',
  insertedAt: '',
  mayRebuild: true,
  viewer: { url: 'http://x/VIEWER', guessed: false },
} as SessionFacts
const found: SessionLookup = { outcome: 'found', by: 'id', session: facts }
const scans: SessionScans = { total: 2, likely: 1, none: 1, unknown: 0, scans: [] }
const state = (given: MetadataState['state']): MetadataState => ({ state: given, why: null, status: 200 })
const metadata = (viewer: MetadataState['state'], index: MetadataState['state'] | null = null) =>
  ({
    checkedAt: '2024-03-12T10:00:00.000Z',
    viewer: state(viewer),
    index: index && state(index),
  }) satisfies SessionMetadata
const rebuilt = (given: Partial<SessionRebuild> = {}): SessionRebuild => ({
  by: 'visit',
  run: null,
  verdict: 'stored',
  evidence: null,
  reason: null,
  trigger: null,
  user: null,
  began: '2024-03-12 10:00:00,000',
  ended: null,
  at: null,
  empty: [],
  cursor: null,
  ...given,
})
const known = (rebuilds: SessionRebuild[], log: Partial<KnownRebuilds['log']> = {}): KnownRebuilds => ({
  rebuilds,
  coming: [],
  log: { sight: { state: 'ok', problem: null }, backTo: null, before: null, ...log },
})
const asked = <Answer>(data: Answer) => ({ data, error: null })
const failed = { data: undefined, error: new ApiError('upstream-timeout', 504) }
const waiting = { data: undefined, error: null }
const all = (given: Partial<Checks> = {}): Checks => ({
  lookup: asked(found),
  scans: asked(scans),
  metadata: asked(metadata('present')),
  rebuilds: asked(known([rebuilt()])),
  ...given,
})
const step = (checks: Checks, name: StepName) => stepsOf(checks, words).find((one) => one.name === name)

describe('a step', () => {
  it('that failed is not checked and says why; the others keep their verdicts', () => {
    const checks = all({ scans: failed })
    expect(step(checks, 'scans')).toMatchObject({
      tone: 'unknown',
      verdict: 'not checked',
      notes: [expect.stringContaining('XNAT did not answer in time')],
    })
    expect(step(checks, 'metadata')).toMatchObject({ tone: 'good', verdict: 'yes' })
  })

  it('that waits for its answer is pending, and one that cannot be asked is not', () => {
    expect(step(all({ lookup: waiting, metadata: waiting }), 'metadata')?.pending).toBe(true)
    const none = all({ lookup: asked({ outcome: 'not-found' }), metadata: waiting, scans: waiting })
    expect(step(none, 'metadata')).toMatchObject({ tone: 'unknown', verdict: 'not checked' })
    expect(step(none, 'metadata')?.pending).toBeUndefined()
    expect(step(none, 'imaging')?.verdict).toBe('not checked')
  })

  it('is never good without an answer, whatever is missing', () => {
    for (const missing of [waiting, failed]) {
      const nothing = all({ lookup: missing, scans: missing, metadata: missing, rebuilds: missing })
      for (const { tone } of stepsOf(nothing, words)) expect(tone).toBe('unknown')
      expect(summaryOf(nothing).tone).not.toBe('good')
    }
  })

  it('says what valid data proves and what it does not', () => {
    expect(step(all(), 'metadata')?.notes.join()).toContain('does not prove')
    const answers: [MetadataState['state'], string][] = [
      ['missing', 'bad'],
      ['not-visible', 'bad'],
      ['not-supported', 'neutral'],
      ['not-answered', 'unknown'],
    ]
    for (const [answer, tone] of answers) {
      const checks = all({ metadata: asked(metadata(answer)) })
      expect([answer, step(checks, 'metadata')?.tone]).toEqual([answer, tone])
      expect(summaryOf(checks).tone).not.toBe('good')
    }
  })

  it('of a slide counts the index and not the placeholder', () => {
    const slide = asked({ ...found, session: { ...facts, modality: 'SM' } })
    const of = (index: MetadataState['state']) =>
      all({ lookup: slide, metadata: asked(metadata('present', index)) })
    expect(step(of('missing'), 'metadata')).toMatchObject({ tone: 'bad', verdict: 'no index' })
    expect(summaryOf(of('missing')).key).toBe('sessionPage.summary.noIndex')
    expect(step(of('present'), 'metadata')?.tone).toBe('good')
    expect(step(of('not-answered'), 'metadata')?.tone).toBe('unknown')
    expect(summaryOf(of('not-answered')).tone).toBe('unknown')
  })

  it('says that there was no rebuild only when the whole log was read', () => {
    const last = (log: Partial<KnownRebuilds['log']>) =>
      step(all({ rebuilds: asked(known([], log)) }), 'last')
    expect(last({})).toMatchObject({ verdict: 'no trace of a rebuild' })
    const part = last({ backTo: '2024-03-01 00:00:00,000', before: 'xnat:ab:1' as never })
    expect(part).toMatchObject({ tone: 'unknown', verdict: 'none found' })
    expect(part?.notes.join()).toContain('2024-03-01')
    for (const sight of ['none', 'unreadable'] as const)
      expect(last({ sight: { state: sight, problem: null } })?.tone).toBe('unknown')
  })

  it('suspects an empty document by the log of the newest rebuild that stored one, or by the scans', () => {
    const signs = [rebuilt({ verdict: 'failed' }), rebuilt({ empty: ['no-folder'] })]
    expect(step(all({ rebuilds: asked(known(signs)) }), 'empty')?.verdict).toBe('suspected')
    const older = [rebuilt(), rebuilt({ empty: ['no-folder'] })]
    expect(step(all({ rebuilds: asked(known(older)) }), 'empty')?.verdict).toBe('no sign of it')
    const noScans = all({ scans: asked({ ...scans, total: 0, likely: 0, none: 0 }) })
    expect(step(noScans, 'empty')?.verdict).toBe('suspected')
    expect(summaryOf(noScans)).toEqual({ tone: 'attention', key: 'sessionPage.summary.empty' })
    const missing = all({ metadata: asked(metadata('missing')), rebuilds: asked(known(signs)) })
    expect(step(missing, 'empty')?.verdict).toBe('nothing stored')
    const blind = known([], { sight: { state: 'none', problem: null } })
    expect(step(all({ rebuilds: asked(blind) }), 'empty')).toMatchObject({
      tone: 'unknown',
      verdict: 'not checked',
    })
  })

  it('of what comes says whether the session is in the list of the run, or only may be', () => {
    const run = {
      id: null,
      kind: 'bulk',
      scope: 'site',
      data: 'viewer',
      state: 'queued',
      startedBy: null,
      startedAt: '2024-03-12T10:00:00.000Z',
      endedAt: null,
      notBefore: null,
    } as const
    const coming = { ...known([]), coming: [{ run, certain: false, verdict: null }] }
    expect(step(all({ rebuilds: asked(coming) }), 'coming')).toMatchObject({
      verdict: 'waiting',
      notes: [expect.stringContaining('its list of sessions is not known')],
    })
  })
})

describe('the page as text', () => {
  it('has every step with its evidence, and nothing that acts on whoever reads it', () => {
    const steps = stepsOf(all(), words)
    const now = new Date('2024-03-12T10:00:00Z')
    const text = asText({ facts, steps, href: 'http://c/s', username: 'jo', now }, words)
    expect(text.split('\n').filter((line) => /^\d\. /.test(line))).toHaveLength(8)
    expect(text).toContain('http://c/s')
    expect(text).not.toContain('\u202e')
  })
})
