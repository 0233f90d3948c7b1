import { bulkBattery } from './battery/bulk.battery.ts'
import type { XnatUnderTest } from './battery/client.ts'
import { listingBattery } from './battery/listings.battery.ts'
import { pluginBattery } from './battery/plugin.battery.ts'
import { rightsBattery } from './battery/rights.battery.ts'
import { scopesBattery } from './battery/scopes.battery.ts'
import { signInBattery } from './battery/sign-in.battery.ts'

export type { XnatUnderTest } from './battery/client.ts'

/**
 * Registers the tests that hold a server, simulated or real, to what this project relies on: sign-in and its quirks,
 * listings, rights, error shapes, the lock and the log. `subject` is asked once the tests run.
 */
export function xnatBattery(name: string, subject: () => XnatUnderTest) {
  signInBattery(name, subject)
  listingBattery(name, subject)
  rightsBattery(name, subject)
  pluginBattery(name, subject)
  bulkBattery(name, subject)
  scopesBattery(name, subject)
}
