import { decodeText } from '../text/decode.ts'
import type { AtLevel } from '../text/header.ts'
import { LEVEL_WIDTH, LEVELS, levelAt } from '../text/level.ts'
import { Pattern } from '../text/pattern.ts'
import { isFrom37, isTolerated } from './loggers.ts'
import { rulesOf } from './parse-message.ts'
import { type Effect, hasCode, hasLength, type Rule, type Shape } from './rule.ts'

/** Whether the bytes `[start, end)` can be a value of some shape. */
type Accepts = (bytes: Uint8Array, start: number, end: number) => boolean

/** A rule in a form that is tried on bytes, so that no string is made of a line without effect. */
export interface ByteRule {
  rule: Rule
  effect: Effect
  before: Pattern
  after: Pattern
  /** Whether the variable part has its shape; null when it may be anything. */
  accepts: Accepts | null
}

/** A logger at one of its levels, and what its messages can be. */
export interface Channel extends AtLevel {
  logger: string
  /** By the first byte of the message; the last one is for an empty message. */
  rules: readonly (readonly ByteRule[])[]
  /** An unknown message is no sign of a changed plugin. */
  tolerated: boolean
  from37: boolean
}

const NO_BYTE = 256
const NONE: readonly ByteRule[] = []
const NO_RULES: readonly (readonly ByteRule[])[] = new Array(NO_BYTE + 1).fill(NONE)
const encoder = new TextEncoder()

/** @param text `LEVEL logger` as a header has it */
export function createChannel(text: Uint8Array): Channel {
  const level = levelAt(text, new DataView(text.buffer, text.byteOffset, text.byteLength), 0)
  const logger = decodeText(text, LEVEL_WIDTH)
  return {
    level,
    logger,
    rules: compiledRules(logger, level),
    tolerated: isTolerated(logger),
    from37: isFrom37(logger),
  }
}

/** Whether it is one of the plugin's loggers: there are few of them, and they come again and again. */
export function hasRules(channel: Channel): boolean {
  return channel.rules !== NO_RULES
}

/** The first rule of the channel that the message `bytes[start, end)` fits, or null. */
export function matchRule(
  channel: Channel,
  bytes: Uint8Array,
  view: DataView,
  start: number,
  end: number,
): ByteRule | null {
  const { rules } = channel
  if (rules === NO_RULES) return null
  const candidates = rules[start < end ? (bytes[start] as number) : NO_BYTE]
  if (candidates === undefined) return null
  for (let index = 0; index < candidates.length; index++) {
    const candidate = candidates[index] as ByteRule
    if (fits(candidate, bytes, view, start, end)) return candidate
  }
  return null
}

function fits(candidate: ByteRule, bytes: Uint8Array, view: DataView, start: number, end: number): boolean {
  const { before, after } = candidate
  const valueStart = start + before.length
  const valueEnd = end - after.length
  if (valueEnd < valueStart || !before.isAt(bytes, view, start) || !after.isAt(bytes, view, valueEnd))
    return false
  const { accepts } = candidate
  return accepts === null || accepts(bytes, valueStart, valueEnd)
}

// A function for each shape, because a common one would ask for the shape at every byte.
const ACCEPTS: Readonly<Record<Shape, Accepts | null>> = {
  any: null,
  nothing: (_, start, end) => start === end,
  id: (bytes, start, end) => {
    if (!hasLength('id', end - start)) return false
    for (let at = start; at < end; at++) if (!hasCode('id', bytes[at] as number)) return false
    return true
  },
  count: (bytes, start, end) => {
    if (!hasLength('count', end - start)) return false
    for (let at = start; at < end; at++) if (!hasCode('count', bytes[at] as number)) return false
    return true
  },
}

const COMPILED = new Map<string, Channel['rules']>()

/** Made once for each channel that has rules, however many folds there are. */
function compiledRules(logger: string, level: number): Channel['rules'] {
  const key = `${level} ${logger}`
  const known = COMPILED.get(key)
  if (known) return known
  const rules = rulesOf(logger).filter((rule) => rule.level === undefined || rule.level === LEVELS[level])
  if (rules.length === 0) return NO_RULES
  const compiled = byFirstByte(rules.map(compile))
  COMPILED.set(key, compiled)
  return compiled
}

function compile(rule: Rule): ByteRule {
  return {
    rule,
    effect: rule.effect,
    accepts: ACCEPTS[rule.shape],
    before: new Pattern(encoder.encode(rule.before)),
    after: new Pattern(encoder.encode(rule.after)),
  }
}

function byFirstByte(rules: readonly ByteRule[]): readonly (readonly ByteRule[])[] {
  return Array.from({ length: NO_BYTE + 1 }, (_, first) => {
    const candidates = rules.filter(({ before }) => before.length === 0 || before.bytes[0] === first)
    return candidates.length > 0 ? candidates : NONE
  })
}
