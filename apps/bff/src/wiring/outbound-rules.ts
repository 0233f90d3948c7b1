import { networkInterfaces } from 'node:os'
import { canonicalAddress, type Network, parseNetwork } from '../lib/outbound/address-rules.ts'
import type { OutboundRules } from '../lib/outbound/outbound-policy.ts'

/** What an operator allows to be called, and what this machine is. */
export function outboundRules(hosts: readonly string[], networks: readonly string[]): OutboundRules {
  const own = Object.values(networkInterfaces()).flatMap((addresses) =>
    (addresses ?? []).flatMap(({ address }) => canonicalAddress(address) ?? []),
  )
  return {
    hosts,
    networks: networks.map(parseNetwork).filter((network): network is Network => network !== undefined),
    own: new Set(own),
  }
}
