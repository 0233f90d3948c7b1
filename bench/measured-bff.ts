import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { BffProcess, freePort, type Stack, startStack } from '@ohif-admin/dev-stack'

/** How the console's process is, since this was last reset. */
export interface Facts {
  delayP50Ms: number
  delayP99Ms: number
  delayMaxMs: number
  rssBytes: number
  heapBytes: number
  cpuMs: number
}

export interface MeasuredBff extends AsyncDisposable {
  url: string
  stack: Stack
  /** The log it follows; empty at first. */
  logFile: string
  facts(how?: 'reset' | 'collected'): Promise<Facts>
}

/** Starts the built console in front of a simulated XNAT, on a log of its own, as a process that can be asked. */
export async function startMeasuredBff(settings: Record<string, string> = {}): Promise<MeasuredBff> {
  const disposal = new AsyncDisposableStack()
  const folder = await mkdtemp(path.join(tmpdir(), 'bench-log-'))
  disposal.defer(() => rm(folder, { recursive: true, force: true }))
  const stack = disposal.use(await startStack({ run: 'bundle', settings: { LOG_LEVEL: 'error' } }))
  const port = await freePort()
  const url = `http://localhost:${port}/`
  const told = Promise.withResolvers<string>()
  const bff = disposal.use(
    new BffProcess(url, {
      entry: path.join(import.meta.dirname, 'bff-entry.ts'),
      onLog(text) {
        const found = /facts at (\d+)/.exec(text)?.[1]
        if (found) told.resolve(`http://127.0.0.1:${found}`)
      },
      settings: {
        ...{ XNAT_URL: stack.gateway.url, PUBLIC_URL: url, HOST: 'localhost', PORT: String(port) },
        ...{ DATA_DIR: path.join(folder, 'data'), LOG_SOURCES: `bench=${folder}`, LOG_LEVEL: 'error' },
        ...settings,
      },
    }),
  )
  await bff.start()
  const address = await told.promise
  return {
    url,
    stack,
    logFile: path.join(folder, 'ohifviewer.log'),
    async facts(how) {
      return (await (await fetch(`${address}/${how ?? ''}`)).json()) as Facts
    },
    [Symbol.asyncDispose]: () => disposal.disposeAsync(),
  }
}
