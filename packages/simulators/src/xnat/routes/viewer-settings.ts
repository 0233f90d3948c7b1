import { empty, json, TEXT_TYPE } from '../http/answers.ts'
import { member, param, parseJson } from '../http/call.ts'
import { XapiFailure } from '../http/failures.ts'
import { projectRead, siteAdmin } from '../http/levels.ts'
import type { Route } from '../http/routes.ts'
import type { State } from '../state.ts'
import { readSetting, storeSetting } from './project-settings.ts'
import { unreadableAs500 } from './roi-presets.ts'

/** Viewer settings of a project (plugin 3.7.1 and later). */
export function viewerSettingRoutes(state: State): Route[] {
  const path = '/xapi/viewerConfig/projects/:project'
  return [
    {
      method: 'GET',
      path,
      level: projectRead(state),
      handle: (call) => {
        const stored = readSetting(state, call, 'ohif-viewer-config')
        return stored === undefined ? empty(404) : json(200, stored)
      },
    },
    {
      method: 'PUT',
      path,
      level: siteAdmin,
      consumes: 'application/json',
      handle: (call) => {
        const value = unreadableAs500(() => parseJson(call.body))
        storeSetting(state, call, 'ohif-viewer-config', { multistack: member(value, 'multistack') === true })
        return {
          status: 200,
          type: TEXT_TYPE,
          body: `Updated the viewer settings for project ${param(call, 'project')}`,
        }
      },
    },
  ]
}

/** Colours of regions of interest (plugin 3.3 and later, deprecated). */
export function roiColorRoutes(state: State): Route[] {
  const path = '/xapi/ohifroicolor/projects/:project/roicolor'
  return [
    {
      method: 'GET',
      path,
      level: projectRead(state),
      handle: (call) => {
        const stored = readSetting(state, call, 'ohif-roi-color')
        return stored === undefined
          ? json(404, [{ label: 'No ROI color list found', color: '' }])
          : json(200, stored)
      },
    },
    {
      method: 'PUT',
      path,
      level: siteAdmin,
      consumes: 'application/json',
      handle: (call) => {
        const value = unreadableAs500(() => parseJson(call.body))
        if (!Array.isArray(value) || !value.every(isRoiColor)) throw new XapiFailure('Invalid ROI color list')
        storeSetting(state, call, 'ohif-roi-color', value)
        return { status: 200, type: TEXT_TYPE, body: `Project ${param(call, 'project')} ROI colors updated` }
      },
    },
  ]
}

function isRoiColor(value: unknown): boolean {
  const label = member(value, 'label')
  const color = member(value, 'color')
  return (
    typeof label === 'string' &&
    label !== '' &&
    typeof color === 'string' &&
    /^\d{1,3},\d{1,3},\d{1,3}$/.test(color)
  )
}
