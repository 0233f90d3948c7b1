// Control characters (C0, DEL, C1), line and paragraph separators, and the marks that reorder or hide text.
// biome-ignore lint/suspicious/noControlCharactersInRegex: finding control characters is the purpose
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g

const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }

const escaped = (character: string) => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`

/**
 * The text on one line, whatever is in it: line breaks, terminal sequences and reordering marks become visible
 * escapes. Well-formed, so that it reads back as it was written (a hash over it stays true).
 */
export function oneLine(text: string): string {
  return text.toWellFormed().replace(UNSAFE, (character) => SHORT[character] ?? escaped(character))
}

/** JSON on one line; what `oneLine` would change is a JSON escape here, so parsing gives the value unchanged. */
export function oneLineJson(value: unknown): string {
  return JSON.stringify(value).replace(UNSAFE, escaped)
}

/** PostgreSQL refuses NUL in text, and a log torn by a crash has runs of them. */
export function storable<Text extends string | null>(text: Text): Text {
  return (text === null ? null : text.toWellFormed().replaceAll('\0', '\uFFFD')) as Text
}

/** A LIKE pattern, for `escape '!'`, of every text that contains the given text as it is written. */
export function containing(text: string): string {
  return `%${text.replace(/[!%_]/g, '!$&')}%`
}
