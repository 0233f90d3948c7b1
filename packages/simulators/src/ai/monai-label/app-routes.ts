import { html, json, text } from '../http/answers.ts'
import { fixtureJson, fixtureText } from '../http/fixtures.ts'
import { pageOrTextLog } from '../http/log.ts'
import type { RoleRoute } from './auth.ts'
import { detail, unhandled } from './errors.ts'
import type { MonaiLabelSettings } from './options.ts'
import type { MonaiLabelState } from './state.ts'

const LOG_FILE = '/workspace/apps/radiology/logs/app.log'
const EXPLORER =
  '<!DOCTYPE html>\n<html><head><title>MONAILabel - Swagger UI</title></head><body></body></html>\n'

/** The app itself: description, explorer, app info, logs, reload. */
export function appRoutes(state: MonaiLabelState, { gpu }: MonaiLabelSettings): RoleRoute[] {
  return [
    { method: 'GET', path: '/', handle: () => html(200, EXPLORER) },
    { method: 'GET', path: '/docs', handle: () => html(200, EXPLORER) },
    {
      method: 'GET',
      path: '/openapi.json',
      handle: () => json(200, fixtureJson('monai-label/openapi-minimal.json')),
    },
    {
      method: 'GET',
      path: '/info/',
      role: 'monailabel-user',
      // It counts the datastore on every call, so it fails when the datastore does.
      handle: () => (state.datastoreBroken ? unhandled() : json(200, state.info)),
    },
    {
      method: 'GET',
      path: '/logs/',
      role: 'monailabel-admin',
      handle: (call) =>
        state.log === undefined
          ? detail(404, `Log File ${LOG_FILE} NOT Found`)
          : pageOrTextLog(call, state.log),
    },
    {
      method: 'GET',
      path: '/logs/gpu',
      role: 'monailabel-admin',
      handle: () => (gpu === 'missing' ? unhandled() : text(200, fixtureText('monai-label/logs-gpu.txt'))),
    },
    // Open to everyone even with signing in switched on.
    { method: 'POST', path: '/reload', handle: () => json(200, {}) },
  ]
}
