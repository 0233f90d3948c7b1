import { fixtureJson } from '../http/fixtures.ts'

export type AiaaGeneration = '3.1' | '4.0' | '4.1'

/** A model as `/v1/models` lists it. Members are free: real servers add some and leave some out. */
export type AiaaModelListing = Readonly<Record<string, unknown>>

/** Where real servers are not known to do one or the other, an option chooses. */
export interface AiaaServerOptions {
  readonly generation?: AiaaGeneration
  /** In-process inference, or an external Triton server. */
  readonly engine?: 'AIAA' | 'TRITON'
  readonly models?: readonly AiaaModelListing[]
  readonly cors?: 'all' | 'none'
  readonly tls?: 'self-signed'
  /** Client addresses that may use `/admin`; the vendor's default lets everyone in. */
  readonly adminHosts?: '*' | readonly string[]
  /** What a load answers, for any success is 2xx with any body. */
  readonly adminSuccess?: { readonly status: number; readonly body: unknown }
  /** With Triton: whether a model is listed at once, or only when Triton has looked into its folder. */
  readonly tritonLists?: 'at-once' | 'after-poll'
  readonly existingModel?: 'overwrite' | 'refuse'
  readonly deleteUnknown?: 'accept' | 'refuse'
  /** Whether the server can reach NVIDIA's catalogue. */
  readonly ngc?: 'reachable' | 'isolated'
  readonly logs?: 'text' | 'html' | 'html-unless-asked'
  /** 4.1 only: where its MONAI Label API description answers. */
  readonly openApi?: { readonly root: boolean; readonly mounted: boolean }
  /** A reverse proxy in front refuses larger bodies with 413. */
  readonly proxyBodyLimitBytes?: number
  readonly maxSessionExpirySeconds?: number
}

export type AiaaSettings = Required<Omit<AiaaServerOptions, 'tls'>>

export function settingsOf(options: AiaaServerOptions): AiaaSettings {
  const generation = options.generation ?? '4.0'
  return {
    generation,
    engine: 'AIAA',
    models: usualModels(generation),
    cors: 'all',
    adminHosts: '*',
    adminSuccess: { status: 200, body: {} },
    tritonLists: 'at-once',
    existingModel: 'overwrite',
    deleteUnknown: 'refuse',
    ngc: 'reachable',
    logs: generation === '4.1' ? 'html-unless-asked' : 'text',
    openApi: { root: false, mounted: true },
    proxyBodyLimitBytes: Number.POSITIVE_INFINITY,
    maxSessionExpirySeconds: 3600,
    ...options,
  }
}

/** The models NVIDIA's catalogue names for this generation, as a server that loaded them all lists them. */
export function usualModels(generation: AiaaGeneration): readonly AiaaModelListing[] {
  const file = generation === '3.1' ? 'aiaa/models-clara-v3.json' : 'aiaa/models-clara-v4.json'
  return fixtureJson(file) as AiaaModelListing[]
}

/** Model lists that readers must survive; each is a shape the viewer or an old server is known for. */
export const aiaaModelLists = {
  empty: () => fixtureJson('aiaa/models-empty.json') as AiaaModelListing[],
  hostile: () => fixtureJson('aiaa/models-hostile.json') as AiaaModelListing[],
  legacy: () => fixtureJson('aiaa/models-legacy-v1.json') as AiaaModelListing[],
}
