import { type Answer, json } from '../http/answers.ts'
import type { AiServerCall } from '../http/control.ts'
import { fileBytes, isObject, partText, readForm, tryJson } from '../http/form.ts'
import type { PathValues, Route } from '../http/router.ts'
import { zipEntries } from '../http/zip-entries.ts'
import { catalogueConfig, configOf, configProblem } from './config.ts'
import { adminRefused, bodyTooLarge, handledError } from './errors.ts'
import type { AiaaSettings } from './options.ts'
import { type AiaaState, addModel, findListing, removeModel } from './state.ts'

type Load = { readonly config: unknown } | { readonly refusal: string }

/** `GET`, `PUT` and `DELETE /admin/model/{name}`. */
export function adminRoutes(state: AiaaState, settings: AiaaSettings): Route[] {
  const path = '/admin/model/{name}'
  const guarded = (handle: (call: AiServerCall, name: string) => Answer | Promise<Answer>) => {
    return (call: AiServerCall, values: PathValues) => {
      const { adminHosts } = settings
      if (adminHosts !== '*' && !adminHosts.includes(call.remoteAddress)) return adminRefused()
      return handle(call, values['name'] ?? '')
    }
  }
  const unknown = (name: string) =>
    handledError(settings.generation, { type: 'NotFound', messages: [`Model '${name}' not found`] })
  const done = () => json(settings.adminSuccess.status, settings.adminSuccess.body)

  return [
    {
      method: 'GET',
      path,
      handle: guarded((_call, name) => {
        const listing = findListing(state, name)
        return listing ? json(200, state.configs.get(name) ?? configOf(listing)) : unknown(name)
      }),
    },
    {
      method: 'PUT',
      path,
      handle: guarded(async (call, name) => {
        if (call.bodyBytes > settings.proxyBodyLimitBytes) return bodyTooLarge()
        const load = await readLoad(call, settings)
        const refusal = 'refusal' in load ? load.refusal : refusalOf(state, settings, name, load.config)
        if (refusal !== undefined) {
          return handledError(settings.generation, { type: 'RuntimeError', messages: [refusal] })
        }
        addModel(state, settings, name, 'config' in load ? load.config : undefined)
        return done()
      }),
    },
    {
      method: 'DELETE',
      path,
      handle: guarded((_call, name) => {
        if (!findListing(state, name) && settings.deleteUnknown === 'refuse') return unknown(name)
        removeModel(state, name)
        return done()
      }),
    },
  ]
}

function refusalOf(
  state: AiaaState,
  settings: AiaaSettings,
  name: string,
  config: unknown,
): string | undefined {
  if (settings.existingModel === 'refuse' && findListing(state, name)) return `Model '${name}' exists`
  return configProblem(config, settings)
}

/** The four request forms; which of the two catalogue forms is understood depends on the generation. */
async function readLoad(call: AiServerCall, settings: AiaaSettings): Promise<Load> {
  const form = await readForm(call)
  if (!form) {
    if (settings.generation === '4.1') return { refusal: 'a multipart body is expected' }
    return fromCatalogue(call.body.toString('utf8'), settings)
  }
  const ngc = await partText(form, 'ngc')
  if (ngc !== undefined) {
    if (settings.generation !== '4.1') return { refusal: "'data'" }
    return fromCatalogue(ngc, settings)
  }
  const config = await partText(form, 'config')
  const data = await fileBytes(form, 'data')
  if (config === undefined) return data ? fromArchive(data) : { refusal: "'data'" }
  const parsed = tryJson(config)
  // A pipeline chains models that are loaded already: it has no model file of its own.
  if (!data && !(isObject(parsed) && parsed['type'] === 'pipeline')) return { refusal: "'data'" }
  return { config: parsed }
}

function fromCatalogue(source: string, settings: AiaaSettings): Load {
  const request = tryJson(source)
  if (!isObject(request) || typeof request['path'] !== 'string' || typeof request['version'] !== 'string') {
    return { refusal: "'path'" }
  }
  if (settings.ngc === 'isolated') return { refusal: 'Failed to establish a new connection' }
  const config = catalogueConfig(request['path'], settings)
  return config === undefined ? { refusal: `no such model: ${request['path']}` } : { config }
}

/** `config/` and `models/` must be at the root: an extra folder around them is reported to fail. */
function fromArchive(data: Buffer): Load {
  const entries = zipEntries(data)
  const config = entries?.get('config/config_aiaa.json')
  const hasModel = [...(entries?.keys() ?? [])].some((name) => /^models\/[^/]+$/.test(name))
  if (!config || !hasModel) return { refusal: 'config/config_aiaa.json' }
  return { config: tryJson(config.toString('utf8')) }
}
