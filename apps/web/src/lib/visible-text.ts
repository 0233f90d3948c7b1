/** What a control character stands for, as one visible sign each: U+2400 and on are made for this. */
const CONTROL_PICTURES = 0x2400

/** Lines longer than this are cut: one DOM text node of megabytes stops the page. */
const MAX_LENGTH = 20_000

/**
 * C0 and C1 controls, soft hyphen, invisible and direction-changing characters, line and paragraph separators,
 * lone surrogates, byte order mark, interlinear and tag characters.
 */
const INVISIBLE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this looks for
  /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0d\ufeff\uffa0\ufff0-\ufffb\ud800-\udfff\u{1d173}-\u{1d17a}\u{e0000}-\u{e0fff}]/gu

/**
 * Foreign text with nothing hidden in it: what cannot be seen, or would change the direction or the look of what
 * follows, becomes a visible sign (`␛`, `⟨U+202E⟩`). A tab stays. The result is for a text node, never for markup.
 */
export function visibleText(text: string): string {
  const shown = text.length > MAX_LENGTH ? text.slice(0, MAX_LENGTH) : text
  const visible = shown.replace(INVISIBLE, picture)
  return text.length > MAX_LENGTH ? `${visible} ⟨+${text.length - MAX_LENGTH}⟩` : visible
}

function picture(character: string): string {
  const code = character.codePointAt(0) ?? 0
  if (code < 0x20) return String.fromCodePoint(CONTROL_PICTURES + code)
  if (code === 0x7f) return '␡'
  return `⟨U+${code.toString(16).toUpperCase().padStart(4, '0')}⟩`
}
