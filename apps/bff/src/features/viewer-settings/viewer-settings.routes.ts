import {
  ErrorBody,
  ProjectId,
  SavedViewerSetting,
  SaveViewerSetting,
  ViewerSettingName,
  ViewerSettings,
} from '@ohif-admin/contracts'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { originOf } from '../../plugins/authentication.ts'
import type { ViewerSettingsService } from './viewer-settings.service.ts'

const failures = {
  400: ErrorBody,
  401: ErrorBody,
  404: ErrorBody,
  502: ErrorBody,
  503: ErrorBody,
  504: ErrorBody,
}
/** Two hundred presets with labels of 64 characters, as they were seen and as they are to be. */
const MAX_BODY_BYTES = 256 * 1024

export const viewerSettingRoutes: FastifyPluginAsyncZod<{ viewerSettings: ViewerSettingsService }> = async (
  app,
  { viewerSettings },
) => {
  app.get(
    '/:projectId',
    {
      schema: {
        summary: "Settings of a project's viewer and its presets, as far as the plugin has them",
        params: z.strictObject({ projectId: ProjectId }),
        response: { 200: ViewerSettings, ...failures },
      },
    },
    (request) => viewerSettings.read(request.actor, request.params.projectId),
  )

  app.put(
    '/:projectId/:setting',
    {
      bodyLimit: MAX_BODY_BYTES,
      schema: {
        summary: 'Replace one setting; refused when it is not the one that was seen',
        params: z.strictObject({ projectId: ProjectId, setting: ViewerSettingName }),
        body: SaveViewerSetting,
        response: { 200: SavedViewerSetting, 403: ErrorBody, 409: ErrorBody, ...failures },
      },
    },
    (request) => {
      const { projectId, setting } = request.params
      return viewerSettings.save(
        request.actor,
        { projectId, name: setting, ...request.body },
        originOf(request),
      )
    },
  )
}
