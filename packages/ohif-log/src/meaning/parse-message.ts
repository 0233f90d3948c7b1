import type { LogEvent } from './event.ts'
import { isTolerated } from './loggers.ts'
import { NOTED_RULES } from './noted-rules.ts'
import { hasCode, hasLength, type Rule } from './rule.ts'
import { RUN_RULES } from './run-rules.ts'
import { EVENT_RULES, LAST_RULES, SESSION_RULES } from './session-rules.ts'

/** First match wins: the most specific come first. */
export const RULES: readonly Rule[] = [
  ...RUN_RULES,
  ...SESSION_RULES,
  ...EVENT_RULES,
  ...NOTED_RULES,
  ...LAST_RULES,
]

const BY_LOGGER = new Map<string, Rule[]>()
for (const rule of RULES) {
  for (const logger of rule.loggers) BY_LOGGER.set(logger, [...(BY_LOGGER.get(logger) ?? []), rule])
}

/** The rules that can apply to a logger's records, in order. */
export function rulesOf(logger: string): readonly Rule[] {
  return BY_LOGGER.get(logger) ?? []
}

/**
 * What one record's header line says. The logger must be exact: the same words from another logger mean another thing
 * (a DICOMweb run prints the queue lines of a metadata run). Continuation lines never mean anything.
 * Never throws: text we do not understand is data, not an error.
 */
export function parseMessage(record: {
  readonly logger: string
  readonly level: string
  readonly message: string
}): LogEvent {
  const { logger, level, message } = record
  for (const rule of rulesOf(logger)) {
    if (rule.level !== undefined && rule.level !== level) continue
    const value = readValue(rule, message)
    if (value !== null) return rule.event(value)
  }
  return isTolerated(logger)
    ? { kind: 'noted', name: 'other', value: message }
    : { kind: 'unrecognized', message }
}

function readValue(rule: Rule, message: string): string | null {
  const { before, after, shape } = rule
  if (message.length < before.length + after.length) return null
  if (!message.startsWith(before) || !message.endsWith(after)) return null
  const value = message.slice(before.length, message.length - after.length)
  if (!hasLength(shape, value.length)) return null
  for (let index = 0; index < value.length; index++) {
    if (!hasCode(shape, value.charCodeAt(index))) return null
  }
  return value
}
