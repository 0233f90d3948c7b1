/** The names of the first 32 characters; a sign of their own (`␛`) is missing in many fonts. */
const CONTROL_NAMES =
  'NUL SOH STX ETX EOT ENQ ACK BEL BS TAB LF VT FF CR SO SI DLE DC1 DC2 DC3 DC4 NAK SYN ETB CAN EM SUB ESC FS GS RS US'.split(
    ' ',
  )

/** Lines longer than this are cut: one DOM text node of megabytes stops the page. */
const MAX_LENGTH = 20_000

/**
 * C0 and C1 controls, soft hyphen, invisible and direction-changing characters, line and paragraph separators,
 * lone surrogates, byte order mark, interlinear and tag characters.
 */
const INVISIBLE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this looks for
  /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\ud800-\udfff\u{1d173}-\u{1d17a}\u{e0000}-\u{e0fff}]/gu

/**
 * Foreign text with nothing hidden in it: what cannot be seen, or would change the direction or the look of what
 * follows, becomes a visible sign (`⟨ESC⟩`, `⟨U+202E⟩`). A tab stays. The result is for a text node, never for markup.
 */
export function visibleText(text: string): string {
  const shown = text.length > MAX_LENGTH ? text.slice(0, MAX_LENGTH) : text
  const visible = shown.replace(INVISIBLE, picture)
  return text.length > MAX_LENGTH ? `${visible} ⟨+${text.length - MAX_LENGTH}⟩` : visible
}

function picture(character: string): string {
  const code = character.codePointAt(0) ?? 0
  const name = CONTROL_NAMES[code]
  if (name) return `⟨${name}⟩`
  return `⟨U+${code.toString(16).toUpperCase().padStart(4, '0')}⟩`
}
