/** Longer names than this push what is said about them out of sight. */
export const LONG_NAME = 60

/** `text`, or its first characters and `…` when it has more than `limit`. A character is what a reader takes for one. */
export function shortText(text: string, limit = LONG_NAME): string {
  if (text.length <= limit) return text
  const characters = [...new Intl.Segmenter().segment(text.slice(0, limit * 8))].map(({ segment }) => segment)
  return characters.length <= limit
    ? text
    : `${characters
        .slice(0, limit - 1)
        .join('')
        .trimEnd()}…`
}
