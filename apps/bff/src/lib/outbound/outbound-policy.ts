import { type AddressKind, isWithin, kindOf, type Network } from './address-rules.ts'

/** What an operator allows, and what this machine is. */
export interface OutboundRules {
  /** Host names that may be called, in lower case; `*.example.org` covers every name below. */
  hosts: readonly string[]
  /** Networks whose addresses may be called: the only way to loopback and to this machine's own addresses. */
  networks: readonly Network[]
  /** Addresses of this machine and of its database. */
  own: ReadonlySet<string>
}

/**
 * Who stands behind a call. `registered`: XNAT lists this very origin for somebody to use. `admin`: a site admin typed
 * it, who could register it. `anyone`: only what the configuration names.
 */
export type Standing = 'registered' | 'admin' | 'anyone'

export type Refusal =
  | 'not-a-url'
  | 'not-http'
  | 'has-credentials'
  | 'port-not-allowed'
  | 'not-listed'
  | 'address-never-allowed'
  | 'address-is-this-machine'

/** A call that the guard does not make; `code` says why, the page finds the words. */
export class OutboundRefused extends Error {
  readonly code: Refusal

  constructor(code: Refusal) {
    super(`The console does not call this address: ${code}.`)
    this.code = code
  }
}

// Services that speak line protocols could be made to act on the text of an HTTP request.
const PORTS_NEVER = new Set([
  1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104,
  109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 445, 465, 512, 513, 514,
  515, 526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1433, 1521, 1719, 1720,
  1723, 2049, 2375, 2376, 3306, 3389, 3659, 4045, 5060, 5061, 5432, 6000, 6379, 6566, 6665, 6666, 6667, 6668,
  6669, 6697, 9200, 11211, 27017,
])

/** The parsed address of a call that may be looked at further. Throws `OutboundRefused`. */
export function readTarget(text: string): URL {
  const url = URL.parse(text)
  if (!url || url.hostname === '') throw new OutboundRefused('not-a-url')
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw new OutboundRefused('not-http')
  if (url.username !== '' || url.password !== '') throw new OutboundRefused('has-credentials')
  const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80))
  if (PORTS_NEVER.has(port) || port === 0) throw new OutboundRefused('port-not-allowed')
  return url
}

/** The host without the brackets of an IPv6 address and without the dot of a rooted name. */
export function hostOf(url: URL): string {
  return url.hostname
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
    .toLowerCase()
}

/** Whether the host may be called at all, by its name. Addresses are judged when they are known. */
export function isListed(host: string, { hosts }: OutboundRules): boolean {
  return hosts.some((listed) => (listed.startsWith('*.') ? host.endsWith(listed.slice(1)) : host === listed))
}

/**
 * Says whether a call to `address`, which `host` resolved to, may be made. Every address of a name has to pass: a name
 * with one good and one bad address would otherwise be a way around. Throws `OutboundRefused`.
 */
export function judgeAddress(host: string, address: string, standing: Standing, rules: OutboundRules): void {
  const kind: AddressKind = kindOf(address, rules.own)
  if (kind === 'never') throw new OutboundRefused('address-never-allowed')
  const named = isWithin(address, rules.networks)
  if (kind === 'by-name-only' && !named) throw new OutboundRefused('address-is-this-machine')
  if (!named && standing === 'anyone' && !isListed(host, rules)) throw new OutboundRefused('not-listed')
}
