import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { BffProcess, freePort } from '@ohif-admin/dev-stack'
import { startXnatSimulator, type XnatOptions, type XnatSimulator } from '@ohif-admin/simulators'
import { type Browser, createBrowser } from './browser.ts'

const entry = fileURLToPath(new URL('../main.ts', import.meta.url))

/** A console in a process of its own: `bff.kill()` ends it as a power cut does, `bff.start()` starts it again. */
export interface ProcessConsole {
  bff: BffProcess
  /** Somebody whose password is their name. */
  signIn(username?: string): Promise<Browser>
}

export interface ProcessWorld extends AsyncDisposable {
  xnat: XnatSimulator
  /** Starts one console more in front of the same XNAT, each with a folder of its own. */
  addConsole(settings?: Record<string, string>, env?: Record<string, string>): Promise<ProcessConsole>
}

/** A simulated XNAT, and as many consoles as a test adds. */
export async function startProcessWorld(options: XnatOptions = {}): Promise<ProcessWorld> {
  const disposal = new AsyncDisposableStack()
  const xnat = disposal.use(await startXnatSimulator(options))
  return {
    xnat,
    async addConsole(settings = {}, env = {}) {
      const folder = await mkdtemp(path.join(tmpdir(), 'ohif-admin-process-'))
      disposal.defer(() => rm(folder, { recursive: true, force: true }))
      const port = await freePort()
      const url = `http://localhost:${port}/`
      const all = {
        XNAT_URL: xnat.url,
        PUBLIC_URL: url,
        HOST: 'localhost',
        PORT: String(port),
        DATA_DIR: folder,
        LOG_SOURCES: `xnat=${xnat.logFolder}`,
        LOG_POLL_MS: '50',
        LOG_LEVEL: 'error',
        ...settings,
      }
      const bff = disposal.use(new BffProcess(url, { entry, settings: all, env, onLog: () => undefined }))
      await bff.start()
      return {
        bff,
        async signIn(username = 'admin') {
          const browser = createBrowser(() => bff.url)
          const answer = await browser.post('/api/session', { username, password: username })
          if (answer.status !== 200) throw new Error(`${username} could not sign in: ${answer.text}`)
          return browser
        },
      }
    },
    [Symbol.asyncDispose]: () => disposal.disposeAsync(),
  }
}
