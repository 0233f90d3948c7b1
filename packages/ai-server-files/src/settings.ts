/** What can be set up: Clara Train 4.0 with and without Triton, Clara Train 3.1 (deprecated), MONAI Label. */
export const KINDS = ['clara-triton', 'clara', 'clara-3', 'monai-label'] as const
export type Kind = (typeof KINDS)[number]

export const FIELD_NAMES = [
  'host',
  'scheme',
  'publicPort',
  'port',
  'workspace',
  'app',
  'models',
  'studies',
  'studiesFolder',
  'xnatUrl',
  'xnatProjects',
  'auth',
  'authRealm',
  'gpus',
  'image',
  'tritonImage',
  'protocol',
  'startTimeout',
  'modelTimeout',
  'verbose',
  'remotePort',
  'remoteWorkspace',
] as const
export type FieldName = (typeof FIELD_NAMES)[number]

/** What somebody typed or chose, field by field. None of them is a secret. */
export type Values = Readonly<Record<FieldName, string>>

/** Fields that are one of a few. */
export const CHOICES = {
  scheme: ['http', 'https'],
  studies: ['xnat', 'folder'],
  auth: ['off', 'on'],
  protocol: ['grpc', 'http'],
  verbose: ['0', '1'],
} as const satisfies Partial<Record<FieldName, readonly string[]>>

const COMMON: Values = {
  host: '',
  scheme: 'http',
  publicPort: '443',
  port: '5000',
  workspace: '',
  app: '',
  models: '',
  studies: 'xnat',
  studiesFolder: '',
  xnatUrl: '',
  xnatProjects: '',
  auth: 'off',
  authRealm: '',
  gpus: '0',
  image: 'nvcr.io/nvidia/clara-train-sdk:v4.0',
  tritonImage: 'nvcr.io/nvidia/tritonserver:21.02-py3',
  protocol: 'grpc',
  startTimeout: '120',
  modelTimeout: '30',
  verbose: '0',
  remotePort: '80',
  remoteWorkspace: '/aiaa-experiments',
}

const OWN: Record<Kind, Partial<Values>> = {
  'clara-triton': {},
  clara: {},
  'clara-3': { image: 'nvcr.io/nvidia/clara-train-sdk:v3.1.01', gpus: 'all' },
  'monai-label': { port: '8000', gpus: 'all' },
}

/** What every field of a kind says before anybody touched it; empty where only the reader can know. */
export function defaultsOf(kind: Kind): Values {
  return { ...COMMON, ...OWN[kind] }
}

/** What a field could say: shown in empty fields, and in the preview in place of what is not right. */
export const EXAMPLES: Values = {
  ...COMMON,
  host: 'ai.example.org',
  workspace: '/srv/aiaa_workspace',
  app: '/srv/monailabel/apps/radiology',
  models: 'deepedit',
  studiesFolder: '/srv/monailabel/studies',
  xnatUrl: 'https://xnat.example.org',
  authRealm: 'https://keycloak.example.org/realms/monailabel',
}

/** The fields of a kind, in the order of the form; those that do not matter with the other choices are left out. */
export function fieldsOf(kind: Kind, values: Values): readonly FieldName[] {
  const reached: FieldName[] =
    values.scheme === 'https' ? ['host', 'scheme', 'publicPort', 'port'] : ['host', 'scheme', 'port']
  return [...reached, ...ownFields(kind, values)]
}

function ownFields(kind: Kind, { studies, auth }: Values): FieldName[] {
  switch (kind) {
    case 'clara-triton':
      return [
        'workspace',
        'gpus',
        'protocol',
        'startTimeout',
        'modelTimeout',
        'verbose',
        'image',
        'tritonImage',
      ]
    case 'clara':
      return ['workspace', 'gpus', 'image']
    case 'clara-3':
      return ['workspace', 'gpus', 'remotePort', 'remoteWorkspace', 'image']
    case 'monai-label':
      return [
        'app',
        'models',
        'studies',
        ...(studies === 'xnat' ? (['xnatUrl', 'xnatProjects'] as const) : (['studiesFolder'] as const)),
        'gpus',
        'auth',
        ...(auth === 'on' ? (['authRealm'] as const) : []),
      ]
  }
}

/**
 * The address to register, as browsers call it, such as `http://ai.example.org:5000`. The host is in its ASCII form. Null
 * while host or port are not right.
 */
export function publicAddress({ host, scheme, port, publicPort }: Values): string | null {
  const text = `${scheme}://${host}:${scheme === 'https' ? publicPort : port}`
  return URL.canParse(text) ? new URL(text).origin : null
}
