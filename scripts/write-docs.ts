import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Settings } from '@ohif-admin/bff/config'
import { type Problem, reportProblems } from './project-files.ts'

const PREFIX = 'OHIF_ADMIN_'
const TABLE_PAGE = 'docs/operating.md'
const EXAMPLE = '.env.example'
const BEGIN = '<!-- settings: written by `pnpm docs:write` from apps/bff/src/config.ts -->'
const END = '<!-- /settings -->'

interface Setting {
  /** With the prefix, as it is set. */
  readonly name: string
  readonly about: string
  /** What it accepts, where that is a list or a range; empty otherwise. */
  readonly values: string
  /** As it would be set; undefined when there is none. */
  readonly fallback: string | undefined
  readonly required: boolean
  readonly secret: boolean
}

/** Every setting of the console, in the order of its configuration. */
export function readSettings(): Setting[] {
  const { properties = {}, required = [] } = Settings.toJSONSchema({ io: 'input' })
  return Object.entries(Settings.shape).map(([name, schema]) => {
    const { about, secret } = schema.meta() ?? {}
    const property = properties[name]
    const { defaultValue } = schema.def as { defaultValue?: unknown }
    return {
      name: `${PREFIX}${name}`,
      about: String(about ?? ''),
      values: typeof property === 'object' ? valuesOf(property) : '',
      fallback: asSet(defaultValue),
      required: required.includes(name),
      secret: secret === true,
    }
  })
}

interface Limits {
  readonly enum?: readonly unknown[] | undefined
  readonly minimum?: number | undefined
  readonly maximum?: number | undefined
}

function valuesOf({ enum: options, minimum, maximum }: Limits): string {
  if (options) return options.join(', ')
  return minimum === undefined || maximum === undefined ? '' : `${minimum} to ${maximum}`
}

/** Lists are set with commas; an empty list is no default to speak of. */
function asSet(value: unknown): string | undefined {
  if (value === undefined || (Array.isArray(value) && value.length === 0)) return undefined
  return Array.isArray(value) ? value.join(',') : String(value)
}

export function settingsTable(settings: readonly Setting[]): string {
  const rows = settings.map(({ name, about, values, fallback, required, secret }) => {
    const set = fallback === undefined ? 'none' : `\`${fallback}\``
    const cells = [
      `\`${name}\``,
      required ? '**required**' : set,
      values,
      `${about}${secret ? ' Secret.' : ''}`,
    ]
    return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  })
  return ['| setting | default | values | what it does |', '| --- | --- | --- | --- |', ...rows].join('\n')
}

export function envExample(settings: readonly Setting[]): string {
  const entries = settings.map(({ name, about, values, fallback = '', required, secret }) => {
    const lines = [about, values && `Values: ${values}`, secret && 'Secret: let nobody else read this file.']
    const comment = lines.filter(Boolean).map((line) => `# ${line}`)
    return [...comment, `${required ? '' : '# '}${name}=${fallback}`].join('\n')
  })
  const head = `# Settings of the console, written by \`pnpm docs:write\`. The console reads its environment, not this file:
# give a copy to Compose as env_file, or to node as --env-file. An empty value counts as not set.`
  return `${[head, ...entries].join('\n\n')}\n`
}

/** The page with the table between its markers. Throws when the markers are not there. */
export function withTable(page: string, table: string): string {
  const begin = page.indexOf(BEGIN)
  const end = page.indexOf(END)
  if (begin < 0 || end < begin)
    throw new Error(`${TABLE_PAGE} has no place for the settings: ${BEGIN} … ${END}`)
  return `${page.slice(0, begin + BEGIN.length)}\n\n${table}\n\n${page.slice(end)}`
}

/** Files and what should be in them, by their path below `root`. */
function generate(root: string): ReadonlyMap<string, string> {
  const settings = readSettings()
  const page = readFileSync(join(root, TABLE_PAGE), 'utf8')
  return new Map([
    [TABLE_PAGE, withTable(page, settingsTable(settings))],
    [EXAMPLE, envExample(settings)],
  ])
}

/** `node scripts/write-docs.ts [--check] [folder]`: the settings in the documentation, from the configuration itself. */
function main(args: readonly string[]) {
  const root = args.find((arg) => !arg.startsWith('--')) ?? join(import.meta.dirname, '..')
  const stale = [...generate(root)].filter(([path, text]) => {
    const file = join(root, path)
    return !existsSync(file) || readFileSync(file, 'utf8') !== text
  })
  if (!args.includes('--check')) {
    for (const [path, text] of stale) writeFileSync(join(root, path), text)
    return
  }
  const message = 'does not say what apps/bff/src/config.ts says: run pnpm docs:write'
  reportProblems(
    'settings',
    stale.map(([path]): Problem => ({ path, line: 0, message })),
  )
}

if (import.meta.main) main(process.argv.slice(2))
