import { mkdtemp, rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import {
  type Gateway,
  startGateway,
  startXnatSimulator,
  type XnatOptions,
  type XnatSimulator,
} from '@ohif-admin/simulators'
import type { FastifyInstance } from 'fastify'
import { buildApp } from '../app.ts'
import { type Config, parseConfig } from '../config.ts'
import { buildDeps, type Deps } from '../deps.ts'
import { createLogger } from '../logger.ts'
import { type Browser, createBrowser } from './browser.ts'

export interface ConsoleOptions {
  xnat?: XnatOptions
  gatewayTimeoutMs?: number
  settings?: Record<string, string>
  heartbeatMs?: number
  stalledMs?: number
  /** A built page to serve; without one there is only the API. */
  webFolder?: string
  /** Replaces the simulator's log folder as the one source; `null` configures none. */
  logFolder?: string | null
  /** Further log sources, by name. */
  otherSources?: Record<string, string>
}

/** The whole server on a free port, in front of a simulated XNAT behind its proxy. Nothing in it is replaced. */
export interface TestConsole extends AsyncDisposable {
  xnat: XnatSimulator
  gateway: Gateway
  app: FastifyInstance
  deps: Deps
  config: Config
  url: string
  dataFolder: string
  clock: { advance(ms: number): void }
  /** The server's time, epoch ms. */
  now(): number
  /** What the server wrote to its own log so far. */
  logged(): string
  browser(): Browser
  signIn(username: string): Promise<Browser>
  /** Stops the server and starts it again on the same data. */
  restart(): Promise<void>
}

/** What these tests share their processors with is no reason to refuse anything. */
const BUSY_MACHINE = { OVERLOAD_DELAY_MS: '60000' }

export async function startConsole(options: ConsoleOptions = {}): Promise<TestConsole> {
  const disposal = new AsyncDisposableStack()
  const folder = await mkdtemp(path.join(tmpdir(), 'ohif-admin-test-'))
  disposal.defer(() => rm(folder, { recursive: true, force: true }))
  const xnat = disposal.use(await startXnatSimulator({ sessionMs: [1, 4], ...options.xnat }))
  const gateway = disposal.use(
    await startGateway({ target: xnat.url, timeoutMs: options.gatewayTimeoutMs ?? 60_000 }),
  )
  const shift = { ms: 0 }
  const lines: string[] = []

  async function boot() {
    const config = parseConfig(
      prefixed({
        ...settingsFor(options, xnat, gateway),
        DATA_DIR: folder,
        ...BUSY_MACHINE,
        ...options.settings,
      }),
    )
    const logger = createLogger('debug', { write: (line) => lines.push(line) })
    const deps = await buildDeps(config, logger, () => Date.now() + shift.ms)
    const { heartbeatMs, stalledMs, webFolder } = options
    const app = await buildApp(config, deps, {
      logger,
      ...(heartbeatMs === undefined ? {} : { heartbeatMs }),
      ...(stalledMs === undefined ? {} : { stalledMs }),
      ...(webFolder === undefined ? {} : { webFolder }),
    })
    await app.listen({ host: '127.0.0.1', port: 0 })
    await deps.start()
    const { port } = app.server.address() as AddressInfo
    return { config, deps, app, url: `http://127.0.0.1:${port}` }
  }

  let running = await boot()
  disposal.defer(() => running.app.close())
  return {
    xnat,
    gateway,
    get app() {
      return running.app
    },
    get deps() {
      return running.deps
    },
    get config() {
      return running.config
    },
    get url() {
      return running.url
    },
    dataFolder: folder,
    clock: {
      advance(ms) {
        shift.ms += ms
      },
    },
    now: () => Date.now() + shift.ms,
    logged: () => lines.join(''),
    browser: () => createBrowser(() => running.url),
    async signIn(username) {
      const browser = createBrowser(() => running.url)
      const answer = await browser.post('/api/session', { username, password: username })
      if (answer.status !== 200) throw new Error(`${username} could not sign in: ${answer.text}`)
      return browser
    },
    async restart() {
      await running.app.close()
      running = await boot()
    },
    [Symbol.asyncDispose]: () => disposal.disposeAsync(),
  }
}

function settingsFor(
  { logFolder, otherSources = {} }: ConsoleOptions,
  xnat: XnatSimulator,
  gateway: Gateway,
): Record<string, string> {
  const settings = {
    XNAT_URL: gateway.url,
    PUBLIC_URL: 'http://localhost:8080',
    LOG_POLL_MS: '50',
    REQUESTS_PER_MINUTE: '100000',
  }
  const sources = [['xnat', logFolder ?? xnat.logFolder], ...Object.entries(otherSources)]
  return logFolder === null
    ? { ...settings, LOG_THROUGH_XNAT: 'false' }
    : { ...settings, LOG_SOURCES: sources.map(([name, path]) => `${name}=${path}`).join(',') }
}

const prefixed = (settings: Record<string, string>) =>
  Object.fromEntries(Object.entries(settings).map(([name, value]) => [`OHIF_ADMIN_${name}`, value]))
