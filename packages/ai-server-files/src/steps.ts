import { shellWord } from './quote.ts'
import { type Kind, publicAddress, type Values } from './settings.ts'

export type StepName =
  | 'gpu'
  | 'install'
  | 'app'
  | 'pull'
  | 'workspace'
  | 'files'
  | 'account'
  | 'start'
  | 'log'
  | 'answers'
  | 'models'
  | 'register'
  | 'viewer'

/** One thing to do; `command` is for a shell on the server's machine, null when there is nothing to type. */
export interface Step {
  readonly name: StepName
  readonly command: string | null
}

/** Everything from an empty machine to a tool in the viewer, in order. */
export function stepsOf(kind: Kind, values: Values): readonly Step[] {
  const own = kind === 'monai-label' ? monaiSteps(values) : claraSteps(kind, values)
  const models = `${publicAddress(values)}${kind === 'monai-label' ? '/info/' : '/v1/models'}`
  return [
    { name: 'gpu', command: 'nvidia-smi' },
    ...own,
    { name: 'answers', command: `curl -fsS ${shellWord(models)}` },
    ...(kind === 'monai-label' ? [] : [{ name: 'models', command: null } as const]),
    { name: 'register', command: null },
    { name: 'viewer', command: null },
  ]
}

function claraSteps(kind: Exclude<Kind, 'monai-label'>, values: Values): Step[] {
  const { image, tritonImage, workspace } = values
  const images = kind === 'clara-triton' ? [image, tritonImage] : [image]
  const inTriton = kind === 'clara-triton' ? ` ${shellWord(`${workspace}/triton_models`)}` : ''
  const folder = shellWord(workspace)
  return [
    { name: 'pull', command: images.map((name) => `docker pull ${shellWord(name)}`).join('\n') },
    { name: 'workspace', command: `mkdir -p ${folder}${inTriton}\nchmod 777 ${folder}${inTriton}` },
    { name: 'files', command: null },
    ...startSteps(kind),
  ]
}

function startSteps(kind: Exclude<Kind, 'monai-label'>): Step[] {
  if (kind === 'clara-3')
    return [
      { name: 'start', command: 'sh start-aiaa.sh' },
      { name: 'log', command: 'docker logs -f aiaa-server' },
    ]
  const compose = `docker-compose --env-file docker-compose.env -p ${kind === 'clara' ? 'aiaa' : 'aiaa_triton'}`
  return [
    { name: 'start', command: `${compose} up --remove-orphans -d` },
    { name: 'log', command: `${compose} logs -f` },
  ]
}

function monaiSteps({ app, studies }: Values): Step[] {
  const [, folder = '', name = ''] = /^(.*)\/([^/]+)\/*$/.exec(app) ?? []
  const account = `export MONAI_LABEL_DATASTORE_USERNAME=…
stty -echo; IFS= read -r MONAI_LABEL_DATASTORE_PASSWORD; stty echo
export MONAI_LABEL_DATASTORE_PASSWORD`
  return [
    { name: 'install', command: 'pip install -U monailabel' },
    {
      name: 'app',
      command: `monailabel apps --download --name ${shellWord(name)} --output ${shellWord(folder || '/')}`,
    },
    { name: 'files', command: null },
    ...(studies === 'xnat' ? [{ name: 'account', command: account } as const] : []),
    { name: 'start', command: 'sh start-monailabel.sh' },
  ]
}
