import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ArchiveHandle } from './archive-handle.ts'
import { type ResolvedOptions, resolveOptions } from './defaults.ts'
import { archiveEvent, makeBackgroundNoise, visitViewer, writeStartUp } from './engine/background.ts'
import { type PastRun, writePastLog } from './engine/history.ts'
import type { Hold } from './engine/holds.ts'
import { LoopbackServer } from './http/server.ts'
import { XnatNode } from './node.ts'
import { type OverrideAnswer, Overrides } from './overrides.ts'
import { type Serving, serve } from './pipeline.ts'
import { RecordedCalls } from './recorded-calls.ts'
import { Router } from './router.ts'
import { createState, type State, startLife } from './state.ts'
import type { SessionBehaviour, XnatOptions } from './types.ts'

/**
 * Starts an XNAT with the OHIF viewer plugin and its log writer as a real HTTP server on 127.0.0.1.
 * A fresh one has the account `admin` (password `admin`, site administrator) and no project.
 * Throws when the port is taken.
 */
export async function startXnatSimulator(options: XnatOptions = {}): Promise<XnatSimulator> {
  const ownFolder =
    options.logFolder === undefined ? mkdtempSync(join(tmpdir(), 'xnat-simulator-')) : undefined
  const logFolder = options.logFolder ?? ownFolder ?? ''
  mkdirSync(logFolder, { recursive: true })
  const simulator = new XnatSimulator(resolveOptions(options, logFolder), options.port ?? 0, ownFolder)
  await simulator.comeBack()
  return simulator
}

/** The running server and the handle that drives it, in the words of its world. */
export class XnatSimulator extends ArchiveHandle implements AsyncDisposable {
  readonly calls = new RecordedCalls()
  readonly logFolder: string
  readonly #options: ResolvedOptions
  readonly #server: LoopbackServer
  readonly #ownFolder: string | undefined
  readonly #overrides = new Overrides()
  #serving: Serving
  #alive = false

  constructor(options: ResolvedOptions, port: number, ownFolder: string | undefined) {
    super()
    this.#options = options
    this.#ownFolder = ownFolder
    this.logFolder = options.logFolder
    this.#server = new LoopbackServer((request, response) => serve(this.#serving, request, response), port)
    this.#serving = this.#freshServing()
  }

  /** Address without a trailing slash; the same for the simulator's whole life. */
  get url(): string {
    return this.#server.url
  }

  /** Servlet sessions opened since construction or the last `reset`, anonymous ones included. */
  get sessionsOpened(): number {
    return this.state.sessions.opened
  }

  /** Session ids of the user that would still be accepted. */
  liveSessions(username: string): string[] {
    return this.state.sessions.liveOf(username).map(({ id }) => id)
  }

  /** Alias tokens of the user that would still be accepted. */
  aliasTokens(username: string): { alias: string; secret: string; expiresAt: number }[] {
    return this.state.tokens.of(username)
  }

  /** Ends the sign-ins of one user, or everybody's, as the idle timeout does. */
  expireSessions(username?: string): void {
    for (const session of this.state.sessions.live()) {
      if (username === undefined || session.username === username) this.state.sessions.close(session.id)
    }
  }

  /** The server's clock, in epoch milliseconds. */
  now(): number {
    return this.state.clock.now()
  }

  /** Pushes the server's clock forward. */
  advanceClock(ms: number): void {
    this.state.clock.advance(ms)
  }

  /** Stops every build in the project (or everywhere) in the middle, until told to go on. */
  holdRegeneration(projectId?: string): Hold {
    return this.state.engine.hold(projectId)
  }

  /** The next sessions whose turn comes behave like this. */
  failNext(behaviour: SessionBehaviour, times = 1): void {
    for (let count = 0; count < times; count += 1) this.state.orders.nextBehaviours.push(behaviour)
  }

  /** The request of the next bulk run dies after that many sessions have ended: an ERROR record and 500, no end line. */
  killNextRun(order: { afterSessions?: number; message?: string } = {}): void {
    this.state.orders.requestDeath = {
      afterSessions: order.afterSessions ?? 0,
      message: order.message ?? 'JSON creation interrupted: sleep interrupted',
    }
  }

  /** Duration of one build from now on, in milliseconds. */
  setPace(sessionMs: readonly [number, number]): void {
    this.state.settings.sessionMs = sessionMs
  }

