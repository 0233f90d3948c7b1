import type { Level } from '../text/level.ts'
import type { LogEvent } from './event.ts'

/**
 * What a record can do to the runs. Numbers, because the fold switches on them for every record.
 * `none` first: most records have no effect.
 */
export const EFFECT = {
  none: 0,
  found: 1,
  began: 2,
  migrating: 3,
  stored: 4,
  failed: 5,
  runRequested: 6,
  runCompleted: 7,
  threadsCounted: 8,
  requestFailed: 9,
  requestChecked: 10,
  rebuildTriggered: 11,
  rebuildFailed: 12,
  startedUp: 13,
  dicomTree: 14,
  dicomwebFound: 15,
  dicomwebUnsupported: 16,
  dicomwebScanning: 17,
  legacyFound: 18,
  legacyBegan: 19,
  legacyStored: 20,
  legacySession: 21,
} as const
export type Effect = (typeof EFFECT)[keyof typeof EFFECT]

/** What the variable part of a message may be: nothing at all, an id (no spaces), a small number, or anything. */
export type Shape = 'nothing' | 'id' | 'count' | 'any'

/** A message is `before`, then a value of the given shape, then `after`. */
export interface Rule {
  name: string
  effect: Effect
  loggers: readonly string[]
  level?: Level
  before: string
  shape: Shape
  after: string
  event(value: string): LogEvent
}

/** Bytes or characters of an id; a longer "id" is not one. */
export const MAX_ID = 256

const SPACE = 0x20

/** Whether a value of this length can have the shape. */
export function hasLength(shape: Shape, length: number): boolean {
  switch (shape) {
    case 'any':
      return true
    case 'nothing':
      return length === 0
    case 'id':
      return length > 0 && length <= MAX_ID
    case 'count':
      return length > 0 && length <= 4
  }
}

/** Whether this character, or byte, can be part of a value of the shape. */
export function hasCode(shape: Shape, code: number): boolean {
  return shape === 'id' ? code > SPACE : shape !== 'count' || (code >= 0x30 && code <= 0x39)
}
