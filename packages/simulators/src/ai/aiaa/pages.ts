import { html, json, text } from '../http/answers.ts'
import { fixtureJson, fixtureText } from '../http/fixtures.ts'
import type { Route } from '../http/router.ts'
import type { AiaaSettings } from './options.ts'

const PAGE = '<!DOCTYPE html>\n<html><head><title>AI-Assisted Annotation</title></head><body></body></html>\n'

/** The start page, the model page of 4.x, and what 4.1 took over from MONAI Label. */
export function pageRoutes({ generation, openApi }: AiaaSettings): Route[] {
  const page = (path: string): Route => ({ method: 'GET', path, handle: () => html(200, PAGE) })
  const description = (path: string): Route => ({
    method: 'GET',
    path,
    handle: () => json(200, fixtureJson('monai-label/openapi-minimal.json')),
  })
  if (generation === '3.1') return [page('/')]
  if (generation === '4.0') return [page('/'), page('/docs')]
  return [
    page('/'),
    page('/docs'),
    {
      method: 'GET',
      path: '/monailabel/info',
      handle: () => json(200, fixtureJson('monai-label/info-no-models.json')),
    },
    {
      method: 'GET',
      path: '/monailabel/logs/gpu',
      handle: () => text(200, fixtureText('monai-label/logs-gpu.txt')),
    },
    ...(openApi.root ? [description('/openapi.json')] : []),
    ...(openApi.mounted ? [description('/monailabel/openapi.json')] : []),
  ]
}
