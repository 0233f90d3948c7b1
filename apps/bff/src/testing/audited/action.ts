import type { Hold } from '@ohif-admin/simulators'
import type { AuditEntry } from '../../storage/audit.ts'
import type { Answer, Browser } from '../browser.ts'
import type { TestConsole } from '../console.ts'

/** What every action finds: the project LIVER with its owner. */
export interface World {
  console: TestConsole
  admin: Browser
  owner: Browser
  /** May edit sessions of the project. */
  member: Browser
  /** May only read the project. */
  reader: Browser
  /** Released when the test is over. */
  hold?: Pick<Hold, 'release'>
}

export interface Action {
  /** What must be there before. */
  prepare?: (world: World) => Promise<unknown>
  /** `given` is what `prepare` gave. */
  call: (world: World, given: unknown) => Promise<Answer>
  status: number
  entry: Partial<AuditEntry>
  /** Actions with a pair of their own that it consists of, in their order. */
  within?: readonly string[]
}

/** How each route that changes something is used, rightly and wrongly, by the route's name. */
export type Actions = Readonly<Record<string, readonly Action[]>>
