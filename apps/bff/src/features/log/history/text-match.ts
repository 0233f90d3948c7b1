import { decodeText } from '@ohif-admin/ohif-log'
import { RE2JS } from 're2js'
import { type Finder, findHighByte, literalFinder } from './byte-finder.ts'
import { PatternTable } from './pattern-table.ts'

/** A pattern looks at so much of a line: what is shown of it. */
const PATTERN_LINE_BYTES = 64 * 1024

export interface TextOptions {
  regex: boolean
  matchCase: boolean
}

/** Where in the bytes of a log a match can be at all. */
export interface Clue {
  readonly find: Finder
  /** What is looked for, in ASCII; null when it is any character beyond it. */
  readonly literal: string | null
  /** Whether finding it is all it takes. */
  readonly isProof: boolean
}

/** Looks for a text in the bytes of a record or in what is shown of it. */
export interface TextMatcher {
  /** Null when a match can be anywhere. */
  readonly clue: Clue | null
  /** Looks at the record `bytes[from, to)`. */
  inBytes(bytes: Buffer, from?: number, to?: number): boolean
  inText(text: string): boolean
}

/** Throws `RE2JSException` for a regex that cannot be read. */
export function createTextMatcher(text: string, { regex, matchCase }: TextOptions): TextMatcher {
  return regex ? patternMatcher(text, matchCase) : literalMatcher(text, matchCase)
}

function literalMatcher(text: string, matchCase: boolean): TextMatcher {
  const wanted = matchCase ? text : text.toLowerCase()
  const inText = (seen: string) => (matchCase ? seen : seen.toLowerCase()).includes(wanted)
  const clue = clueOf(wanted, matchCase)
  return {
    clue,
    inText,
    inBytes(bytes, from = 0, to = bytes.length) {
      if (clue && clue.find(bytes, from, to) < 0) return false
      return clue?.isProof || inText(decodeLines(bytes.subarray(from, to), Number.POSITIVE_INFINITY))
    },
  }
}

function clueOf(wanted: string, matchCase: boolean): Clue | null {
  const isAscii = !BEYOND_ASCII.test(wanted)
  // Two characters beyond ASCII have these in lower case.
  const parts = isAscii || matchCase ? [wanted] : wanted.split(/[ik]/)
  const literal = longestAscii(parts)
  if (literal !== null)
    return { find: literalFinder(literal, { foldsCase: !matchCase }), literal, isProof: literal === wanted }
  return isAscii ? null : { find: findHighByte, literal, isProof: false }
}

function patternMatcher(source: string, matchCase: boolean): TextMatcher {
  const pattern = compilePattern(source, matchCase)
  const table = new PatternTable(source, flagsOf(matchCase))
  const literal = requiredLiteral(source, matchCase)
  const find = literal === null ? null : literalFinder(literal, { foldsCase: !matchCase })
  const inText = (text: string) => pattern.test(text)
  return {
    clue: find && { find, literal, isProof: false },
    inText,
    inBytes(bytes, from = 0, to = bytes.length) {
      const known = to - from <= PATTERN_LINE_BYTES ? table.matches(bytes, from, to) : null
      return known ?? inText(decodeLines(bytes.subarray(from, to), PATTERN_LINE_BYTES))
    },
  }
}

/** A pattern in the syntax of RE2, which takes time in proportion to the text whatever it says. Throws `RE2JSException`. */
export function compilePattern(source: string, matchCase: boolean): RE2JS {
  return RE2JS.compile(source, flagsOf(matchCase))
}

const flagsOf = (matchCase: boolean) => RE2JS.MULTILINE | (matchCase ? 0 : RE2JS.CASE_INSENSITIVE)

/** Lines are decoded one by one: a record may hold lines in different encodings. */
function decodeLines(bytes: Buffer, most: number): string {
  const lines: string[] = []
  for (let at = 0; at < bytes.length; ) {
    const feed = bytes.indexOf(0x0a, at)
    const end = feed < 0 ? bytes.length : feed
    const shown = end > at && bytes[end - 1] === 0x0d ? end - 1 : end
    // Where a line is cut off is not its end, whatever a pattern may think.
    const cut = shown - at > most
    lines.push(cut ? `${decodeText(bytes, at, at + most)}…` : decodeText(bytes, at, shown))
    at = end + 1
  }
  return lines.join('\n')
}

const BEYOND_ASCII = /[\u{80}-\u{10ffff}]/u

/** The longest run of ASCII in one line. */
function longestAscii(texts: readonly string[]): string | null {
  const runs = texts.flatMap((text) => text.match(/[^\n\r\u{80}-\u{10ffff}]+/gu) ?? [])
  return runs.reduce<string | null>((best, run) => (run.length > (best?.length ?? 0) ? run : best), null)
}

/**
 * A text that every match must contain; null when that cannot be told at a glance. Only patterns without alternatives,
 * groups and flags are looked at.
 */
export function requiredLiteral(source: string, matchCase = true): string | null {
  if (/[|()]|\\[QEpPkbBAzx]/.test(source)) return null
  // Without their case, k and s also stand for characters beyond ASCII.
  const parts = requiredRuns(source).flatMap((run) => (matchCase ? run : run.split(/[ks]/i)))
  const best = longestAscii(parts)
  return best !== null && best.length >= 2 ? best : null
}

function requiredRuns(source: string): string[] {
  const runs: string[] = []
  let run = ''
  const close = () => {
    runs.push(run)
    run = ''
  }
  for (let at = 0; at < source.length; at += 1) {
    const char = source[at] ?? ''
    if (char === '[') {
      const end = source.indexOf(']', at + (source[at + 1] === '^' ? 3 : 2))
      if (end < 0 || /\[:|\\/.test(source.slice(at, end))) return []
      at = end
      close()
    } else if (char === '\\') {
      at += 1
      const escaped = source[at] ?? ''
      if (/[A-Za-z0-9]/.test(escaped)) close()
      else run += escaped
    } else if (char === '*' || char === '?' || char === '{') {
      // The character before may be missing.
      run = run.slice(0, -1)
      close()
      if (char === '{') at = Math.max(at, source.indexOf('}', at))
    } else if (char === '+') close()
    else if (char === '.' || char === '^' || char === '$') close()
    else run += char
  }
  close()
  return runs
}
