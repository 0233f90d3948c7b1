export interface TextPart {
  text: string
  hit: boolean
}

/** More than this is not marked: a line of one repeated letter would become thousands of elements. */
const MARKS_SHOWN = 50

/** The text in parts, with the occurrences of `wanted` apart from the rest. */
export function matchedParts(text: string, wanted: string, matchCase: boolean): TextPart[] {
  if (wanted === '') return [{ text, hit: false }]
  const haystack = matchCase ? text : text.toLowerCase()
  const needle = matchCase ? wanted : wanted.toLowerCase()
  // Some capitals change their length in small letters; places then no longer fit.
  if (haystack.length !== text.length || needle === '') return [{ text, hit: false }]
  const parts: TextPart[] = []
  let from = 0
  for (let at = haystack.indexOf(needle); at >= 0 && parts.length < 2 * MARKS_SHOWN; ) {
    if (at > from) parts.push({ text: text.slice(from, at), hit: false })
    from = at + needle.length
    parts.push({ text: text.slice(at, from), hit: true })
    at = haystack.indexOf(needle, from)
  }
  if (from < text.length) parts.push({ text: text.slice(from), hit: false })
  return parts
}
