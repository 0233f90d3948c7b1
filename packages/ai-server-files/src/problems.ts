import { CHOICES, type FieldName, fieldsOf, type Kind, type Values } from './settings.ts'

/** Why a field cannot be used. Each has a sentence of its own on the page. */
export type Problem =
  | 'missing'
  | 'host'
  | 'host-with-more'
  | 'port'
  | 'path-not-absolute'
  | 'path-root'
  | 'path-characters'
  | 'path-dots'
  | 'seconds'
  | 'choice'
  | 'gpus'
  | 'gpus-twice'
  | 'image'
  | 'image-no-tag'
  | 'url'
  | 'url-credentials'
  | 'models'
  | 'projects'
  | 'too-long'

const MAX_LENGTH = 255
const MAX_PORT = 65_535
const MAX_SECONDS = 3_600

type Rule = (text: string) => Problem | undefined

const RULES: Record<FieldName, Rule> = {
  host,
  scheme: choice('scheme'),
  publicPort: port,
  port,
  workspace: folder,
  app: folder,
  models: (text) => names(text, /^[A-Za-z0-9][\w.-]*$/, 'models'),
  studies: choice('studies'),
  studiesFolder: folder,
  xnatUrl: url,
  xnatProjects: (text) => names(text, /^[A-Za-z0-9_-]{1,64}$/, 'projects'),
  auth: choice('auth'),
  authRealm: url,
  gpus,
  image,
  tritonImage: image,
  protocol: choice('protocol'),
  startTimeout: seconds,
  modelTimeout: seconds,
  verbose: choice('verbose'),
  remotePort: port,
  remoteWorkspace: folder,
}

/** May stay empty: everything is then meant. */
const OPTIONAL: readonly FieldName[] = ['models', 'xnatProjects']

/** What is wrong with the fields of a kind; a field that is all right is absent, and so is one that does not matter. */
export function problemsOf(kind: Kind, values: Values): Partial<Record<FieldName, Problem>> {
  const problems: Partial<Record<FieldName, Problem>> = {}
  for (const name of fieldsOf(kind, values)) {
    const problem = problemOf(name, values[name])
    if (problem !== undefined) problems[name] = problem
  }
  return problems
}

function problemOf(name: FieldName, text: string): Problem | undefined {
  if (text === '') return OPTIONAL.includes(name) ? undefined : 'missing'
  if (text.length > MAX_LENGTH) return 'too-long'
  return RULES[name](text)
}

function choice(name: keyof typeof CHOICES): Rule {
  const choices: readonly string[] = CHOICES[name]
  return (text) => (choices.includes(text) ? undefined : 'choice')
}

/** A name or an address, without scheme, port or path. */
function host(text: string): Problem | undefined {
  if (/^\[[\da-f:.]+\]$/i.test(text)) return URL.canParse(`http://${text}`) ? undefined : 'host'
  if (/[:/?#@\\]/.test(text)) return 'host-with-more'
  const labels = text.split('.')
  if (!labels.every((label) => /^[\p{L}\p{N}](?:[-\p{L}\p{N}]*[\p{L}\p{N}])?$/u.test(label))) return 'host'
  if (!URL.canParse(`http://${text}`)) return 'host'
  // Browsers read `127.1` and `0x7f` as addresses: the text would not say which machine is meant.
  const { hostname } = new URL(`http://${text}`)
  return /^[\d.]+$/.test(hostname) && hostname !== text ? 'host' : undefined
}

function port(text: string): Problem | undefined {
  return /^[1-9]\d{0,4}$/.test(text) && Number(text) <= MAX_PORT ? undefined : 'port'
}

function seconds(text: string): Problem | undefined {
  return /^[1-9]\d{0,3}$/.test(text) && Number(text) <= MAX_SECONDS ? undefined : 'seconds'
}

/**
 * An absolute folder. Compose reads `:` as the end of a volume's source, and quotes, `$` and backslashes are read in
 * more than one way by those who read an environment file.
 */
function folder(text: string): Problem | undefined {
  if (!text.startsWith('/')) return 'path-not-absolute'
  if (/[:'"`$\\#\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(text) || text !== text.trim()) return 'path-characters'
  if (text.split('/').some((part) => part === '..' || part === '.')) return 'path-dots'
  return /^\/+$/.test(text) ? 'path-root' : undefined
}

function gpus(text: string): Problem | undefined {
  if (text === 'all') return undefined
  const ids = text.split(',')
  if (!ids.every((id) => /^(?:0|[1-9]\d?|GPU-[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})$/.test(id)))
    return 'gpus'
  return new Set(ids).size < ids.length ? 'gpus-twice' : undefined
}

const IMAGE =
  /^[a-z\d]+(?:[._-]+[a-z\d]+)*(?::\d{1,5})?(?:\/[a-z\d]+(?:[._-]+[a-z\d]+)*)*(?::\w[\w.-]{0,127})?(?:@sha256:[\da-f]{64})?$/

function image(text: string): Problem | undefined {
  if (!IMAGE.test(text)) return 'image'
  // Without a tag Docker takes `latest`, which another day is another program.
  return /:[\w.-]+$/.test(text) ? undefined : 'image-no-tag'
}

function url(text: string): Problem | undefined {
  if (!/^https?:\/\/[^\s'"`$\\<>#?\p{Cc}]+$/u.test(text) || !URL.canParse(text)) return 'url'
  const { username, password } = new URL(text)
  return username === '' && password === '' ? undefined : 'url-credentials'
}

function names(text: string, shape: RegExp, problem: Problem): Problem | undefined {
  return text.split(',').every((name) => shape.test(name)) ? undefined : problem
}
