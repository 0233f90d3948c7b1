import type { LoadSource, ModelLoad, PrepareLoad } from '@ohif-admin/contracts'
import type { Destination } from './live-load.ts'
import { fileOf } from './preparation.ts'

interface Beginning {
  id: string
  by: string
  /** Epoch ms. */
  at: number
  destination: Destination
}

/** A load of which nothing has happened yet. */
export function newLoad(
  { origin, name, source }: PrepareLoad,
  { id, by, at, destination }: Beginning,
): ModelLoad {
  return {
    id,
    origin,
    name,
    form: source.form,
    what: whatOf(source),
    replaces: destination.before !== null,
    startedBy: by,
    startedAt: new Date(at).toISOString(),
    endedAt: null,
    state: 'prepared',
    totalBytes: fileOf(source)?.bytes ?? null,
    receivedBytes: 0,
    sentBytes: 0,
    sentAt: null,
    givenUpAt: null,
    outcome: null,
  }
}

function whatOf(source: LoadSource): string {
  if (source.form === 'ngc') return `${source.path}:${source.version}`
  if (source.form !== 'files') return source.file.name
  return source.file ? `${source.configName} + ${source.file.name}` : source.configName
}
