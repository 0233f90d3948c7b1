import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from '@ohif-admin/dev-stack'

const PATIENCE_MS = 90_000

export interface Frontail extends AsyncDisposable {
  /** Calls back with each line as it arrives at a client; resolves when the client is connected. */
  listen(onLine: (line: string, at: number) => void): Promise<void>
}

/**
 * Starts frontail, the log viewer people use today, on a file. It is no part of the project: npx fetches it into a
 * folder of its own. Undefined, with a sentence, where it cannot be had.
 */
export async function startFrontail(file: string): Promise<Frontail | undefined> {
  const folder = await mkdtemp(path.join(tmpdir(), 'frontail-'))
  const port = await freePort()
  const child = spawn(
    'npx',
    ['--yes', 'frontail@4.9.2', '--host', '127.0.0.1', '--port', String(port), '--disable-usage-stats', file],
    { cwd: folder, stdio: 'ignore', detached: true, env: { ...process.env, npm_config_cache: folder } },
  )
  const stop = async () => {
    if (child.pid && child.exitCode === null) process.kill(-child.pid)
    await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  }
  child.on('error', () => undefined)
  const until = performance.now() + PATIENCE_MS
  const isReady = () =>
    fetch(`http://127.0.0.1:${port}/`).then(
      ({ ok }) => ok,
      () => false,
    )
  while (!(await isReady())) {
    if (child.exitCode !== null || child.pid === undefined || performance.now() > until) {
      await stop()
      process.stdout.write('frontail cannot be had here: no figures of it.\n')
      return undefined
    }
    await sleep(200)
  }
  const sockets: WebSocket[] = []
  return {
    async listen(onLine) {
      sockets.push(await connect(port, file, onLine))
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.close()
      await stop()
    },
  }
}

/** Speaks as much of its socket protocol as a listener needs: a namespace named after the file, text messages. */
function connect(port: number, file: string, onLine: (line: string, at: number) => void): Promise<WebSocket> {
  const namespace = `/${createHash('md5').update(file).digest('hex')}`
  const socket = new WebSocket(`ws://127.0.0.1:${port}/socket.io/?EIO=3&transport=websocket`)
  return new Promise((resolve, reject) => {
    socket.addEventListener('error', () => reject(new Error('frontail refused the connection.')))
    socket.addEventListener('message', ({ data }) => {
      if (data === '40') socket.send(`40${namespace}`)
      else if (data.startsWith(`40${namespace}`)) resolve(socket)
      else if (data.startsWith(`42${namespace},["line",`))
        onLine(data.slice(namespace.length + 11), performance.now())
    })
  })
}
