import type { Clock } from './clock.ts'

/** One stored version of a configuration entry. */
export interface ConfigEntry {
  tool: string
  path: string
  /** Empty for the site. */
  project: string
  user: string
  createdAt: number
  reason: string
  contents: string
  unversioned: boolean
  version: number
  enabled: boolean
}

interface ConfigChange {
  tool: string
  path: string
  project?: string
  user: string
  reason?: string
  contents: string
  unversioned?: boolean
}

/** XNAT's configuration service: versions per tool, path and project. */
export interface ConfigStore {
  /** The newest version, enabled or not. */
  latest: (tool: string, path: string, project?: string) => ConfigEntry | undefined
  /** Oldest first. */
  history: (tool: string, path: string, project?: string) => readonly ConfigEntry[]
  entries: (project?: string) => ConfigEntry[]
  /** True when the entry is new. An entry first stored as unversioned keeps one row that is overwritten. */
  put: (change: ConfigChange) => boolean
  /** False when there is no such entry. */
  setEnabled: (
    tool: string,
    path: string,
    project: string | undefined,
    enabled: boolean,
    user: string,
  ) => boolean
}

export function createConfigStore(clock: Clock): ConfigStore {
  const versions = new Map<string, ConfigEntry[]>()
  const key = (tool: string, path: string, project = '') => JSON.stringify([project, tool, path])
  const history = (tool: string, path: string, project?: string) =>
    versions.get(key(tool, path, project)) ?? []
  const latest = (tool: string, path: string, project?: string) => history(tool, path, project).at(-1)
  return {
    history,
    latest,
    entries: (project = '') =>
      [...versions.values()]
        .flatMap((list) => list.at(-1) ?? [])
        .filter((entry) => entry.project === project),
    put: (change) => {
      const before = latest(change.tool, change.path, change.project)
      const entry: ConfigEntry = {
        project: '',
        reason: '',
        ...change,
        createdAt: clock.now(),
        unversioned: before?.unversioned ?? change.unversioned ?? false,
        version: before ? before.version + 1 : 1,
        enabled: true,
      }
      const kept = [...history(change.tool, change.path, change.project)]
      versions.set(
        key(change.tool, change.path, change.project),
        entry.unversioned ? [{ ...entry, version: 1 }] : [...kept, entry],
      )
      return before === undefined
    },
    setEnabled: (tool, path, project, enabled, user) => {
      const entry = latest(tool, path, project)
      if (!entry) return false
      entry.enabled = enabled
      entry.user = user
      entry.createdAt = clock.now()
      return true
    },
  }
}
