/** Forms and files differ between these; `4.1` takes the same configuration as `4.0`. */
export type Generation = '3.x' | '4.0' | '4.1'

/** The inference engine a server was started with; no call tells it. */
export type Engine = 'AIAA' | 'TRITON' | 'unknown'

/** The server that a model is meant for. */
export interface Target {
  generation: Generation
  engine: Engine
  /** Names of the models it has. */
  loaded: readonly string[]
}

/** Name of the model file inside an archive, and what model files of the generation end in. */
export const MODEL_FILE: Readonly<Record<Generation, { name: string; endings: readonly string[] }>> = {
  '3.x': { name: 'model.trt.pb', endings: ['.pb'] },
  '4.0': { name: 'model.ts', endings: ['.ts', '.pt'] },
  '4.1': { name: 'model.ts', endings: ['.ts', '.pt'] },
}
