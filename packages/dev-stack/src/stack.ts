import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  type AiaaServer,
  type DemoAccount,
  type Gateway,
  type MonaiLabelServer,
  makeViewerJar,
  seedDemo,
  startAiaaServer,
  startGateway,
  startMonaiLabelServer,
  startXnatSimulator,
  type XnatOptions,
  type XnatSimulator,
} from '@ohif-admin/simulators'
import { BffProcess, freePort } from './bff-process.ts'

export interface StackOptions {
  /** Port of the console; a free one unless given. */
  port?: number
  /** After how much silence the proxy in front of XNAT answers 504, in milliseconds. */
  gatewayTimeoutMs?: number
  xnat?: XnatOptions
  /** Where browsers find the console, when something stands in front of it. */
  publicUrl?: string
  /** Whether to run the source or the production bundle. */
  run?: 'source' | 'bundle'
  /** Starts the console again when its source changes. */
  watch?: boolean
  /** Further settings of the console, without their prefix. */
  settings?: Readonly<Record<string, string>>
  onLog?: (text: string) => void
}

/** Simulated XNAT behind its proxy, simulated AI servers, and the console in front of them. */
export interface Stack extends AsyncDisposable {
  xnat: XnatSimulator
  gateway: Gateway
  bff: BffProcess
  /** The AI server of the site, and that of one project. */
  aiaa: AiaaServer
  monaiLabel: MonaiLabelServer
  /** Where browsers find the console. */
  url: string
  /** Where the console keeps its database. */
  dataFolder: string
  /** XNAT's plugins, as its JVM finds them at each start. */
  pluginsFolder: string
  accounts: readonly DemoAccount[]
}

/** Version of the viewer plugin, where nobody asks for another. */
const DEMO_PLUGIN = '3.6.0'

/** Starts everything on free ports of this machine, with the demo's data. */
export async function startStack(options: StackOptions = {}): Promise<Stack> {
  const { gatewayTimeoutMs = 5_000, settings = {}, run = 'source' } = options
  const disposal = new AsyncDisposableStack()
  const folder = await mkdtemp(path.join(tmpdir(), 'ohif-admin-'))
  disposal.defer(() => rm(folder, { recursive: true, force: true }))

  const pluginsFolder = await installPlugin(folder, options.xnat?.pluginVersion ?? DEMO_PLUGIN)
  const xnat = disposal.use(
    await startXnatSimulator({ ...options.xnat, pluginsFolder, logFolder: path.join(folder, 'logs') }),
  )
  const aiaa = disposal.use(await startAiaaServer())
  const monaiLabel = disposal.use(await startMonaiLabelServer())
  const gateway = disposal.use(await startGateway({ target: xnat.url, timeoutMs: gatewayTimeoutMs }))
  const { accounts } = await seedDemo(xnat, { aiaaUrl: aiaa.url, monaiLabelUrl: monaiLabel.url })

  const dataFolder = path.join(folder, 'data')
  const port = options.port ?? (await freePort())
  const url = `http://localhost:${port}/`
  const bff = disposal.use(
    new BffProcess(url, {
      entry: entryOf(run),
      watch: options.watch ?? false,
      ...(options.onLog ? { onLog: options.onLog } : {}),
      settings: {
        XNAT_URL: gateway.url,
        PUBLIC_URL: options.publicUrl ?? url,
        HOST: 'localhost',
        PORT: String(port),
        DATA_DIR: dataFolder,
        PLUGINS_DIR: pluginsFolder,
        LOG_SOURCES: `xnat=${xnat.logFolder}`,
        // Its AI servers are simulated on this machine.
        AI_ALLOWED_NETWORKS: '127.0.0.0/8,::1',
        UPLOAD_MAX_BYTES: String(4 * 1024 ** 3),
        SITE_NAME: 'XNAT Research',
        ENVIRONMENT: 'demo',
        // The demonstration and the browser's tests share a machine with what they run against.
        OVERLOAD_DELAY_MS: '10000',
        DEMO_ACCOUNTS: JSON.stringify(accounts),
        ...settings,
      },
    }),
  )
  await bff.start()
  return {
    xnat,
    gateway,
    aiaa,
    monaiLabel,
    bff,
    url: options.publicUrl ?? url,
    dataFolder,
    pluginsFolder,
    accounts,
    [Symbol.asyncDispose]: () => disposal.disposeAsync(),
  }
}

/** A plugins folder with the viewer's jar in it. */
async function installPlugin(folder: string, version: string): Promise<string> {
  const plugins = path.join(folder, 'plugins')
  await mkdir(plugins)
  await writeFile(path.join(plugins, `ohif-viewer-${version}.jar`), makeViewerJar(version))
  return plugins
}

function entryOf(run: 'source' | 'bundle'): string {
  const source = fileURLToPath(import.meta.resolve('@ohif-admin/bff/main'))
  return run === 'source' ? source : path.resolve(path.dirname(source), '../dist/main.js')
}
