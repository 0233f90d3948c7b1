import type { Migration } from 'kysely/migration'
import type { Engine } from '../database.ts'
import { initial } from './001-initial.ts'
import { runsOfEveryKind } from './002-runs.ts'
import { guidedRuns } from './006-guided.ts'

/** Every migration by name, oldest first by name. Imported, not found in a folder: the backend ships as one file. */
export function createMigrations(engine: Engine): Readonly<Record<string, Migration>> {
  return { '001-initial': initial(engine), '002-runs': runsOfEveryKind(), '006-guided': guidedRuns() }
}
