/** A text as a YAML scalar within a Compose file, where `$` starts a variable. */
export function yamlText(text: string): string {
  return JSON.stringify(text.replaceAll('$', '$$$$')).replace(/[^\x20-\x7e]/gu, (character) => {
    const code = character.codePointAt(0) ?? 0
    return `\\U${code.toString(16).padStart(8, '0')}`
  })
}

/**
 * A value in an environment file that Docker Compose reads. Throws for quotes, `$`, backslashes and control characters:
 * Compose 1 and 2 read them differently.
 */
export function envValue(text: string): string {
  if (/['"`$\\#\p{Cc}]/u.test(text)) throw new Error('This cannot be written into an environment file.')
  return /^[\w@%+=:,./-]*$/.test(text) ? text : `'${text}'`
}

/** A text as one word of a POSIX shell. Throws for NUL, which no shell can hold. */
export function shellWord(text: string): string {
  if (text.includes('\0')) throw new Error('This cannot be written into a shell script.')
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`
}

/** A text within a comment: what could end the line is a blank. */
export function inComment(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
}
