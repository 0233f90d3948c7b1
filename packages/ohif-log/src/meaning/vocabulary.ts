import { decodeText } from '../text/decode.ts'
import { LEVELS } from '../text/header.ts'
import { isFrom37, isTolerated } from './loggers.ts'
import { rulesOf } from './parse-message.ts'
import { type Effect, hasShape, type Rule } from './rule.ts'

/** A rule in a form that is tried on bytes, so that no string is made of a line without effect. */
export interface ByteRule {
  rule: Rule
  effect: Effect
  /** Index into `LEVELS`, or -1 for any. */
  level: number
  before: Uint8Array
  after: Uint8Array
}

/** A logger of the file and what its messages can be. */
export interface Logger {
  name: string
  /** By the first byte of the message; the last one is for an empty message. */
  rules: readonly (readonly ByteRule[])[]
  /** An unknown message is no sign of a changed plugin. */
  tolerated: boolean
  from37: boolean
  /** Records no rule knows. */
  unrecognized: number
}

const NO_BYTE = 256
const NO_RULES: readonly (readonly ByteRule[])[] = new Array(NO_BYTE + 1).fill([])
const encoder = new TextEncoder()

export function createLogger(nameBytes: Uint8Array): Logger {
  const name = decodeText(nameBytes)
  const rules = rulesOf(name).map(compile)
  return {
    name,
    rules: rules.length === 0 ? NO_RULES : byFirstByte(rules),
    tolerated: isTolerated(name),
    from37: isFrom37(name),
    unrecognized: 0,
  }
}

/** The first rule of the logger that the message `bytes[start, end)` fits, or null. */
export function matchRule(
  logger: Logger,
  level: number,
  bytes: Uint8Array,
  start: number,
  end: number,
): ByteRule | null {
  const candidates = logger.rules[start < end ? (bytes[start] ?? 0) : NO_BYTE]
  if (candidates === undefined) return null
  for (let index = 0; index < candidates.length; index++) {
    const candidate = candidates[index] as ByteRule
    if (fits(candidate, level, bytes, start, end)) return candidate
  }
  return null
}

function fits(candidate: ByteRule, level: number, bytes: Uint8Array, start: number, end: number): boolean {
  const { before, after, rule } = candidate
  if (candidate.level >= 0 && candidate.level !== level) return false
  const valueStart = start + before.length
  const valueEnd = end - after.length
  if (valueEnd < valueStart) return false
  if (!hasBytes(bytes, start, before) || !hasBytes(bytes, valueEnd, after)) return false
  if (rule.shape === 'any') return true
  return hasShape(rule.shape, valueEnd - valueStart, (index) => bytes[valueStart + index] ?? 0)
}

function hasBytes(bytes: Uint8Array, at: number, expected: Uint8Array): boolean {
  for (let index = 0; index < expected.length; index++) {
    if (bytes[at + index] !== expected[index]) return false
  }
  return true
}

function compile(rule: Rule): ByteRule {
  return {
    rule,
    effect: rule.effect,
    level: rule.level === undefined ? -1 : LEVELS.indexOf(rule.level),
    before: encoder.encode(rule.before),
    after: encoder.encode(rule.after),
  }
}

function byFirstByte(rules: readonly ByteRule[]): readonly (readonly ByteRule[])[] {
  return Array.from({ length: NO_BYTE + 1 }, (_, first) =>
    rules.filter(({ before }) => before.length === 0 || before[0] === first),
  )
}
