import ipaddr from 'ipaddr.js'

/** An address range, as `ipaddr.parseCIDR` gives it. */
export type Network = ReturnType<typeof ipaddr.parseCIDR>

/**
 * What an address is to us. `never`: no configuration opens it (cloud metadata, link-local, unspecified, multicast,
 * broadcast, reserved). `by-name-only`: this machine itself, which a network in the configuration must name. `private`
 * and `public` are what AI servers have.
 */
export type AddressKind = 'never' | 'by-name-only' | 'private' | 'public'

/** Metadata services that answer outside the link-local ranges. */
const METADATA = new Set(['fd00:ec2::254', '100.100.100.200', '168.63.129.16', 'fd20:ce::254'])

const KIND_BY_RANGE: Readonly<Record<string, AddressKind>> = {
  unicast: 'public',
  private: 'private',
  uniqueLocal: 'private',
  carrierGradeNat: 'private',
  loopback: 'by-name-only',
}

/** The one form an address is compared in; an IPv6 form that carries an IPv4 address is that IPv4 address. */
function normalize(address: string): ipaddr.IPv4 | ipaddr.IPv6 | undefined {
  const text = address.split('%')[0] ?? ''
  if (!ipaddr.isValid(text)) return undefined
  const parsed = ipaddr.parse(text)
  return parsed.kind() === 'ipv6' ? (carriedIPv4(parsed as ipaddr.IPv6) ?? parsed) : parsed
}

/** IPv4-mapped, IPv4-compatible, NAT64 and 6to4 addresses reach the IPv4 address inside them. */
function carriedIPv4(address: ipaddr.IPv6): ipaddr.IPv4 | undefined {
  const bytes = address.toByteArray()
  const at = carriedAt(address, bytes)
  return at === undefined ? undefined : new ipaddr.IPv4(bytes.slice(at, at + 4))
}

function carriedAt(address: ipaddr.IPv6, bytes: readonly number[]): number | undefined {
  const range = address.range()
  if (range === 'ipv4Mapped' || range === 'rfc6052' || range === 'rfc6145') return 12
  if (range === '6to4') return 2
  const isCompatible =
    bytes.slice(0, 12).every((byte) => byte === 0) && bytes.slice(12, 15).some((byte) => byte !== 0)
  return isCompatible ? 12 : undefined
}

/** What kind of address this is; `own` are addresses of this machine and of its database. */
export function kindOf(address: string, own: ReadonlySet<string> = new Set()): AddressKind {
  const parsed = normalize(address)
  if (!parsed || METADATA.has(parsed.toString())) return 'never'
  const kind = KIND_BY_RANGE[parsed.range()] ?? 'never'
  return kind !== 'never' && own.has(parsed.toString()) ? 'by-name-only' : kind
}

/** Whether one of the networks holds the address. */
export function isWithin(address: string, networks: readonly Network[]): boolean {
  const parsed = normalize(address)
  return (
    parsed !== undefined &&
    networks.some(([base, bits]) => base.kind() === parsed.kind() && parsed.match(base, bits))
  )
}

/** A network such as `10.0.0.0/8`, or a single address; undefined when it is neither. */
export function parseNetwork(text: string): Network | undefined {
  try {
    if (text.includes('/')) return ipaddr.parseCIDR(text)
    const address = normalize(text)
    return address && [address, address.kind() === 'ipv4' ? 32 : 128]
  } catch {
    return undefined
  }
}

/** The one spelling of an address; undefined when it is none. */
export function canonicalAddress(address: string): string | undefined {
  return normalize(address)?.toString()
}
