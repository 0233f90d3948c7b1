import { z } from 'zod'
import type { AppInfo } from './monai-label-models.ts'

/** What a MONAI Label app tells of how it was started. Its command line, folders and options it tells nobody. */
export interface AppFacts {
  readonly name: string
  readonly description: string
  /** Of MONAI Label in the sample apps; an app of one's own may say anything. */
  readonly version: string
  readonly labels: string[]
  /** Models that can be trained; none when training was switched off at the start. */
  readonly trainers: string[]
  /** Ways to choose the next image to label. */
  readonly strategies: string[]
  readonly scoring: string[]
  /** What its models compute on: names of graphics cards, or `cpu`. */
  readonly devices: string[]
  readonly datastore: {
    /** Only a folder on the server's own disk counts its labels by tag (release 0.8.5 source). */
    readonly place: 'folder' | 'elsewhere' | 'unknown'
    readonly images: number | null
    readonly labelled: number | null
  }
}

const text = z.string().catch('')
const names = z
  .record(z.string(), z.unknown())
  .catch({})
  .transform((members) => Object.keys(members))
const labels = z.union([
  z.array(z.string()),
  z.record(z.string(), z.unknown()).transform((mapping) => Object.keys(mapping)),
])
const count = z.number().int().nonnegative().nullable().catch(null)

const App = z.object({
  name: text,
  description: text,
  version: text,
  labels: labels.catch([]),
  trainers: names,
  strategies: names,
  scoring: names,
  datastore: z
    .object({ total: count, completed: count, label_tags: z.unknown().optional() })
    .catch({ total: null, completed: null, label_tags: undefined }),
})
/** A list holds the choices; one device may stand alone. */
const Devices = z.looseObject({
  config: z.looseObject({ device: z.union([z.array(z.string()), z.string().transform((one) => [one])]) }),
})

/** Reads what an app says of itself; what it does not say is empty or null. */
export function readAppFacts(info: z.infer<typeof AppInfo>): AppFacts {
  const { datastore, ...app } = App.parse(info)
  const { total, completed, label_tags: tags } = datastore
  const told = total !== null || completed !== null
  return {
    ...app,
    devices: [...new Set(Object.values(info.models).flatMap(devicesOf))],
    datastore: {
      place: tags !== undefined ? 'folder' : told ? 'elsewhere' : 'unknown',
      images: total,
      labelled: completed,
    },
  }
}

const devicesOf = (model: unknown) => Devices.safeParse(model).data?.config.device ?? []
