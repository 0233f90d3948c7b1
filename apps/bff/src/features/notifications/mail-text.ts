import type { Notice, NoticeLanguage } from '@ohif-admin/contracts'
import { type Words, wordsIn } from './mail-words.ts'

type RunNotice = NonNullable<Notice['run']>
type ScanNotice = NonNullable<Notice['scan']>

interface Around {
  language: NoticeLanguage
  siteName: string
  link: string
}

/** Subject and text of a message. */
export function mailText(
  notice: Notice,
  { language, siteName, link }: Around,
): { subject: string; text: string } {
  const words = wordsIn(language)
  const what = headline(notice, words)
  const facts = factsOf(notice, words)
  const text = [
    `${what}.`,
    ...(facts.length > 0 ? ['', ...facts] : []),
    '',
    link,
    '',
    '--',
    words('footer', { site: siteName }),
    '',
  ].join('\n')
  return { subject: `[${siteName}] ${what}`, text }
}

function headline({ kind, run, scan, request, server }: Notice, words: Words): string {
  switch (kind) {
    case 'test':
    case 'request-made':
      return words(`happened.${kind}`)
    case 'request-decided':
      return words(`happened.request-${request?.state === 'approved' ? 'approved' : 'refused'}`)
    case 'ai-server':
      return words(`happened.server-${server?.is ?? 'fails'}`)
    default:
      if (scan) return scanHeadline(scan, words)
      return run ? runHeadline(kind, run, words) : words('happened.run-changed')
  }
}

function runHeadline(kind: Notice['kind'], { counts, state }: RunNotice, words: Words): string {
  switch (kind) {
    case 'run-not-started':
    case 'run-stalled':
    case 'run-waits':
      return words(`happened.${kind}`)
    case 'run-broken':
      return words(`happened.run-${state === 'interrupted' || state === 'failed' ? state : 'unknown'}`)
    default:
      return words(state === 'stopped' ? 'happened.run-stopped' : 'happened.run-over', {
        counts: verdicts(counts, words),
      })
  }
}

function scanHeadline(scan: ScanNotice, words: Words): string {
  if (scan.state === 'failed') return words('happened.scan-failed', { why: whyOf(scan, words) })
  return words(`happened.scan-${scan.state}`, { counts: findings(scan, words) })
}

const whyOf = ({ failure }: ScanNotice, words: Words) => words(`why.${failure ?? 'not-listed'}`)

/** The verdicts in their own words; what there is none of is left out, except that nothing was stored. */
function verdicts(
  { stored, migrated, failed, silentFailure, unknown, total }: RunNotice['counts'],
  words: Words,
): string {
  const parts = [
    failed > 0 && words('count.failed', { count: failed }),
    silentFailure > 0 && words('count.silent', { count: silentFailure }),
    unknown > 0 && words('count.unknown', { count: unknown }),
    words('count.stored', { count: stored }),
    migrated > 0 && words('count.migrated', { count: migrated }),
  ]
  return ofAll(parts, total, words)
}

/** What a scan found, with what needs somebody first; what it never came to is said too. */
function findings({ valid, missing, unknown, looked, total }: ScanNotice, words: Words): string {
  const left = total === null ? 0 : total - looked
  const parts = [
    missing > 0 && words('count.missing', { count: missing }),
    unknown > 0 && words('count.unknown', { count: unknown }),
    left > 0 && words('count.not-looked', { count: left }),
    words('count.valid', { count: valid }),
  ]
  return ofAll(parts, total, words)
}

function ofAll(some: readonly (string | false)[], total: number | null, words: Words): string {
  const parts = some.filter(Boolean).join(', ')
  return total === null ? words('count.of-unknown', { parts }) : words('count.of', { parts, count: total })
}

function factsOf({ kind, run, scan, projectId, serverOrigin }: Notice, words: Words): string[] {
  return [
    ...(projectId === undefined ? [] : [words('fact.project', { id: projectId })]),
    ...(serverOrigin === undefined ? [] : [words('fact.server', { address: serverOrigin })]),
    ...(run ? runFacts(kind, run, words) : []),
    ...(scan ? scanFacts(scan, words) : []),
  ]
}

function runFacts(kind: Notice['kind'], run: RunNotice, words: Words): string[] {
  const { verification, startedAt, endedAt, counts, stalled } = run
  return [
    words('fact.started', { at: startedAt }),
    ...(endedAt === null ? [] : [words('fact.ended', { at: endedAt })]),
    ...(kind === 'run-not-started' ? [] : [words('fact.sessions', { counts: verdicts(counts, words) })]),
    ...(stalled === null ? [] : [words('fact.silent', { count: Math.round(stalled.silentMs / 60_000) })]),
    ...(verification && verification.state !== 'done' ? [words('fact.still-asked')] : []),
    ...(verification?.state === 'done'
      ? [words('fact.asked-since', { present: verification.present, missing: verification.missing })]
      : []),
  ]
}

function scanFacts(scan: ScanNotice, words: Words): string[] {
  return [
    words('fact.started', { at: scan.startedAt }),
    words('fact.ended', { at: scan.endedAt }),
    words('fact.sessions', { counts: findings(scan, words) }),
    ...(scan.take === 'not-valid' ? [words('fact.not-valid-only')] : []),
  ]
}
