import { type ListedProject, mergeProjectListings, type ProjectId } from '@ohif-admin/contracts'
import { queryOptions } from '@tanstack/react-query'
import type { Api } from '../../lib/api.ts'
import { isSignedOut } from '../../lib/api-error.ts'
import { paceOfFailed } from '../../lib/pace-of-failed.ts'
import { projectsApi } from '../../lib/projects-api.ts'
import { contentOf } from './start/sessions-of-project.ts'

export interface Projects {
  projects: ListedProject[]
  /** False when one of XNAT's two listings could not be read: projects may be missing. */
  complete: boolean
}

export const projectQueries = {
  all: (api: Api) =>
    queryOptions({
      queryKey: ['projects', 'all'] as const,
      queryFn: ({ signal }) => readProjects(api, signal),
      staleTime: 5 * 60_000,
      refetchInterval: paceOfFailed,
    }),
  /** Subjects and image sessions of one project. */
  content: (api: Api, id: ProjectId) =>
    queryOptions({
      queryKey: ['projects', 'content', id] as const,
      queryFn: async ({ signal }) => contentOf(await projectsApi(api).sessions(id, { signal })),
      staleTime: 60_000,
      refetchInterval: paceOfFailed,
    }),
}

/** XNAT's default and its accessible listing, by id: neither alone names every project for everybody. */
async function readProjects(api: Api, signal: AbortSignal): Promise<Projects> {
  const answers = await Promise.allSettled([
    projectsApi(api).list({ signal }),
    projectsApi(api).accessible({ signal }),
  ])
  const failed = answers
    .filter((answer) => answer.status === 'rejected')
    .map(({ reason }) => reason as unknown)
  const read = answers.filter((answer) => answer.status === 'fulfilled').map(({ value }) => value)
  const fatal = read.length === 0 ? failed[0] : failed.find(isSignedOut)
  if (fatal !== undefined) throw fatal
  return { projects: mergeProjectListings(...read), complete: failed.length === 0 }
}
