import ipaddr from 'ipaddr.js'

/** Why a text may not be registered. XNAT itself accepts most of these, and the viewer then fails. */
export type EntryProblem =
  | 'blank'
  | 'scheme'
  | 'credentials'
  | 'host-missing'
  | 'host-invalid'
  | 'host-trailing-dot'
  | 'port-invalid'
  | 'path'
  | 'query'
  | 'fragment'

/** May be registered, but hardly works for everybody: the address is looked up on each user's own machine. */
export type EntryWarning =
  | 'loopback'
  | 'unspecified-address'
  | 'single-label-host'
  /** Only for browsers inside that network. */
  | 'private-address'
  | 'link-local-address'

export type EntryVerdict =
  | {
      readonly ok: true
      /** What to store: the text without its one trailing slash. */
      readonly entry: string
      /** The same address with the host in its ASCII form. */
      readonly origin: string
      readonly warnings: readonly EntryWarning[]
    }
  | { readonly ok: false; readonly problems: readonly EntryProblem[] }

const SHAPE = /^(https?:\/\/)?([^/\\?#]*)([^?#]*)(\?[^#]*)?(#.*)?$/
const AUTHORITY = /^(\[[^\]]*\]?|[^:]*)(?::(.*))?$/
const PORT = /^[1-9]\d{0,4}$/

/**
 * Our rules for a new entry of a server list, stricter than XNAT's: lower-case http or https, a host, perhaps a port,
 * and nothing else. Reports every problem at once.
 */
export function checkEntry(text: string): EntryVerdict {
  const entry = text.endsWith('/') ? text.slice(0, -1) : text
  if (/[\s\p{Cc}]/u.test(text)) return { ok: false, problems: ['blank'] }
  const [, scheme, authority = '', path, query, fragment] = SHAPE.exec(entry) ?? []
  if (scheme === undefined) return { ok: false, problems: ['scheme'] }

  const at = authority.lastIndexOf('@')
  const hostAndPort = authority.slice(at + 1)
  const found: readonly [EntryProblem, boolean][] = [
    ['credentials', at >= 0],
    ...hostProblems(hostAndPort),
    ['path', Boolean(path)],
    ['query', query !== undefined],
    ['fragment', fragment !== undefined],
  ]
  const problems = found.filter(([, holds]) => holds).map(([name]) => name)
  if (problems.length > 0) return { ok: false, problems }
  if (!URL.canParse(entry)) return { ok: false, problems: ['host-invalid'] }
  const url = new URL(entry)
  return { ok: true, entry, origin: url.origin, warnings: warningsFor(url.hostname) }
}

function hostProblems(hostAndPort: string): [EntryProblem, boolean][] {
  const [, host = '', port] = AUTHORITY.exec(hostAndPort) ?? []
  return [
    ['host-missing', host === ''],
    // Percent signs are decoded by browsers: the text would not say which host is meant.
    ['host-invalid', host.includes('%')],
    ['host-trailing-dot', host.endsWith('.')],
    ['port-invalid', port !== undefined && !(PORT.test(port) && Number(port) <= 65_535)],
  ]
}

const WARNINGS: Readonly<Record<string, EntryWarning>> = {
  loopback: 'loopback',
  unspecified: 'unspecified-address',
  private: 'private-address',
  carrierGradeNat: 'private-address',
  uniqueLocal: 'private-address',
  linkLocal: 'link-local-address',
}

/** `hostname` as `URL` gives it, where odd spellings of IPv4 addresses are already normal. */
function warningsFor(hostname: string): EntryWarning[] {
  if (/^(.+\.)?localhost$/.test(hostname)) return ['loopback']
  const address = hostname.replace(/^\[(.*)\]$/, '$1')
  if (!ipaddr.isValid(address)) return hostname.includes('.') ? [] : ['single-label-host']
  const warning = WARNINGS[ipaddr.process(address).range()]
  return warning === undefined ? [] : [warning]
}
