import { Clock } from './clock.ts'
import { type ConfigStore, createConfigStore } from './config-store.ts'
import { defaultSite, defaultSwitches, type ResolvedOptions } from './defaults.ts'
import { writeStartUp } from './engine/background.ts'
import { Engine, type EngineSettings, type Orders } from './engine/engine.ts'
import { JvmLife } from './engine/life.ts'
import { LogWriter } from './engine/log-writer.ts'
import { RealTime } from './engine/time.ts'
import { pluginInFolder } from './plugin-jars.ts'
import { Random } from './random.ts'
import { Accounts } from './sign-in/accounts.ts'
import { SessionStore } from './sign-in/sessions.ts'
import { TokenStore } from './sign-in/tokens.ts'
import type { SiteSettings, Switches } from './types.ts'
import { World } from './world/world.ts'

/** Everything between two resets of the simulator. */
export interface State {
  readonly options: ResolvedOptions
  readonly site: SiteSettings
  readonly switches: Switches
  readonly clock: Clock
  readonly random: Random
  readonly world: World
  readonly sessions: SessionStore
  readonly tokens: TokenStore
  readonly accounts: Accounts
  readonly config: ConfigStore
  readonly settings: EngineSettings
  readonly orders: Orders
  readonly log: LogWriter
  /** When the present JVM started, in epoch milliseconds. */
  startedAt: number
  /** Of the present JVM life; replaced by a restart. */
  engine: Engine
  /** The configured address, or the server's own. */
  siteUrl: () => string
}

/** Builds the state of construction; the first JVM life is not started yet. */
export function createState(options: ResolvedOptions, address: () => string): State {
  const clock = new Clock(options.clock, options.utcOffsetMinutes)
  const random = new Random(options.seed)
  const site = defaultSite(options.site)
  const world = new World(clock, random, site.siteId)
  const sessions = new SessionStore(clock)
  const tokens = new TokenStore(clock)
  const settings: EngineSettings = {
    pluginVersion: options.pluginVersion,
    sessionMs: options.sessionMs,
    threads: options.threads,
    discoveryMs: options.discoveryMs,
  }
  const base = {
    options,
    site,
    switches: defaultSwitches(options.switches),
    clock,
    random,
    world,
    sessions,
    tokens,
    accounts: new Accounts({ world, site, clock, sessions, tokens }),
    config: createConfigStore(clock),
    settings,
    orders: { holds: [], nextBehaviours: [], requestDeath: undefined },
    log: new LogWriter(options.logFolder, clock),
    startedAt: clock.now(),
    siteUrl: () => site.siteUrl || address(),
  }
  return { ...base, engine: createEngine(base) }
}

/** Starts the next JVM life: its lock, its pools and its sessions are new, its start-up lines are written. */
export function startLife(state: State): void {
  const { pluginsFolder } = state.options
  if (pluginsFolder !== undefined) state.settings.pluginVersion = pluginInFolder(pluginsFolder)
  state.sessions.clear()
  beginLife(state)
}

/** The same for one of several nodes: the sign-ins are everybody's. */
export function beginLife(state: State): void {
  state.engine = createEngine(state)
  state.startedAt = state.clock.now()
  writeStartUp(state.engine)
}

/** Everything that works inside one JVM. */
export function createEngine(state: Omit<State, 'engine'>): Engine {
  const life = new JvmLife()
  const time = new RealTime(state.clock, life.ended)
  const log = {
    write: (...record: [string, 'DEBUG' | 'INFO' | 'WARN' | 'ERROR', string, string]) => {
      if (!life.ended.aborted) state.log.write(time.now(), ...record)
    },
  }
  return new Engine({
    time,
    log,
    life,
    world: state.world,
    random: state.random,
    orders: state.orders,
    settings: state.settings,
  })
}
