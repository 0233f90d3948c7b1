import { decodeText } from '../text/decode.ts'
import { LEVELS } from '../text/header.ts'
import { Pattern } from '../text/pattern.ts'
import { isFrom37, isTolerated } from './loggers.ts'
import { rulesOf } from './parse-message.ts'
import { type Effect, hasCode, hasLength, type Rule, type Shape } from './rule.ts'

/** A rule in a form that is tried on bytes, so that no string is made of a line without effect. */
export interface ByteRule {
  rule: Rule
  effect: Effect
  /** Index into `LEVELS`, or -1 for any. */
  level: number
  before: Pattern
  after: Pattern
  shape: Shape
}

/** A logger of the file and what its messages can be. */
export interface Logger {
  name: string
  /** By the first byte of the message; the last one is for an empty message. */
  rules: readonly (readonly ByteRule[])[]
  /** An unknown message is no sign of a changed plugin. */
  tolerated: boolean
  from37: boolean
}

const NO_BYTE = 256
const NO_RULES: readonly (readonly ByteRule[])[] = new Array(NO_BYTE + 1).fill([])
const encoder = new TextEncoder()

export function createLogger(nameBytes: Uint8Array): Logger {
  const name = decodeText(nameBytes)
  return {
    name,
    rules: compiledRules(name),
    tolerated: isTolerated(name),
    from37: isFrom37(name),
  }
}

/** Whether it is one of the plugin's loggers: there are few of them, and they come again and again. */
export function hasRules(logger: Logger): boolean {
  return logger.rules !== NO_RULES
}

/** The first rule of the logger that the message `bytes[start, end)` fits, or null. */
export function matchRule(
  logger: Logger,
  level: number,
  bytes: Uint8Array,
  view: DataView,
  start: number,
  end: number,
): ByteRule | null {
  const { rules } = logger
  if (rules === NO_RULES) return null
  const candidates = rules[start < end ? (bytes[start] as number) : NO_BYTE]
  if (candidates === undefined) return null
  for (let index = 0; index < candidates.length; index++) {
    const candidate = candidates[index] as ByteRule
    if (fits(candidate, level, bytes, view, start, end)) return candidate
  }
  return null
}

function fits(
  candidate: ByteRule,
  level: number,
  bytes: Uint8Array,
  view: DataView,
  start: number,
  end: number,
): boolean {
  const { before, after, shape } = candidate
  if (candidate.level >= 0 && candidate.level !== level) return false
  const valueStart = start + before.length
  const valueEnd = end - after.length
  if (valueEnd < valueStart) return false
  if (!before.isAt(bytes, view, start) || (after.length > 0 && !after.isAt(bytes, view, valueEnd)))
    return false
  if (shape === 'any') return true
  if (!hasLength(shape, valueEnd - valueStart)) return false
  for (let at = valueStart; at < valueEnd; at++) {
    if (!hasCode(shape, bytes[at] as number)) return false
  }
  return true
}

const COMPILED = new Map<string, Logger['rules']>()

/** Made once for each logger that has rules, however many folds there are. */
function compiledRules(name: string): Logger['rules'] {
  const known = COMPILED.get(name)
  if (known) return known
  const rules = rulesOf(name).map(compile)
  if (rules.length === 0) return NO_RULES
  const compiled = byFirstByte(rules)
  COMPILED.set(name, compiled)
  return compiled
}

function compile(rule: Rule): ByteRule {
  return {
    rule,
    effect: rule.effect,
    shape: rule.shape,
    level: rule.level === undefined ? -1 : LEVELS.indexOf(rule.level),
    before: new Pattern(encoder.encode(rule.before)),
    after: new Pattern(encoder.encode(rule.after)),
  }
}

function byFirstByte(rules: readonly ByteRule[]): readonly (readonly ByteRule[])[] {
  return Array.from({ length: NO_BYTE + 1 }, (_, first) =>
    rules.filter(({ before }) => before.length === 0 || before.bytes[0] === first),
  )
}
