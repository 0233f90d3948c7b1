import { isIP } from 'node:net'
import { z } from 'zod'
import { parseNetwork } from './lib/outbound/address-rules.ts'

const PREFIX = 'OHIF_ADMIN_'

const flag = z.enum(['true', 'false']).transform((value) => value === 'true')
const count = (min: number, max: number) => z.coerce.number().int().min(min).max(max)
const list = z.string().transform((value) =>
  value
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== ''),
)
const httpUrl = z.url({ protocol: /^https?$/, error: 'must be an http or https URL' })

/** Settings are shown in messages and headers are built from them: a password in an address would travel along. */
const plainUrl = httpUrl.refine((text) => {
  if (!URL.canParse(text)) return true // said by the rule before
  const { username, password, search, hash } = new URL(text)
  return username === '' && password === '' && search === '' && hash === ''
}, 'must have no user name, no query and no fragment')

const NAMED_NETWORKS = new Set(['loopback', 'linklocal', 'uniquelocal'])

/** An address, a network such as 10.0.0.0/8, or one of the names the proxy library knows. */
function isNetwork(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/')
  const family = isIP(address)
  if (family === 0) return bits === undefined && NAMED_NETWORKS.has(text)
  if (bits === undefined) return true
  return rest.length === 0 && /^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128)
}

/** `node1=/logs,node2=/logs2`: names for people, folders that are only read. */
const LogSources = list.pipe(
  z.array(
    z
      .string()
      .regex(/^[A-Za-z0-9_.-]{1,32}=\/.+$/, 'must look like name=/folder')
      .transform((entry) => ({
        name: entry.slice(0, entry.indexOf('=')),
        folder: entry.slice(entry.indexOf('=') + 1),
      })),
  ),
)

const Providers = list.pipe(
  z.array(
    z
      .string()
      .regex(/^[A-Za-z0-9_.-]{1,64}=.+$/, 'must look like id=Label')
      .transform((entry) => ({
        id: entry.slice(0, entry.indexOf('=')),
        label: entry.slice(entry.indexOf('=') + 1),
      })),
  ),
)

