import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { ensureTool } from './debian-tool.ts'

/** An nginx for the tests that need a real proxy; `OHIF_ADMIN_NGINX` names another. Undefined when there is none. */
export const ensureNginx = () => ensureTool('nginx', 'OHIF_ADMIN_NGINX')

export interface Nginx extends AsyncDisposable {
  /** What it wrote to its error log so far, warnings included. */
  logged(): Promise<string>
}

const UP_WITHIN_MS = 10_000

/**
 * Starts nginx on a port of this machine, with `locations` in its one server; otherwise as it comes, and told to compress
 * what it may. Throws when it does not listen within ten seconds.
 */
export async function startNginx(binary: string, port: number, locations: string): Promise<Nginx> {
  const folder = await mkdtemp(path.join(tmpdir(), 'nginx-'))
  const errorLog = path.join(folder, 'error.log')
  const configFile = path.join(folder, 'nginx.conf')
  const kinds = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
  for (const kind of kinds) await mkdir(path.join(folder, kind))
  await writeFile(
    configFile,
    `daemon off; master_process off; pid ${folder}/nginx.pid; error_log ${errorLog} warn;
    events { worker_connections 128; }
    http {
      access_log off; ${kinds.map((kind) => `${kind}_temp_path ${folder}/${kind};`).join(' ')}
      gzip on; gzip_proxied any; gzip_min_length 0; gzip_types text/event-stream application/json;
      server { listen 127.0.0.1:${port}; listen [::1]:${port}; ${locations} }
    }`,
  )
  const server = spawn(binary, ['-p', folder, '-e', errorLog, '-c', configFile], { stdio: 'ignore' })
  const stop = async () => {
    if (server.exitCode === null && server.kill('SIGTERM')) await once(server, 'exit')
    await rm(folder, { recursive: true })
  }
  try {
    await answers(`http://127.0.0.1:${port}/`)
  } catch (error) {
    await stop()
    throw error
  }
  return { logged: () => readFile(errorLog, 'utf8'), [Symbol.asyncDispose]: stop }
}

/** The location that comes with the console, as its first lines say for a host without Docker. */
export async function shippedLocations(console: string): Promise<string> {
  const shipped = await readFile(new URL('../docker/nginx-location.conf', import.meta.url), 'utf8')
  const target = console.replace(/\/$/, '').replace('localhost', '127.0.0.1')
  return shipped.replaceAll(/^\s*resolver .*$/gm, '').replaceAll('http://ohif-admin:8080', target)
}

async function answers(url: string): Promise<void> {
  const deadline = Date.now() + UP_WITHIN_MS
  for (;;) {
    try {
      await fetch(url)
      return
    } catch (error) {
      if (Date.now() > deadline) throw error
      await sleep(20)
    }
  }
}