  setDiscovery(ms: number): void {
    this.state.settings.discoveryMs = ms
  }

  /** Takes effect at once and leaves stored documents as they are; `null` takes the plugin away. */
  setPluginVersion(version: string | null): void {
    this.state.settings.pluginVersion = version
  }

  /** Settles when nothing is being built. */
  idle(): Promise<void> {
    return this.state.engine.idle()
  }

  /** True while a bulk call holds the lock. */
  get locked(): boolean {
    return this.state.engine.life.metadataLock
  }

  /** Somebody opens the session in the viewer. */
  visitViewer(sessionId: string, username = 'member'): Promise<void> {
    return visitViewer(this.state.engine, this.session(sessionId), username)
  }

  /** A finished workflow reaches the plugin; `Transferred` and a few others rebuild the session. */
  archiveEvent(sessionId: string, pipeline = 'Transferred', username = 'uploader'): Promise<void> {
    return archiveEvent(this.state.engine, this.session(sessionId), pipeline, username)
  }

  /** Starts a further node of this XNAT that writes its own log into the folder; whoever asks for it disposes of it. */
  async addNode(logFolder: string): Promise<XnatNode> {
    const node = new XnatNode({ serving: this.#serving, logFolder })
    await node.start()
    return node
  }

  /** So many archive events a second, each of which rebuilds a session, until stopped. */
  startEventLoad(perSecond: number): { stop: () => void } {
    const { engine } = this.state
    let turn = 0
    const timer = setInterval(() => {
      const calm = this.sessions().filter((one) => one.imageSession && one.behaviour === 'ok')
      const session = calm[turn % calm.length]
      turn += 1
      if (session) archiveEvent(engine, session, 'Transferred', 'uploader').catch(() => undefined)
    }, 1_000 / perSecond)
    timer.unref()
    const stop = () => clearInterval(timer)
    engine.life.ended.addEventListener('abort', stop, { once: true })
    return { stop }
  }

  /** Puts runs of the past into the log folder, as written by earlier JVM lives; replaces what is there. */
  async writeHistory(runs: readonly PastRun[]): Promise<void> {
    const { log, engine } = this.state
    log.wipe()
    await writePastLog(this.state, runs)
    writeStartUp(engine)
  }

  /** Delays every answer by so many milliseconds; 0 ends it. */
  goSlow(ms: number): void {
    this.#serving.delayMs = ms
  }

  /** Answers in place of the real ones: a login page instead of JSON, an empty 200, silence. */
  answerWith(pattern: string | RegExp, answer: OverrideAnswer): { stop: () => void } {
    return this.#overrides.add(pattern, answer)
  }

  /** Refuses connections; the process, its sessions and its work go on. */
  async goDown(): Promise<void> {
    await this.#server.stop()
  }

  /** The process dies: work in flight, the lock and all sign-ins are gone, connections are refused. */
  async crash(): Promise<void> {
    this.#endLife()
    await this.#server.stop()
  }

  /** Ends `goDown` and `crash`; after a crash a new JVM writes its start-up lines first. */
  async comeBack(): Promise<void> {
    if (!this.#alive) this.#startLife()
    await this.#server.listen()
  }

  /** A crash and a start, as `docker restart` does. */
  async restart(): Promise<void> {
    await this.crash()
    await this.comeBack()
  }

  /** Back to the state of construction: empty world, fresh JVM, empty log folder, same address. */
  async reset(): Promise<void> {
    // Requests under way are cut; idle connections stay, so that a client may use them again.
    this.#endLife()
    this.state.log.wipe()
    this.#overrides.clear()
    this.calls.clear()
    this.#serving = this.#freshServing()
    await this.comeBack()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.crash()
    if (this.#ownFolder !== undefined) rmSync(this.#ownFolder, { recursive: true, force: true })
  }

  protected override get state(): State {
    return this.#serving.state
  }

  #freshServing(): Serving {
    const state = createState(this.#options, () => this.url)
    return { state, router: new Router(state), overrides: this.#overrides, calls: this.calls, delayMs: 0 }
  }

  #endLife(): void {
    this.#alive = false
    this.state.engine.life.end()
    this.state.log.close()
  }

  #startLife(): void {
    this.#alive = true
    startLife(this.state)
    const { noiseMs } = this.#options
    if (noiseMs > 0) makeBackgroundNoise(this.state.engine, noiseMs).catch(() => undefined)
  }
}
