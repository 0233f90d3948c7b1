import type { Migration } from 'kysely/migration'
import type { Engine } from '../database.ts'
import { initial } from './001-initial.ts'
import { runsOfEveryKind } from './002-runs.ts'
import { assignments } from './003-assignments.ts'
import { requests } from './004-requests.ts'
import { guidedRuns } from './006-guided.ts'
import { aiServers } from './009-ai-servers.ts'
import { coverage } from './010-coverage.ts'
import { notifications } from './011-notifications.ts'
import { runsSearch } from './012-runs-search.ts'
import { modelLoads } from './013-model-loads.ts'
import { aiChecks } from './014-ai-checks.ts'
import { setUp } from './015-setup.ts'
import { sessionPage } from './017-session-page.ts'
import { signInFailures } from './018-sign-in-failures.ts'
import { scanNotices } from './019-scan-notices.ts'
import { aiLooks } from './021-ai-looks.ts'
import { emptyProjects } from './022-empty-projects.ts'

/** Every migration by name, oldest first by name. Imported, not found in a folder: the backend ships as one file. */
export function createMigrations(engine: Engine): Readonly<Record<string, Migration>> {
  return {
    '001-initial': initial(engine),
    '002-runs': runsOfEveryKind(),
    '003-assignments': assignments,
    '004-requests': requests,
    '006-guided': guidedRuns(),
    '009-ai-servers': aiServers,
    '010-coverage': coverage,
    '011-notifications': notifications,
    '012-runs-search': runsSearch(),
    '013-model-loads': modelLoads,
    '014-ai-checks': aiChecks,
    '015-setup': setUp,
    '017-session-page': sessionPage,
    '018-sign-in-failures': signInFailures,
    '019-scan-notices': scanNotices,
    '021-ai-looks': aiLooks,
    '022-empty-projects': emptyProjects,
  }
}
