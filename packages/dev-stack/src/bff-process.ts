import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { CONSOLE_FLAGS } from './console-flags.ts'

export interface BffOptions {
  /** Settings without their prefix. */
  settings: Readonly<Record<string, string>>
  /** Variables with names of their own, such as those of Node. */
  env?: Readonly<Record<string, string>>
  /** File to run: the source, or the production bundle. */
  entry: string
  /** Starts it again when its source changes. */
  watch?: boolean
  /** Where the server's own log goes. */
  onLog?: (text: string) => void
}

const READY_WITHIN_MS = 30_000

/** The console's server as its own process, the way it runs in production; can be killed and started again. */
export class BffProcess implements AsyncDisposable {
  readonly url: string
  readonly #options: BffOptions
  #child: ChildProcess | undefined

  constructor(url: string, options: BffOptions) {
    this.url = url
    this.#options = options
  }

  /** Of the process that is running; undefined when none is. */
  get pid(): number | undefined {
    return this.#child?.pid
  }

  /** Resolves when the server is ready. Throws with its last words when it ends instead. */
  async start() {
    const { settings, env = {}, entry, watch = false, onLog } = this.#options
    const own = Object.entries(settings).map(([name, value]) => [`OHIF_ADMIN_${name}`, value])
    const child = spawn(process.execPath, [...CONSOLE_FLAGS, ...(watch ? ['--watch'] : []), entry], {
      env: { ...Object.fromEntries(own), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.#child = child
    let lastWords = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        lastWords = `${lastWords}${text}`.slice(-4_000)
        onLog?.(text)
      })
    }
    const deadline = Date.now() + READY_WITHIN_MS
    while (!(await this.#isReady())) {
      if (child.exitCode !== null || Date.now() > deadline) {
        child.kill('SIGKILL')
        throw new Error(`The console did not start:\n${lastWords}`)
      }
      await sleep(50)
    }
  }

  /** Ends it without any chance to tidy up. */
  async kill() {
    await this.#end('SIGKILL')
  }

  /** Asks it to stop; gives its exit code. */
  async stop(): Promise<number | null> {
    return this.#end('SIGTERM')
  }

  async [Symbol.asyncDispose]() {
    await this.stop()
  }

  async #end(signal: NodeJS.Signals): Promise<number | null> {
    const child = this.#child
    if (!child || child.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? null
    const exited = once(child, 'exit')
    child.kill(signal)
    await exited
    return child.exitCode
  }

  async #isReady(): Promise<boolean> {
    try {
      return (await fetch(new URL('ready', this.url))).ok
    } catch {
      return false
    }
  }
}

/** A port nobody listens on at this moment. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('No port could be found.')
  return address.port
}
