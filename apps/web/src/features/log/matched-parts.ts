import { visibleText } from '../../lib/visible-text.ts'

export interface TextPart {
  text: string
  hit: boolean
}

/** From a character up to before another. */
export type TextRange = readonly [from: number, to: number]

/** More than this is not marked: a line of one repeated letter would become thousands of elements. */
const MARKS_SHOWN = 50

/** The text in parts, with the occurrences of `wanted` apart from the rest. */
export function matchedParts(text: string, wanted: string, matchCase: boolean): TextPart[] {
  if (wanted === '') return [{ text, hit: false }]
  const haystack = matchCase ? text : text.toLowerCase()
  const needle = matchCase ? wanted : wanted.toLowerCase()
  // Some capitals change their length in small letters; places then no longer fit.
  if (haystack.length !== text.length || needle === '') return [{ text, hit: false }]
  const ranges: TextRange[] = []
  for (let at = haystack.indexOf(needle); at >= 0 && ranges.length < MARKS_SHOWN; ) {
    ranges.push([at, at + needle.length])
    at = haystack.indexOf(needle, at + needle.length)
  }
  return partsByRange(text, ranges)
}

/** Foreign text made visible, in parts: inside and outside of `ranges`, which are in order and may reach beyond it. */
export function visibleParts(text: string, ranges: readonly TextRange[]): TextPart[] {
  return partsByRange(text, ranges).map(({ text: part, hit }) => ({
    text: part.split('\n').map(visibleText).join('\n'),
    hit,
  }))
}

function partsByRange(text: string, ranges: readonly TextRange[]): TextPart[] {
  const parts: TextPart[] = []
  let done = 0
  const add = (to: number, hit: boolean) => {
    if (to > done) parts.push({ text: text.slice(done, to), hit })
    done = Math.max(done, to)
  }
  for (const [from, to] of ranges) {
    add(Math.min(from, text.length), false)
    add(Math.min(to, text.length), true)
  }
  add(text.length, false)
  return parts
}
