import { decodeText } from '@ohif-admin/ohif-log'
import { RE2JS } from 're2js'

/** A pattern looks at so much of a line: what is shown of it. */
const PATTERN_LINE_BYTES = 64 * 1024

export interface TextOptions {
  regex: boolean
  matchCase: boolean
}

/** Looks for a text in the bytes of a record or in what is shown of it. */
export interface TextMatcher {
  /** Something every match has in it, in ASCII, in lower case unless `foldsCase` is false; null when there is none. */
  readonly needle: string | null
  readonly foldsCase: boolean
  /** Whether having the needle is all it takes. */
  readonly needleIsEnough: boolean
  inBytes(bytes: Buffer): boolean
  inText(text: string): boolean
}

/** Throws `RE2JSException` for a regex that cannot be read. */
export function createTextMatcher(text: string, { regex, matchCase }: TextOptions): TextMatcher {
  return regex ? patternMatcher(text, matchCase) : literalMatcher(text, matchCase)
}

function literalMatcher(text: string, matchCase: boolean): TextMatcher {
  const wanted = matchCase ? text : text.toLowerCase()
  const inText = (seen: string) => (matchCase ? seen : seen.toLowerCase()).includes(wanted)
  const needle = longestAscii(wanted)
  const ascii = needle === wanted
  return {
    needle,
    foldsCase: !matchCase,
    needleIsEnough: ascii,
    inText,
    inBytes(bytes) {
      if (!ascii) return inText(decodeLines(bytes, Number.POSITIVE_INFINITY))
      return matchCase
        ? bytes.includes(wanted, 0, 'latin1')
        : bytes.toString('latin1').toLowerCase().includes(wanted)
    },
  }
}

function patternMatcher(source: string, matchCase: boolean): TextMatcher {
  const pattern = compilePattern(source, matchCase)
  const literal = requiredLiteral(source)
  const wanted = literal === null || matchCase ? literal : literal.toLowerCase()
  const inText = (text: string) => pattern.test(text)
  return {
    needle: wanted,
    foldsCase: !matchCase,
    needleIsEnough: false,
    inText,
    inBytes: (bytes) => inText(decodeLines(bytes, PATTERN_LINE_BYTES)),
  }
}

/** A pattern in the syntax of RE2, which takes time in proportion to the text whatever it says. Throws `RE2JSException`. */
export function compilePattern(source: string, matchCase: boolean): RE2JS {
  return RE2JS.compile(source, RE2JS.MULTILINE | (matchCase ? 0 : RE2JS.CASE_INSENSITIVE))
}

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

function longestAscii(text: string): string | null {
  const runs = text.match(/[\x20-\x7e]+/g) ?? []
  return runs.reduce<string | null>((best, run) => (run.length > (best?.length ?? 0) ? run : best), null)
}

/**
 * A text that every match must contain; null when that cannot be told at a glance. Only patterns without alternatives,
 * groups and flags are looked at.
 */
export function requiredLiteral(source: string): string | null {
  if (/[|()]|\\[QEpPkbBAzx]/.test(source)) return null
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
      if (end < 0 || /\[:|\\/.test(source.slice(at, end))) return null
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
  const best = runs.reduce(
    (one, other) => ((longestAscii(other)?.length ?? 0) > one.length ? (longestAscii(other) ?? '') : one),
    '',
  )
  return best.length >= 2 ? best : null
}
