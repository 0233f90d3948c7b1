import type {
  CoverageCounts,
  CoverageScan,
  CoverageScanList,
  CoverageSession,
  CoverageState,
} from '@ohif-admin/contracts'
import type { Translate } from '../../i18n/translate.ts'
import { roughSpan } from '../../lib/time.ts'
import { visibleText } from '../../lib/visible-text.ts'
import type { Tone } from '../../ui/tone.ts'

/** In the order of the bar: what is known first. */
export const STATES: readonly CoverageState[] = ['valid', 'missing', 'changed', 'unknown', 'never']

export const STATE_TONE: Record<CoverageState, Tone> = {
  valid: 'good',
  missing: 'bad',
  changed: 'attention',
  unknown: 'unknown',
  never: 'neutral',
}

/** The counts in words, those that are zero left out. */
export function countsText(counts: CoverageCounts, t: Translate): string {
  const parts = STATES.filter((state) => counts[state] > 0).map((state) =>
    t(`coverage.part.${state}`, { count: counts[state] }),
  )
  return parts.length === 0 ? t('coverage.sessions', { count: 0 }) : parts.join(' · ')
}

/** Why a session is in its state, in words; empty when the state says it all. */
export function whyText({ state, reason, change }: CoverageSession, t: Translate): string {
  if (reason !== null) return t(`coverage.reason.${reason}`)
  if (change === null) return ''
  return t(state === 'valid' ? 'coverage.change.since' : `coverage.change.${telling(change.verdict)}`)
}

const telling = (verdict: string) => (verdict === 'stored' || verdict === 'migrated' ? verdict : 'unknown')

export function scanTarget({ projectId, projectTitle }: CoverageScan, t: Translate): string {
  return projectId === null ? t('coverage.everything') : visibleText(projectTitle ?? projectId)
}

/** What the scan does at the moment, in one sentence. */
export function scanSentence(scan: CoverageScan, t: Translate, locale: string): string {
  const { state, waitingFor, total, looked, leftMs, asks } = scan
  const target = scanTarget(scan, t)
  const progress = total === null ? '' : t('coverage.scan.progress', { looked, total })
  if (state === 'waiting' && waitingFor)
    return t('coverage.scan.waiting', {
      target,
      why: t(`coverage.wait.${waitingFor}`, { name: visibleText(asks) }),
    })
  if (state === 'running' && leftMs !== null)
    return t('coverage.scan.left', { target, progress, span: roughSpan(leftMs, leftMs, locale) })
  if (state === 'failed')
    return t('coverage.scan.failed', { target, why: t(`coverage.failure.${scan.failure ?? 'not-listed'}`) })
  return t(`coverage.scan.${state}`, { target, progress })
}

/** What eight questions at a time come to, or however many: the most a second, when that is less than is asked for. */
export function boundOf(
  { answerMs, atOnce }: Pick<CoverageScanList, 'answerMs' | 'atOnce'>,
  perSecond: number,
): { ms: number; atOnce: number; count: number } | null {
  if (answerMs === null || answerMs === 0) return null
  const most = Math.floor((atOnce * 1_000) / answerMs)
  return most < perSecond ? { ms: answerMs, atOnce, count: Math.max(1, most) } : null
}

/** Being done is good when nothing it found is missing or unknown. */
export function scanTone({
  state,
  missing,
  unknown,
}: Pick<CoverageScan, 'state' | 'missing' | 'unknown'>): Tone {
  switch (state) {
    case 'listing':
    case 'running':
      return 'running'
    case 'waiting':
    case 'paused':
      return 'attention'
    case 'done':
      return missing + unknown === 0 ? 'good' : 'neutral'
    case 'cancelled':
      return 'neutral'
    case 'failed':
      return 'bad'
  }
}
