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
  const { kind, run, request, server } = notice
  if (kind === 'request-decided' && request?.state === 'refused') return t('notices.happened.request-refused')
  if (kind === 'ai-server' && server) return t(`notices.happened.server.${server.is}`)
  if (kind === 'run-finished' && run?.state === 'stopped') return t('notices.happened.run-stopped')
  return t(`notices.happened.${kind}`)
}

/** What more there is to say of it; empty when there is nothing. */
export function noticeDetail({ kind, run, projectId, serverOrigin }: Notice, t: Translate): string {
  const counts = run && kind !== 'run-not-started' ? verdicts(run.counts, t) : ''
  return [projectId, serverOrigin, counts].filter(Boolean).join(' · ')
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
