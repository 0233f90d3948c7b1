/**
 * The four ways a call to XNAT fails.
 * `unreachable`: no connection, or it broke. `timeout`: no answer in time, or a body that stalled.
 * `refused`: XNAT answered with a status that is not success. `unexpected`: success, but not what was asked for
 * (a login page, an empty listing, another shape).
 */
export type UpstreamFailure = 'unreachable' | 'timeout' | 'refused' | 'unexpected'

/** Where XNAT sends a browser that it will not serve; an answer for us, never a place to go. */
export type RefusalRedirect = 'login' | 'password-expired' | 'inactive' | 'not-set-up' | 'elsewhere'

interface Details {
  status?: number
  redirect?: RefusalRedirect
  /** What XNAT said, as text: extracted from its HTML pages, at most 500 characters. */
  said?: string
  cause?: unknown
}

export class UpstreamError extends Error {
  readonly kind: UpstreamFailure
  readonly status: number | undefined
  readonly redirect: RefusalRedirect | undefined
  readonly said: string | undefined

  constructor(kind: UpstreamFailure, message: string, details: Details = {}) {
    super(message, { cause: details.cause })
    this.name = 'UpstreamError'
    this.kind = kind
    this.status = details.status
    this.redirect = details.redirect
    this.said = details.said
  }
}

const REDIRECTS: readonly [ending: string, meaning: RefusalRedirect][] = [
  ['/app/template/Login.vm', 'login'],
  ['/app/template/XDATScreen_UpdateUser.vm', 'password-expired'],
  ['/app/template/InactiveAccount.vm', 'inactive'],
  ['/setup', 'not-set-up'],
  ['/app/template/Unconfigured.vm', 'not-set-up'],
]

/** What a redirect by XNAT means. `location` may be absolute, built on the site URL, and carry a `;jsessionid=`. */
export function classifyRedirect(location: string | undefined): RefusalRedirect {
  const path = location?.split(/[?#;]/, 1)[0] ?? ''
  return REDIRECTS.find(([ending]) => path.endsWith(ending))?.[1] ?? 'elsewhere'
}

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  '#39': "'",
  nbsp: ' ',
}

/** Longer bodies are listings or pages whose sentence comes early; the patterns below need a bound. */
const LOOKED_AT = 20_000

/**
 * The sentence in an error body. Of an HTML page of the servlet container: its message, else its `h1`; of another page
 * its `h3`, else its `h1`. Of the plugin's (not always valid) JSON its `ResponseMessage`, else the body itself.
 * One line, at most 500 characters.
 */
export function errorText(body: string): string {
  const start = body.slice(0, LOOKED_AT)
  const isPage = /^\s*</.test(start)
  const wrapped = /^\s*\{\s*"ResponseMessage"\s*:\s*"([\s\S]*)"\s*\}\s*$/.exec(start)
  const text = isPage ? sentenceOfPage(start) : (wrapped?.[1] ?? start)
  return text
    .replace(/&(#?\w{1,6});/g, (whole, name: string) => ENTITIES[name] ?? whole)
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 500)
}

/** The container's own pages end in an `h3` that names the server; the `/data` engine puts its sentence into one. */
function sentenceOfPage(page: string): string {
  const byContainer = /^\s*<!doctype/i.test(page)
  const found = byContainer
    ? (/<b>Message<\/b>([\s\S]{0,2000}?)<\/p>/i.exec(page) ?? heading('h1', page))
    : (heading('h3', page) ?? heading('h1', page))
  return found?.[1]?.replace(/<[^>]*>/g, ' ') ?? ''
}

const heading = (name: 'h1' | 'h3', page: string) =>
  new RegExp(`<${name}[^>]{0,200}>([\\s\\S]{0,2000}?)</${name}>`, 'i').exec(page)
