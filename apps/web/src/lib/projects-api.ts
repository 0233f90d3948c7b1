import { type ProjectId, ProjectListing, SessionListing } from '@ohif-admin/contracts'
import type { Api, CallOptions } from './api.ts'

/** XNAT's listings. */
export function projectsApi({ read }: Api) {
  return {
    list: (options: CallOptions = {}) => read(ProjectListing, 'xnat/projects', options),
    accessible: (options: CallOptions = {}) => read(ProjectListing, 'xnat/accessible-projects', options),
    sessions: (id: ProjectId, options: CallOptions = {}) =>
      read(SessionListing, `xnat/projects/${encodeURIComponent(id)}/sessions`, options),
  }
}
