import type { DeliveryState, DeliveryTry, Notice } from '@ohif-admin/contracts'
import type { Translate } from '../../i18n/translate.ts'
import type { Tone } from '../../ui/tone.ts'

export const STATE_TONE: Record<DeliveryState, Tone> = {
  waiting: 'running',
  sent: 'good',
  listed: 'neutral',
  'given-up': 'bad',
}

/** What happened, in one line. */
export function noticeTitle(notice: Notice, t: Translate): string {
  const { kind, run, scan, request, server } = notice
  if (kind === 'request-decided' && request?.state === 'refused') return t('notices.happened.request-refused')
  if (kind === 'ai-server' && server) return t(`notices.happened.server.${server.is}`)
  if (kind === 'run-finished' && run?.state === 'stopped') return t('notices.happened.run-stopped')
  if (scan && scan.state !== 'done') return t(`notices.happened.scan-${scan.state}`)
  return t(`notices.happened.${kind}`)
}

/** What more there is to say of it; empty when there is nothing. */
export function noticeDetail({ kind, run, scan, projectId, serverOrigin }: Notice, t: Translate): string {
  const counts = run && kind !== 'run-not-started' ? verdicts(run.counts, t) : ''
  return [projectId, serverOrigin, counts, scan && outcomeOf(scan, t)].filter(Boolean).join(' · ')
}

type Counts = NonNullable<Notice['run']>['counts']

/** The verdicts that need somebody first; what there is none of is left out. */
function verdicts({ stored, migrated, failed, silentFailure, unknown, total }: Counts, t: Translate): string {
  const some = [
    ['failed', failed],
    ['silent', silentFailure],
    ['unknown', unknown],
    ['stored', stored],
    ['migrated', migrated],
  ] as const
  const parts = some
    .filter(([name, count]) => count > 0 || name === 'stored')
    .map(([name, count]) => t(`notices.count.${name}`, { count }))
  return ofAll(parts, total, t)
}

/** Why a scan failed, else what it found, with what needs somebody first; what it never came to is said too. */
function outcomeOf(scan: NonNullable<Notice['scan']>, t: Translate): string {
  const { state, failure, valid, missing, unknown, looked, total } = scan
  if (state === 'failed') return t(`notices.why.${failure ?? 'not-listed'}`)
  const some = [
    ['missing', missing],
    ['unknown', unknown],
    ['notLooked', total === null ? 0 : total - looked],
    ['valid', valid],
  ] as const
  const parts = some
    .filter(([name, count]) => count > 0 || name === 'valid')
    .map(([name, count]) => t(`notices.count.${name}`, { count }))
  return ofAll(parts, total, t)
}

function ofAll(parts: readonly string[], total: number | null, t: Translate): string {
  const of = total === null ? t('notices.count.ofUnknown') : t('notices.count.of', { count: total })
  return `${parts.join(', ')} ${of}`
}

/** What became of one try. */
export function outcomeSentence({ outcome, status }: DeliveryTry, t: Translate): string {
  if (outcome === 'answered' || outcome === 'redirects')
    return t(`notices.outcome.${outcome}`, { status: String(status ?? '?') })
  const sentence = t(`notices.outcome.${outcome}`)
  return outcome.startsWith('mail-') && status !== null ? `${sentence} (${status})` : sentence
}
