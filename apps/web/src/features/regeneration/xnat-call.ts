import { isOpen, type Run } from '@ohif-admin/contracts'
import { duration } from '../../lib/time.ts'
import { neverStarted } from './run-outcome.ts'
import type { Words } from './run-sentences.ts'

/** What came of the one call to XNAT. A status is noted, never taken for success or failure. */
export function xnatCallSentence(run: Run, { t, locale }: Words): string {
  const { outcome, status, afterMs } = run.xnatCall
  const after = afterMs === null ? '' : duration(afterMs, locale)
  const open = isOpen(run.state)
  if (neverStarted(run) && outcome === 'pending')
    return t(run.state === 'queued' ? 'run.call.not-yet' : 'run.call.never')
  if (run.kind === 'guided') return t('run.call.guided')
  switch (outcome) {
    case 'pending':
      return t(open ? 'run.call.pending' : 'run.call.pending-ended')
    case 'answered':
      return t(`run.call.${answerKind(status)}`, { status: status ?? '?', after })
    case 'not-known':
      return t(run.kind === 'adopted' ? 'run.call.adopted' : 'run.call.not-known')
    case 'gateway-timeout':
      return t(`run.call.${gatewayKind(run)}`, { status: status ?? '?', after })
    default:
      return t(`run.call.${outcome}${open ? '' : '-ended'}` as const, { status: status ?? '?', after })
  }
}

/** Statuses by which a gateway says that it waited too long; by any other it may never have reached XNAT. */
const GAVE_UP: readonly (number | null)[] = [null, 408, 504, 524]

/** Whether XNAT works on is what the log shows, never what the gateway says. */
function gatewayKind({ state, log, xnatCall }: Run) {
  const kind = GAVE_UP.includes(xnatCall.status) ? 'gateway-timeout' : 'gateway-error'
  if (!isOpen(state)) return `${kind}-ended` as const
  return state !== 'starting' && log.state === 'ok' ? (`${kind}-goes-on` as const) : kind
}

function answerKind(status: number | null) {
  if (status === 423) return 'locked'
  return status !== null && status < 300 ? 'answered' : 'answered-error'
}

/** How a guided run presses XNAT: `2 at once, 5.0 s rest, none from 08:00 to 18:00 (Europe/Berlin)`. */
export function settingsSentence(
  { sessionsAtOnce, pauseMs, quietHours, zone }: NonNullable<Run['guided']>,
  { t, locale }: Words,
) {
  const parts = [
    t('run.settingsText', { atOnce: sessionsAtOnce }),
    pauseMs > 0 && t('run.settingsPause', { pause: duration(pauseMs, locale) }),
    quietHours && t('run.settingsQuiet', { ...quietHours, zone }),
  ]
  return parts.filter(Boolean).join(', ')
}
