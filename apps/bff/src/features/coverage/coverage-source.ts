import { setImmediate as nextTurn } from 'node:timers/promises'
import type { CoverageState, ProjectId, RunData } from '@ohif-admin/contracts'
import type { Actor } from '../../lib/actor.ts'
import { AppError } from '../../lib/app-error.ts'
import type { ProjectAccess } from '../../lib/project-access.ts'
import type { CoverageListsRepository } from '../../storage/coverage-lists.ts'
import type { ExpectedSession } from '../../storage/run-expected.ts'
import { visibleProjects } from './coverage-rights.ts'

const PAGE = 1_000

interface Needs {
  lists: CoverageListsRepository
  access: ProjectAccess
}

interface Asked {
  projectId: ProjectId | null
  withUnknown?: boolean | undefined
}

/** The sessions that a run can take because a scan found their data missing, as far as the person may see them. */
export function createCoverageSource({ lists, access }: Needs) {
  return {
    /** Throws `AppError` `not-found` when nothing was ever scanned there, `UpstreamError`. */
    async missing(
      actor: Actor,
      { projectId, withUnknown }: Asked,
      data: RunData,
    ): Promise<ExpectedSession[]> {
      const { only } = await visibleProjects(access, actor)
      if (projectId !== null && only && !only.has(projectId)) throw notScanned()
      const projects = projectId === null ? only && [...only] : [projectId]
      if (!(await lists.has(data, projects))) throw notScanned()
      const states: CoverageState[] = withUnknown ? ['missing', 'unknown'] : ['missing']
      const found: ExpectedSession[] = []
      for (let last = ''; ; ) {
        const page = await lists.after({ data, projects, states }, last, PAGE)
        found.push(...page)
        if (page.length < PAGE) return found.map(toExpected)
        last = page.at(-1)?.sessionId ?? last
        await nextTurn()
      }
    },
  }
}

const notScanned = () => new AppError('not-found', 'There is no scan of these sessions.')

const toExpected = ({ sessionId, projectId, label, subjectLabel }: ExpectedSession): ExpectedSession => ({
  sessionId,
  projectId,
  label,
  subjectLabel,
})
