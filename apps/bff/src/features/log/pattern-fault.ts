import { RE2JSSyntaxException } from 're2js'
import { compilePattern } from './history/text-match.ts'

/** What is wrong with a regular expression, and from which of its characters on (0 is the first). */
export interface PatternFault {
  reason: string
  position: number
}

/** Null for a pattern that can be searched for. */
export function faultOf(source: string, matchCase: boolean): PatternFault | null {
  const fault = thrownBy(source, matchCase)
  if (!fault) return null
  if (!(fault instanceof RE2JSSyntaxException))
    return { reason: 'this regular expression is too large', position: 0 }
  const { error: reason, input } = fault
  return {
    reason,
    position: parenthesis(source, reason) ?? placeOf(source, fault, matchCase) ?? positionOf(source, input),
  }
}

function thrownBy(source: string, matchCase: boolean): unknown {
  try {
    compilePattern(source, matchCase)
    return undefined
  } catch (error) {
    return error
  }
}

/** The library names the part it stumbled over, not where that is: it is at the end of the shortest text with that fault. */
function placeOf(
  source: string,
  { error, input }: RE2JSSyntaxException,
  matchCase: boolean,
): number | undefined {
  if (input === null) return undefined
  for (let end = input.length; end <= source.length; end += 1) {
    const fault = thrownBy(source.slice(0, end), matchCase)
    if (fault instanceof RE2JSSyntaxException && fault.error === error && fault.input === input)
      return source.slice(0, end).lastIndexOf(input)
  }
  return undefined
}

function positionOf(source: string, input: string | null): number {
  const at = input === null ? -1 : source.indexOf(input)
  return at < 0 ? Math.max(0, source.length - 1) : at
}

/** For these the library names all of the pattern. */
function parenthesis(source: string, reason: string): number | undefined {
  const isMissing = reason === 'missing closing )'
  if (!isMissing && reason !== 'unexpected )') return undefined
  const open: number[] = []
  for (let at = 0; at < source.length; at += 1) {
    const char = source[at]
    if (char === '\\') at += 1
    else if (char === '[') at = Math.max(at, source.indexOf(']', at + (source[at + 1] === '^' ? 3 : 2)))
    else if (char === '(') open.push(at)
    else if (char === ')' && open.pop() === undefined) return at
  }
  return isMissing ? open.at(-1) : undefined
}
