import {
  type ProjectId,
  SavedViewerSetting,
  type SaveViewerSetting,
  type ViewerSettingName,
  ViewerSettings,
} from '@ohif-admin/contracts'
import { queryOptions } from '@tanstack/react-query'
import type { Api } from '../../lib/api.ts'

export const viewerSettingQueries = {
  /** A project's settings as XNAT has them now. */
  of: (api: Api, projectId: ProjectId) =>
    queryOptions({
      queryKey: ['viewer-settings', projectId] as const,
      queryFn: ({ signal }) => api.read(ViewerSettings, `viewer-settings/${projectId}`, { signal }),
    }),
}

/** Saves one setting, if XNAT still has what was seen. Rejects with `setting-moved` when it has not. */
export function saveSetting(
  api: Api,
  projectId: ProjectId,
  name: ViewerSettingName,
  body: SaveViewerSetting,
) {
  return api.read(SavedViewerSetting, `viewer-settings/${projectId}/${name}`, { method: 'PUT', body })
}
