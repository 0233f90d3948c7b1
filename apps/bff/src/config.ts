import { z } from 'zod'
import {
  count,
  DemoAccounts,
  flag,
  HostNames,
  isNetwork,
  isSmtpUrl,
  LogSources,
  list,
  Networks,
  Providers,
  plainUrl,
} from './config-rules.ts'
import { SHORTEST_SECRET } from './lib/secret-box.ts'

const PREFIX = 'OHIF_ADMIN_'

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
  SECRET_KEY: list
    .pipe(z.array(z.string().min(SHORTEST_SECRET)))
    .default([])
    .meta({
      about: `Seals the tokens of runs that go on after sign-out; at least ${SHORTEST_SECRET} characters. More than one, separated by commas: the first seals, all open. Without it a key is made in DATA_DIR.`,
      secret: true,
    }),
  SECRET_KEY_FILE: z
    .string()
    .optional()
    .meta({ about: 'File with such keys instead, one a line, newest first.' }),
  LOG_SOURCES: LogSources.default([]).meta({
    about: 'Log folders of XNAT nodes, mounted read-only: name=/folder, separated by commas.',
  }),
  PLUGINS_DIR: z.string().optional().meta({
    about: "Folder of XNAT's plugins, mounted read-only: Set-up then examines the jars in it.",
  }),
  LOG_THROUGH_XNAT: flag.default(true).meta({
    about:
      'true reads the log through XNAT itself, with a delay, when LOG_SOURCES is empty or its only folder cannot be read.',
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
  WEBHOOK_ALLOWED_HOSTS: HostNames.default([]).meta({
    about:
      'Receivers that webhooks may have: names, *.example.org for all below. Without this and the next, any that a site admin names.',
  }),
  WEBHOOK_ALLOWED_NETWORKS: Networks.default([]).meta({
    about:
      'The same by network, such as 10.2.0.0/16. Also the only way to let a webhook call this machine itself, such as 127.0.0.0/8.',
  }),
  SMTP_URL: z
    .string()
    .refine(isSmtpUrl, 'must look like smtps://user:password@host:465 or smtp://host:587')
    .optional()
    .meta({
      about:
        'Mail server for notifications, such as smtps://user:password@host:465 or smtp://host:587. Without it nothing is mailed.',
      secret: true,
    }),
  SMTP_URL_FILE: z.string().optional().meta({ about: 'File that holds SMTP_URL instead.' }),
  SMTP_FROM: z
    .string()
    .max(200)
    .regex(
      /^[^\p{Cc}]*@[^\p{Cc}]*$/u,
      'must be an address such as ohif@example.org or OHIF <ohif@example.org>',
    )
    .optional()
    .meta({ about: 'Sender of mail, such as OHIF console <ohif@example.org>.' }),
  SMTP_PLAINTEXT: flag.default(false).meta({
    about: 'true sends mail also where the server offers no TLS. Text and password then travel in the clear.',
  }),
  UPLOAD_MAX_BYTES: count(0, Number.MAX_SAFE_INTEGER).default(0).meta({
    about:
      'Largest model file that site admins may send through the console to an AI server, in bytes; 0 takes no files. 4294967296 is 4 GiB.',
  }),
  UPLOAD_DIR: z.string().optional().meta({
    about:
      'Folder where such a file lies while it is checked and sent on; uploads in DATA_DIR unless set. Emptied at start.',
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
  STEP_UP: flag.default(false).meta({
    about:
      'true asks for the password again before a run over the whole site, a change of the site’s AI servers, and changes of webhooks.',
  }),
  STEP_UP_MINUTES: count(1, 60).default(5).meta({
    about: 'For how long a password counts then, from the sign-in or from when it was given again.',
  }),
  STREAMS_PER_USER: count(1, 100).default(12).meta({ about: 'Live connections one person may hold open.' }),
  STREAMS_TOTAL: count(1, 20_000).default(2000).meta({ about: 'Live connections in all.' }),
  OVERLOAD_DELAY_MS: count(100, 60_000).default(1000).meta({
    about:
      'When the console itself is held up for this many milliseconds, requests are answered with 503 until it is level again.',
  }),
  REQUESTS_PER_MINUTE: count(60, 100_000).default(1200).meta({
    about:
      'Requests one sign-in may send in a minute; without a sign-in, one address. More are answered with 429.',
  }),
  BULK_CALL_MAX_HOURS: count(1, 168).default(24).meta({
    about: 'How long the one call of a bulk run is kept open before its answer is no longer waited for.',
  }),
  VERIFY_PER_SECOND: count(1, 200).default(20).meta({
    about:
      'Sessions a second that XNAT is asked for, after runs and in scans together; it logs about six lines for each.',
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
  /** XNAT's root as browsers reach it; null when nobody said it. */
  xnatPublicUrl: string | null
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
  if (config.SECRET_KEY.length > 0 && config.SECRET_KEY_FILE !== undefined) {
    problems.push(`${PREFIX}SECRET_KEY: not together with ${PREFIX}SECRET_KEY_FILE`)
  }
  const mail = [config.SMTP_URL, config.SMTP_URL_FILE].filter((value) => value !== undefined)
  if (mail.length > 1) problems.push(`${PREFIX}SMTP_URL: not together with ${PREFIX}SMTP_URL_FILE`)
  if (mail.length > 0 && config.SMTP_FROM === undefined)
    problems.push(`${PREFIX}SMTP_FROM: is required with a mail server`)
  const names = config.LOG_SOURCES.map((source) => source.name)
  if (new Set(names).size < names.length) problems.push(`${PREFIX}LOG_SOURCES: a name appears twice`)
  return problems
}

function derive({ PUBLIC_URL, XNAT_PUBLIC_URL, ...rest }: Parsed): Config {
  const url = new URL(PUBLIC_URL)
  return {
    ...rest,
    publicOrigin: url.origin,
    xnatPublicUrl: XNAT_PUBLIC_URL ?? null,
    xnatOrigin: new URL(XNAT_PUBLIC_URL ?? PUBLIC_URL).origin,
    basePath: url.pathname.endsWith('/') ? url.pathname : `${url.pathname}/`,
    secureCookie: url.protocol === 'https:' || isLocalhost(url.hostname),
  }
}

const isLocalhost = (host: string) => host === 'localhost' || host === '127.0.0.1' || host === '[::1]'
