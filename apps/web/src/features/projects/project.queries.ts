import { Assignment, type ProjectId, placeOfProject } from '@ohif-admin/contracts'
import { queryOptions } from '@tanstack/react-query'
import type { Api } from '../../lib/api.ts'
import { paceOfFailed } from '../../lib/pace-of-failed.ts'

export const projectPageQueries = {
  /** The project's own list and the server its viewers use, as XNAT has it now. */
  assignment: (api: Api, projectId: ProjectId) =>
    queryOptions({
      queryKey: ['project-page', projectId] as const,
      queryFn: ({ signal }) =>
        api.read(Assignment, `assignments/places/${encodeURIComponent(placeOfProject(projectId))}`, {
          signal,
        }),
      refetchInterval: paceOfFailed,
    }),
}
