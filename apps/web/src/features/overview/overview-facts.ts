import type { LogSourceState, Overview } from '@ohif-admin/contracts'
import type { Translate } from '../../i18n/translate.ts'
import { UNRECOGNIZED_SHARE } from '../../lib/unrecognized.ts'
import { visibleText } from '../../lib/visible-text.ts'
import type { Tone } from '../../ui/tone.ts'
import { activeRunsOf } from './overview.queries.ts'

/** One thing the console knows about, in a word and a sentence. */
export interface Fact {
  tone: Tone
  word: string
  /** Why, or what to do; empty when the word says it all. */
  why: string
}

export function xnatFact({ xnat }: Overview, t: Translate): Fact {
  if (xnat.state !== 'up')
    return { tone: 'bad', word: t(`xnat.${xnat.state}`), why: t(`xnat.${xnat.state}Hint`) }
  if (xnat.version === null) return { tone: 'good', word: t('xnat.up'), why: t('xnat.versionUnknown') }
  return { tone: 'good', word: t('xnat.upVersion', { version: visibleText(xnat.version) }), why: '' }
}

export function pluginFact({ plugin }: Overview, t: Translate): Fact {
  if (plugin.state === 'missing')
    return { tone: 'bad', word: t('plugin.missing'), why: t('plugin.missingHint') }
  if (plugin.state === 'unknown')
    return { tone: 'unknown', word: t('plugin.unknown'), why: t('plugin.unknownHint') }
  const word =
    plugin.version === null
      ? t('plugin.present')
      : t('plugin.version', { version: visibleText(plugin.version) })
  return { tone: 'good', word, why: '' }
}

/** The state of everything in one sentence. Only the runs this console follows, and shows this person, are known. */
export function overviewSentence(overview: Overview, t: Translate, admin: boolean): string {
  const { xnat, logSources } = overview
  const active = activeRunsOf(overview).length
  const bad = logSources.filter(({ state }) => state === 'unreadable').length
  const log = bad > 0 ? 'log-bad' : logSources.length === 0 ? 'log-none' : 'log-ok'
  const parts = [
    t(xnat.state === 'up' ? 'overview.sentence.xnat-up' : 'overview.sentence.xnat-down'),
    t(`overview.sentence.${log}`, { bad, total: logSources.length }),
    active > 0
      ? t('overview.sentence.runs', { count: active })
      : t(admin ? 'overview.sentence.idle-admin' : 'overview.sentence.idle'),
  ]
  return `${parts.join(', ')}.`
}

export function logSourceFact(source: LogSourceState, t: Translate): Fact {
  if (source.state === 'unreadable') {
    return {
      tone: 'bad',
      word: t('log.source.unreadable'),
      why: source.problem ? t(`log.problem.${source.problem}`) : '',
    }
  }
  if (source.state === 'waiting') {
    return {
      tone: 'unknown',
      word: t('log.source.waiting'),
      why: source.problem ? t(`log.problem.${source.problem}`) : t('log.source.waitingHint'),
    }
  }
  if (source.standIn) {
    const why = t(`log.problem.${source.standIn.folder}`)
    return { tone: 'attention', word: t('log.source.reading'), why: t('log.source.standIn', { why }) }
  }
  if (source.unrecognizedShare > UNRECOGNIZED_SHARE) {
    return {
      tone: 'attention',
      word: t('log.source.reading'),
      why: t('log.source.unrecognized', { percent: Math.round(100 * source.unrecognizedShare) }),
    }
  }
  return { tone: 'good', word: t('log.source.reading'), why: '' }
}
