import type { XnatSimulator } from '../xnat/simulator.ts'
import { ADMINISTRATOR, ALL_DATA_ACCESS } from '../xnat/world/model.ts'

export interface DemoAccount {
  username: string
  password: string
  /** One line for the sign-in page. */
  description: string
}

/** The password of every account is its name: the demo says so where it offers them. */
export const DEMO_ACCOUNTS: readonly DemoAccount[] = [
  { username: 'admin', password: 'admin', description: 'Site administrator: may do everything' },
  { username: 'owner', password: 'owner', description: 'Owns the projects LIVER and KNEE' },
  { username: 'member', password: 'member', description: 'Member of LIVER, BRAIN and BROKEN, reads LUNG' },
  { username: 'support', password: 'support', description: 'Support staff: sees all data, changes nothing' },
]

/** Adds the accounts; memberships come with the projects. */
export function addDemoAccounts(xnat: XnatSimulator): void {
  xnat.addUser({ username: 'admin', roles: [ADMINISTRATOR], firstName: 'Ada', lastName: 'Admin' })
  xnat.addUser({ username: 'owner', firstName: 'Olga', lastName: 'Owner' })
  xnat.addUser({ username: 'member', firstName: 'Max', lastName: 'Member' })
  xnat.addUser({ username: 'support', firstName: 'Sam', lastName: 'Support', groups: [ALL_DATA_ACCESS] })
}
