import { fixtureJson } from '../http/fixtures.ts'
import { isObject } from '../http/form.ts'
import { type AiaaModelListing, type AiaaSettings, usualModels } from './options.ts'

/** How a loaded configuration shows up in the list; its meta data becomes extra members (inferred). */
export function listingOf(name: string, config: Record<string, unknown>): AiaaModelListing {
  const inference = isObject(config['inference']) ? config['inference'] : {}
  const extra = inference['meta_data'] ?? inference['additional_info']
  return {
    name,
    labels: config['labels'] ?? [],
    description: config['description'] ?? '',
    version: String(config['version'] ?? ''),
    type: config['type'] ?? 'others',
    ...(isObject(extra) ? extra : {}),
  }
}

/** Why the server would not load this configuration; undefined when it would. */
export function configProblem(config: unknown, settings: AiaaSettings): string | undefined {
  if (!isObject(config)) return 'the configuration is not a JSON object'
  const inference = config['inference']
  if (!isObject(inference)) return "'inference'"
  if (settings.generation === '3.1') return undefined
  return isObject(inference[settings.engine]) ? undefined : `'${settings.engine}'`
}

/** The configuration inside a catalogue model; undefined when the catalogue has no such model. */
export function catalogueConfig(ngcPath: string, settings: AiaaSettings): unknown {
  const ngcName = ngcPath.split('/').at(-1)
  const listed = usualModels(settings.generation).find((model) => model['name'] === ngcName)
  return listed && configOf(listed)
}

/** A configuration that would produce this listing, for models that were there from the start. */
export function configOf(listing: AiaaModelListing): Record<string, unknown> {
  const template = fixtureJson('aiaa/config_aiaa.segmentation.v4.json') as Record<string, unknown>
  const { name: _, version, deepgrow, ...members } = listing
  const inference = isObject(template['inference']) ? template['inference'] : {}
  return {
    ...template,
    ...members,
    version: Number(version),
    inference: deepgrow === undefined ? inference : { ...inference, meta_data: { deepgrow } },
  }
}
