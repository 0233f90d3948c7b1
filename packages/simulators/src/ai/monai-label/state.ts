import { fixtureText } from '../http/fixtures.ts'
import { isObject } from '../http/form.ts'
import type { MonaiLabelInfo, MonaiLabelSettings } from './options.ts'

export type TaskStatus = 'SUBMITTED' | 'RUNNING' | 'DONE' | 'ERROR' | 'STOPPED'

export interface TrainTask {
  readonly id: string
  status: TaskStatus
  readonly request: Readonly<Record<string, unknown>>
  readonly start_ts: string
  end_ts?: string
  details?: string[]
}

export interface LabelSession {
  readonly id: string
  readonly expirySeconds: number
  readonly createdAtSeconds: number
  lastAccessAtSeconds: number
}

/** What the process remembers. Task history is in memory and lost on restart, as upstream. */
export interface MonaiLabelState {
  info: MonaiLabelInfo
  /** Weight files by model. A model without a file can still be listed. */
  readonly weights: Map<string, Buffer>
  readonly tasks: TrainTask[]
  readonly sessions: Map<string, LabelSession>
  /** Scans of an XNAT datastore, as `project/subject/experiment/scan`. */
  readonly scans: Set<string>
  datastoreBroken: boolean
  log: string | undefined
}

export function createState({ info }: MonaiLabelSettings): MonaiLabelState {
  return {
    info,
    weights: new Map(Object.keys(modelsOf(info)).map((name) => [name, Buffer.from(`weights of ${name}`)])),
    tasks: [],
    sessions: new Map(),
    scans: new Set(),
    datastoreBroken: false,
    log: fixtureText('monai-label/logs.txt'),
  }
}

export function modelsOf(info: MonaiLabelInfo): Record<string, unknown> {
  return isObject(info['models']) ? info['models'] : {}
}
