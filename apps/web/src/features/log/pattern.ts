import type { TextRange } from './matched-parts.ts'

export type FindAll = (text: string) => TextRange[]

/** So much of a row is searched for matches to mark: as much as the server looks at. */
const SEARCHED = 64 * 1024
const MOST = 50

/**
 * What finds a pattern's matches as the server does: in the syntax of RE2, in time that is in proportion to the text.
 * Rejects for a pattern that cannot be read. Its engine is fetched when it is first needed.
 */
export async function loadPattern(source: string, matchCase: boolean): Promise<FindAll> {
  const { RE2JS } = await import('re2js')
  const pattern = RE2JS.compile(source, RE2JS.MULTILINE | (matchCase ? 0 : RE2JS.CASE_INSENSITIVE))
  return (text) => {
    const matcher = pattern.matcher(text.slice(0, SEARCHED))
    const found: TextRange[] = []
    while (found.length < MOST && matcher.find()) found.push([matcher.start(), matcher.end()])
    return found
  }
}
