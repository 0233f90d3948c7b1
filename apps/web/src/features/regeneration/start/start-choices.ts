import type { GuidedSettings, IdempotencyKey, Impact, ImpactRequest, StartRun } from '@ohif-admin/contracts'
import type { z } from 'zod'
import type { Zone } from '../../../lib/time.ts'

/** What a person chooses about a run besides what it rebuilds. */
export interface StartChoices {
  settings: GuidedSettings
  /** As the field writes it (`2024-03-12T22:00`); empty starts as soon as nothing else runs. */
  at: string
  nightly: boolean
  afterSignOut: boolean
  overwrite: boolean
  confirm: string
}

export const DEFAULT_SETTINGS: GuidedSettings = { sessionsAtOnce: 1, pauseMs: 0, quietHours: null }

export const NO_CHOICES: StartChoices = {
  settings: DEFAULT_SETTINGS,
  at: '',
  nightly: false,
  afterSignOut: false,
  overwrite: false,
  confirm: '',
}

/** The moment that a date-and-time field names in `zone`; null when it names none. */
export function instantOf(field: string, zone: Zone): Date | null {
  const at = new Date(zone === 'utc' ? `${field}Z` : field)
  return Number.isNaN(at.getTime()) ? null : at
}

/** What a date-and-time field writes for a moment in `zone`. */
export function fieldOf(at: Date, zone: Zone): string {
  const shown = zone === 'utc' ? at : new Date(at.getTime() - at.getTimezoneOffset() * 60_000)
  return shown.toISOString().slice(0, 16)
}

/** Why the run cannot be started like this; null when it can. */
export function problemOf(
  { at, confirm }: StartChoices,
  impact: Impact,
  zone: Zone,
  now: number,
): 'confirm' | 'at' | 'past' | null {
  if (at !== '') {
    const instant = instantOf(at, zone)
    if (!instant) return 'at'
    if (instant.getTime() <= now) return 'past'
  }
  return impact.confirm !== null && confirm.trim() !== impact.confirm ? 'confirm' : null
}

/** The start as the server wants it. */
export function startOf(
  request: ImpactRequest,
  impact: Impact,
  choices: StartChoices,
  { idempotencyKey, zone }: { idempotencyKey: IdempotencyKey; zone: Zone },
): z.input<typeof StartRun> {
  const at = choices.at === '' ? null : instantOf(choices.at, zone)
  const common = {
    idempotencyKey,
    afterSignOut: choices.afterSignOut,
    ...(at ? { notBefore: at.toISOString() } : {}),
    ...(at && choices.nightly ? { repeat: 'nightly' as const } : {}),
    ...(impact.confirm === null ? {} : { confirm: choices.confirm.trim() }),
  }
  if (request.kind === 'guided') return { ...request, ...common, settings: choices.settings }
  return { ...request, ...common, overwrite: request.data === 'dicomweb' && choices.overwrite }
}
