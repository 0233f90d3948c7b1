import type { MetadataState } from '@ohif-admin/contracts'
import type { Tone } from '../../ui/tone.ts'
import { type Checks, factsOf, isSlide } from './checks.ts'
import { type Found, isAsked, unanswered } from './step.ts'
import type { Words } from './words.ts'

export function readable({ lookup }: Checks, words: Words): Found {
  const { t } = words
  const { data } = lookup
  if (!data) return unanswered(lookup, true, words)
  switch (data.outcome) {
    case 'found': {
      const { ownerProjectId, projectId, sessionId } = data.session
      const notes = [t('sessionPage.readable.found', { project: projectId })]
      if (data.by === 'label') notes.push(t('sessionPage.readable.byLabel', { id: sessionId }))
      if (ownerProjectId !== projectId)
        notes.push(t('sessionPage.readable.shared', { owner: ownerProjectId }))
      return { tone: 'good', verdict: t('sessionPage.yes'), notes }
    }
    case 'not-imaging':
      return { tone: 'good', verdict: t('sessionPage.yes'), notes: [] }
    case 'elsewhere':
      return {
        tone: 'bad',
        verdict: t('sessionPage.readable.elsewhere'),
        notes: [t('sessionPage.readable.elsewhereHint')],
        places: data.places,
      }
    case 'not-found':
      return {
        tone: 'bad',
        verdict: t('sessionPage.readable.notFound'),
        notes: [t('sessionPage.readable.not-found')],
      }
    default:
      return { tone: 'bad', verdict: t('sessionPage.no'), notes: [t(`sessionPage.readable.${data.outcome}`)] }
  }
}

export function imaging({ lookup }: Checks, words: Words): Found {
  const { t } = words
  const { data } = lookup
  if (data?.outcome === 'found')
    return {
      tone: 'good',
      verdict: t('sessionPage.yes'),
      notes: [t('sessionPage.imaging.yes', { type: data.session.xsiType })],
    }
  if (data?.outcome === 'not-imaging')
    return {
      tone: 'bad',
      verdict: t('sessionPage.no'),
      notes: [t('sessionPage.imaging.no', { type: data.xsiType })],
    }
  return unanswered(lookup, data === undefined, words)
}

export function scans(checks: Checks, words: Words): Found {
  const { t } = words
  const { data } = checks.scans
  if (!data) return unanswered(checks.scans, isAsked(checks), words)
  const say = (tone: Tone, name: 'none' | 'noImages' | 'perhaps'): Found => ({
    tone,
    verdict: t(`sessionPage.scans.${name}`),
    notes: [t(`sessionPage.scans.${name}Hint`)],
  })
  if (data.total === 0) return say('bad', 'none')
  if (data.likely > 0)
    return {
      tone: 'good',
      verdict: t('sessionPage.scans.likely', { count: data.likely, total: data.total }),
      notes: [t('sessionPage.scans.likelyHint')],
    }
  return data.unknown > 0 ? say('unknown', 'perhaps') : say('bad', 'noImages')
}

export function metadata(checks: Checks, words: Words): Found {
  const { t } = words
  const { data } = checks.metadata
  if (!data) return unanswered(checks.metadata, isAsked(checks), words)
  const { viewer, index } = data
  const found = ofState(viewer, words)
  const facts = factsOf(checks.lookup)
  if (!index || !facts || !isSlide(facts)) return found
  const notes = [
    ...found.notes,
    t('sessionPage.metadata.slide'),
    t(`sessionPage.metadata.index.${index.state}`),
  ]
  if (viewer.state !== 'present') return { ...found, notes }
  if (index.state === 'present') return { ...found, notes }
  if (index.state === 'missing') return { tone: 'bad', verdict: t('sessionPage.metadata.noIndex'), notes }
  return { tone: 'unknown', verdict: found.verdict, notes }
}

function ofState({ state, why, status }: MetadataState, { t }: Words): Found {
  switch (state) {
    case 'present':
      return { tone: 'good', verdict: t('sessionPage.yes'), notes: [t('sessionPage.metadata.present')] }
    case 'missing':
      return { tone: 'bad', verdict: t('sessionPage.no'), notes: [t('sessionPage.metadata.missing')] }
    case 'not-visible':
      return {
        tone: 'bad',
        verdict: t('sessionPage.metadata.refused'),
        notes: [t('sessionPage.metadata.not-visible', { status: status ?? '?' })],
      }
    case 'not-supported':
      return {
        tone: 'neutral',
        verdict: t('sessionPage.no'),
        notes: [t('sessionPage.metadata.not-supported')],
      }
    case 'not-answered': {
      const said = t(`sessionPage.metadata.not-answered.${why ?? 'error'}`, { status: String(status ?? '?') })
      return {
        tone: 'unknown',
        verdict: t('sessionPage.notMade'),
        notes: [t('sessionPage.notMadeWhy', { why: said })],
        failed: true,
      }
    }
  }
}