const HostNames = list.pipe(
  z.array(
    z
      .string()
      .toLowerCase()
      .regex(
        /^(\*\.)?[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/,
        'must be host names such as ai.example.org or *.example.org',
      ),
  ),
)
const Networks = list.pipe(
  z.array(
    z
      .string()
      .refine((text) => parseNetwork(text) !== undefined, 'must be addresses or networks such as 10.0.0.0/8'),
  ),
)

const DemoAccounts = z.string().transform((text, context) => {
  const shape = z.array(
    z.strictObject({ username: z.string(), password: z.string(), description: z.string() }),
  )
  try {
    return shape.parse(JSON.parse(text))
  } catch {
    context.addIssue({ code: 'custom', message: 'must be a JSON array of {username, password, description}' })
    return z.NEVER
  }
})

/**
 * Every setting: its name without the prefix, its rule, its default and (in `meta`) what an operator should know.
 * The table in docs/operating.md is generated from here.
 */
export const Settings = z.strictObject({
  XNAT_URL: plainUrl.meta({
    about: 'XNAT as this server reaches it, context path included. Best without the proxy in between.',
  }),
  PUBLIC_URL: plainUrl
    .default('http://localhost:8080')
    .meta({ about: 'This console as browsers reach it, base path included. https, or http on localhost.' }),
  XNAT_PUBLIC_URL: plainUrl.optional().meta({
    about: 'XNAT as browsers reach it, when it does not share its host with this console.',
  }),
  HOST: z.string().default('127.0.0.1').meta({ about: 'Address to listen on.' }),
  PORT: count(0, 65_535).default(8080).meta({ about: 'Port to listen on; 0 picks a free one.' }),
  DATA_DIR: z.string().default('.ohif-admin').meta({
    about: 'Folder of the embedded database and of copies of the log that came through XNAT.',
  }),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must be a postgres:// URL')
    .optional()
    .meta({ about: 'PostgreSQL instead of the embedded database.', secret: true }),
  LOG_SOURCES: LogSources.default([]).meta({
    about: 'Log folders of XNAT nodes, mounted read-only: name=/folder, separated by commas.',
  }),
  LOG_THROUGH_XNAT: flag.default(true).meta({
    about: 'true reads the log through XNAT itself, with a delay, when LOG_SOURCES is empty.',
  }),
  LOG_POLL_MS: count(50, 10_000).default(250).meta({
    about: 'How often a log folder is looked at when the file system reports no changes, in milliseconds.',
  }),
  SUPPORT_GROUPS: list
    .default(['ALL_DATA_ACCESS', 'ALL_DATA_ADMIN'])
    .meta({ about: 'XNAT groups whose members are support staff here.' }),
  AI_ALLOWED_HOSTS: HostNames.default([]).meta({
    about:
      'AI servers that project owners may have checked before they are registered: names, *.example.org for all below.',
  }),
  AI_ALLOWED_NETWORKS: Networks.default([]).meta({
    about:
      'The same by network, such as 10.2.0.0/16. Also the only way to let the console call its own machine, such as 127.0.0.0/8.',
  }),
  AUTH_PROVIDERS: Providers.default([]).meta({
    about:
      'Sign-in choices besides the local database: id=Label, separated by commas. XNAT tells them only after sign-in.',
  }),
  SITE_NAME: z
    .string()
    .max(80)
    .default('XNAT')
    .meta({ about: 'Name of the installation, shown in the header.' }),
  ENVIRONMENT: z
    .enum(['production', 'test', 'demo'])
    .default('production')
    .meta({ about: 'production, test or demo; shown beside the name, each in its own colour.' }),
  SESSION_IDLE_MINUTES: count(1, 240)
    .default(30)
    .meta({ about: 'A sign-in ends after this long without a person doing something.' }),
  SESSION_MAX_HOURS: count(1, 24).default(8).meta({ about: 'A sign-in ends after this long in any case.' }),
  STREAMS_PER_USER: count(1, 100).default(12).meta({ about: 'Live connections one person may hold open.' }),
  STREAMS_TOTAL: count(1, 20_000).default(2000).meta({ about: 'Live connections in all.' }),
  REQUESTS_PER_MINUTE: count(60, 100_000).default(1200).meta({
    about:
      'Requests one sign-in may send in a minute; without a sign-in, one address. More are answered with 429.',
  }),
  BULK_CALL_MAX_HOURS: count(1, 168).default(24).meta({
    about: 'How long the one call of a bulk run is kept open before its answer is no longer waited for.',
  }),
  ALLOW_INSECURE_HTTP: flag.default(false).meta({
    about: 'true allows an http PUBLIC_URL that is not localhost. The cookie then travels in the clear.',
  }),
  TRUSTED_PROXIES: list
    .pipe(z.array(z.string().refine(isNetwork, 'must be addresses or networks such as 10.0.0.0/8')))
    .default([])
    .meta({ about: 'Addresses or networks of proxies whose X-Forwarded-For is believed.' }),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug'])
    .default('info')
    .meta({ about: 'How much this server writes to its own log.' }),
  DEMO_ACCOUNTS: DemoAccounts.default([]).meta({
    about: 'Accounts offered on the sign-in page; only with ENVIRONMENT=demo.',
  }),
})

type Parsed = z.infer<typeof Settings>

export interface Config extends Omit<Parsed, 'PUBLIC_URL' | 'XNAT_PUBLIC_URL'> {
  /** Origin of XNAT's own pages in browsers: the viewer's, which calls the AI servers. */
  xnatOrigin: string
  /** Origin of the console in browsers, such as `https://xnat.example.org`. */
  publicOrigin: string
  /** Path the console lives under, with slashes at both ends: `/` or `/ohif-admin/`. */
  basePath: string
  /** Whether the cookie is `Secure`; browsers treat http on localhost as secure. */
  secureCookie: boolean
}

/**
 * Reads the settings from the environment. Throws one error that names every problem at once, without any value:
 * an operator should not have to restart once per mistake, and a secret should not end up in a terminal.
 */
export function parseConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.entries(env).filter(([name, value]) => name.startsWith(PREFIX) && value !== '')
  const values = Object.fromEntries(given.map(([name, value]) => [name.slice(PREFIX.length), value]))
  const known = Object.fromEntries(Object.entries(values).filter(([name]) => name in Settings.shape))
  const result = Settings.safeParse(known)

  const problems = (result.error?.issues ?? []).map((issue) => {
    const name = String(issue.path[0])
    return name in known ? `${PREFIX}${name}: ${issue.message}` : `${PREFIX}${name}: is required`
  })
  for (const name of Object.keys(values)) {
    if (!(name in Settings.shape)) problems.push(`${PREFIX}${name}: unknown setting`)
  }
  if (result.success) problems.push(...contradictions(result.data))
  if (!result.success || problems.length > 0) {
    throw new ConfigError(`Invalid configuration\n${problems.map((line) => `  ${line}`).join('\n')}`)
  }
  return derive(result.data)
}

/** A configuration that cannot be used; the message is for the operator and holds no values. */
export class ConfigError extends Error {}

function contradictions(config: Parsed): string[] {
  const problems: string[] = []
  const url = new URL(config.PUBLIC_URL)
  if (url.protocol === 'http:' && !isLocalhost(url.hostname) && !config.ALLOW_INSECURE_HTTP) {
    problems.push(
      `${PREFIX}PUBLIC_URL: must be https (or set ${PREFIX}ALLOW_INSECURE_HTTP=true and know why)`,
    )
  }
  if (config.DEMO_ACCOUNTS.length > 0 && config.ENVIRONMENT !== 'demo') {
    problems.push(`${PREFIX}DEMO_ACCOUNTS: only with ${PREFIX}ENVIRONMENT=demo`)
  }
  const names = config.LOG_SOURCES.map((source) => source.name)
  if (new Set(names).size < names.length) problems.push(`${PREFIX}LOG_SOURCES: a name appears twice`)
  return problems
}

function derive({ PUBLIC_URL, XNAT_PUBLIC_URL, ...rest }: Parsed): Config {
  const url = new URL(PUBLIC_URL)
  return {
    ...rest,
    publicOrigin: url.origin,
    xnatOrigin: new URL(XNAT_PUBLIC_URL ?? PUBLIC_URL).origin,
    basePath: url.pathname.endsWith('/') ? url.pathname : `${url.pathname}/`,
    secureCookie: url.protocol === 'https:' || isLocalhost(url.hostname),
  }
}

const isLocalhost = (host: string) => host === 'localhost' || host === '127.0.0.1' || host === '[::1]'
