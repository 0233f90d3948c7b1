import { visibleText } from '../../lib/visible-text.ts'
import { matchedParts } from './matched-parts.ts'

/** What is looked for, so far as the page can show it: a pattern's matches are known to the server only. */
export interface Wanted {
  text: string
  matchCase: boolean
}

/** Foreign text with the occurrences of what is looked for marked. */
export function MatchedText({
  text,
  wanted,
  lines = false,
}: {
  text: string
  wanted: Wanted
  lines?: boolean
}) {
  const shown = lines ? text.split('\n').map(visibleText).join('\n') : visibleText(text)
  if (wanted.text === '') return shown
  return matchedParts(shown, wanted.text, wanted.matchCase).map(({ text: part, hit }, index) =>
    hit ? (
      <mark key={index} className="rounded-sm bg-accent text-accent-ink">
        {part}
      </mark>
    ) : (
      part
    ),
  )
}
