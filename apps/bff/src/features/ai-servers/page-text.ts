import { Parser } from 'htmlparser2'

/** Elements after whose start or end a reader sees a new line. */
const BREAKS = new Set(['br', 'p', 'div', 'li', 'tr', 'pre', 'h1', 'h2', 'h3', 'table', 'ul', 'ol', 'hr'])
/** Elements whose content nobody reads. */
const UNREAD = new Set(['script', 'style', 'head', 'title', 'template', 'noscript'])

/** Whether an answer is a page rather than plain text: servers say it, or it begins like one. */
export function isPage(contentType: string | null, text: string): boolean {
  return /\bhtml\b/i.test(contentType ?? '') || /^\s*<(?:!doctype\s+html|html)\b/i.test(text)
}

/** What a reader of a page sees, without its markup. What looks like markup in the text stays text. */
export function pageText(page: string): string {
  let text = ''
  let unread = 0
  const breakLine = (name: string) => {
    if (BREAKS.has(name) && text !== '' && !text.endsWith('\n')) text += '\n'
  }
  const parser = new Parser(
    {
      onopentagname(name) {
        if (UNREAD.has(name)) unread += 1
        if (name === 'br') text += '\n'
        else breakLine(name)
      },
      ontext(part) {
        if (unread === 0) text += part
      },
      onclosetag(name) {
        if (UNREAD.has(name)) unread -= 1
        breakLine(name)
      },
    },
    { decodeEntities: true, lowerCaseTags: true },
  )
  parser.end(page)
  return text.replace(/^\n+/, '')
}
