import type { Notice } from '@ohif-admin/contracts'

type RunNotice = NonNullable<Notice['run']>

/** Subject and text of a message, in English: the console does not know what language a mailbox reads. */
export function mailText(notice: Notice, siteName: string, link: string): { subject: string; text: string } {
  const what = headline(notice)
  const about = [
    notice.projectId && `Project: ${notice.projectId}`,
    notice.serverOrigin && `AI server: ${notice.serverOrigin}`,
    ...factsOf(notice),
  ].filter((line): line is string => Boolean(line))
  const text = [
    `${what}.`,
    ...(about.length > 0 ? ['', ...about] : []),
    '',
    link,
    '',
    '--',
    `Sent by the OHIF console of ${siteName}. What you are told is your choice: see Notifications in the console.`,
    '',
  ].join('\n')
  return { subject: `[${siteName}] ${what}`, text }
}

function headline(notice: Notice): string {
  switch (notice.kind) {
    case 'test':
      return 'This is a test message'
    case 'request-made':
      return 'A change request was made'
    case 'request-decided':
      return `Your change request was ${notice.request?.state === 'approved' ? 'approved' : 'refused'}`
    case 'ai-server':
      return SERVERS[notice.server?.is ?? 'fails']
    default:
      return notice.run ? runHeadline(notice.kind, notice.run) : 'A run changed'
  }
}

const SERVERS = {
  works: 'An AI server works again',
  limited: 'An AI server answers, but something is wrong with it',
  fails: 'An AI server does not work any more',
} as const

const ENDED_EARLY = {
  interrupted: 'XNAT restarted',
  failed: 'the run itself failed',
} as const satisfies Partial<Record<RunNotice['state'], string>>

function runHeadline(kind: Notice['kind'], { counts, state }: RunNotice): string {
  switch (kind) {
    case 'run-not-started':
      return 'A run did not start'
    case 'run-stalled':
      return 'A run has gone quiet'
    case 'run-waits':
      return 'A run waits for you to sign in'
    case 'run-broken':
      return state === 'interrupted' || state === 'failed'
        ? `A run broke off: ${ENDED_EARLY[state]}`
        : 'Nobody can say how a run ended'
    default:
      return `A run ${state === 'stopped' ? 'was stopped' : 'is over'}: ${verdicts(counts)}`
  }
}

/** The verdicts in their own words; what there is none of is left out, except that nothing failed. */
function verdicts({ stored, migrated, failed, silentFailure, unknown, total }: RunNotice['counts']): string {
  const bad = [
    failed > 0 && `${failed} failed`,
    silentFailure > 0 && `${silentFailure} failed silently`,
    unknown > 0 && `${unknown} unknown`,
  ].filter(Boolean)
  const good = [`${stored} stored`, migrated > 0 && `${migrated} migrated, not rebuilt`].filter(Boolean)
  const of = total === null ? 'of an unknown number of sessions' : `of ${total}`
  return `${[...bad, ...good].join(', ')} ${of}`
}

function factsOf({ kind, run }: Notice): string[] {
  if (!run) return []
  const { verification, startedAt, endedAt, counts, stalled } = run
  return [
    `Started: ${startedAt}`,
    ...(endedAt === null ? [] : [`Ended: ${endedAt}`]),
    ...(kind === 'run-not-started' ? [] : [`Sessions: ${verdicts(counts)}`]),
    ...(stalled === null ? [] : [`No line in the log for ${Math.round(stalled.silentMs / 60_000)} min`]),
    ...(verification && verification.state !== 'done'
      ? ['XNAT is still to be asked about what is unknown']
      : []),
    ...(verification?.state === 'done'
      ? [
          `Asked afterwards, XNAT had ${verification.present} of the unknown and missed ${verification.missing}`,
        ]
      : []),
  ]
}
