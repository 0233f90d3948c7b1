import { fixtureJson } from '../http/fixtures.ts'

export type MonaiLabelRole = 'monailabel-admin' | 'monailabel-annotator' | 'monailabel-user'

export interface MonaiLabelAccount {
  readonly username: string
  readonly password: string
  /** Roles are not hierarchical: an admin without the user role is refused `/info/`. */
  readonly roles: readonly MonaiLabelRole[]
}

/** The answer of `/info/`. Members are free: apps add some and break some. */
export type MonaiLabelInfo = Readonly<Record<string, unknown>>

export interface MonaiLabelServerOptions {
  readonly info?: MonaiLabelInfo
  /** Signing in is off unless accounts are given. */
  readonly accounts?: readonly MonaiLabelAccount[]
  /** Origins the operator configured; all are allowed when none is. */
  readonly corsOrigins?: readonly string[]
  /** With 2 (release 0.8.5 and later) each configured origin gains a slash and matches no browser. */
  readonly pydantic?: 1 | 2
  readonly tls?: 'self-signed'
  /** A proxy speaks TLS in front and its forwarded headers are not trusted: redirects name plain http. */
  readonly behindUntrustedTlsProxy?: boolean
  readonly sessions?: 'on' | 'off'
  readonly gpu?: 'present' | 'missing'
  readonly maxSessionExpirySeconds?: number
}

export type MonaiLabelSettings = Required<Omit<MonaiLabelServerOptions, 'tls' | 'corsOrigins'>> & {
  readonly corsOrigins: readonly string[] | 'all'
  readonly scheme: 'http' | 'https'
}

export function settingsOf({ tls, corsOrigins, ...options }: MonaiLabelServerOptions): MonaiLabelSettings {
  const pydantic = options.pydantic ?? 2
  return {
    info: monaiLabelInfos.radiology(),
    accounts: [],
    pydantic,
    behindUntrustedTlsProxy: false,
    sessions: 'on',
    gpu: 'present',
    maxSessionExpirySeconds: 3600,
    corsOrigins: corsOrigins?.map((origin) => (pydantic === 2 ? `${origin}/` : origin)) ?? 'all',
    scheme: tls && !options.behindUntrustedTlsProxy ? 'https' : 'http',
    ...options,
  }
}

const info = (name: string) => () => fixtureJson(`monai-label/${name}.json`) as MonaiLabelInfo

/** App descriptions of real kinds of installation, and one that breaks the viewer. */
export const monaiLabelInfos = {
  radiology: info('info-radiology'),
  bundle: info('info-bundle-app'),
  xnatDatastore: info('info-xnat-datastore'),
  noModels: info('info-no-models'),
  labelsAsObject: info('info-labels-object'),
}
