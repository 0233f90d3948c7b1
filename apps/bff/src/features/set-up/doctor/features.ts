import type { PluginFeatureName, PluginFeatureState } from '@ohif-admin/contracts'
import type { PluginFeature, Presence } from '@ohif-admin/xnat-client'
import { isAtLeast } from './versions.ts'

/** Oldest first (plugin contract, versions). The move of the metadata in 3.5 has no call of its own. */
const SINCE: readonly (readonly [PluginFeatureName, string])[] = [
  ['ai-servers', '3.0.0'],
  ['roi-colors', '3.3.0'],
  ['migration', '3.5.0'],
  ['roi-presets', '3.5.1'],
  ['dicomweb', '3.7.0'],
  ['viewer-settings', '3.7.1'],
]

type Answers = ReadonlyMap<PluginFeature, Presence>

const isAsked = (name: PluginFeatureName): name is PluginFeature => name !== 'migration'

/** The newest version whose feature the plugin has shown; null when it has shown none. */
export function atLeastVersion(answers: Answers): string | null {
  const shown = SINCE.filter(([name]) => isAsked(name) && answers.get(name) === 'present')
  return shown.at(-1)?.[1] ?? null
}

/** Each feature by the plugin's own answer, else by the versions at hand. */
export function featureStates(answers: Answers, listed: string | null): PluginFeatureState[] {
  const shown = atLeastVersion(answers)
  return SINCE.map(([name, since]) => {
    const answer = isAsked(name) ? (answers.get(name) ?? 'unknown') : 'unknown'
    if (answer !== 'unknown') return { name, since, state: answer, by: 'answer' }
    // What is newer was shown: what is older is there, too.
    if (isAtLeast(shown, since)) return { name, since, state: 'present', by: 'answer' }
    const expected = isAtLeast(listed, since)
    if (expected === null) return { name, since, state: 'unknown', by: 'version' }
    return { name, since, state: expected ? 'present' : 'absent', by: 'version' }
  })
}
