import type { TextPart } from './matched-parts.ts'

/** Text with what is looked for marked. */
export function MatchedText({ parts }: { parts: readonly TextPart[] }) {
  return parts.map(({ text, hit }, index) =>
    hit ? (
      <mark key={index} className="rounded-sm bg-accent text-accent-ink">
        {text}
      </mark>
    ) : (
      text
    ),
  )
}
