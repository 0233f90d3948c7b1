import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { accessSync, chownSync, constants, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { createInterface } from 'node:readline'

const PACKAGED = '/usr/lib/postgresql'

/** The folder that has `initdb` and `postgres`, or null: on the path, else where Debian keeps them, newest first. */
export function findPostgresBinaries(path: string): string | null {
  const packaged = listFolder(PACKAGED).sort((one, other) => Number(other) - Number(one))
  const folders = [...path.split(delimiter), ...packaged.map((version) => join(PACKAGED, version, 'bin'))]
  return (
    folders.find(
      (folder) => isExecutable(join(folder, 'initdb')) && isExecutable(join(folder, 'postgres')),
    ) ?? null
  )
}

/**
 * A cluster of its own on a free port of 127.0.0.1, without sockets and without fsync, gone after `stop`.
 * PostgreSQL refuses to run as root, so root runs it as `postgres` or `nobody`.
 */
export async function startPostgresCluster(
  binaries: string,
): Promise<{ url: string; stop(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'ohif-admin-postgres-'))
  const password = randomBytes(16).toString('hex')
  const user = unprivilegedUser()
  const removeFolder = () => rmSync(folder, { recursive: true, force: true })
  try {
    writeFileSync(join(folder, 'password'), password)
    if (user) for (const path of [folder, join(folder, 'password')]) chownSync(path, user.uid, user.gid)
    const data = join(folder, 'data')
    const how = ['--username=postgres', '--auth=scram-sha-256', `--pwfile=${join(folder, 'password')}`]
    const what = ['--encoding=UTF8', '--locale=C', '--no-sync']
    execFileSync(join(binaries, 'initdb'), ['-D', data, ...how, ...what], {
      ...user,
      cwd: folder,
      stdio: 'pipe',
    })
    const port = await freePort()
    const server = spawn(join(binaries, 'postgres'), ['-D', data, '-p', String(port), ...SETTINGS], {
      ...user,
      cwd: folder,
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    const stop = () => stopServer(server).finally(removeFolder)
    await untilReady(server)
    return { url: `postgres://postgres:${password}@127.0.0.1:${port}/postgres`, stop }
  } catch (error) {
    removeFolder()
    throw error
  }
}

const SETTINGS = ['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories=', '-F']

function listFolder(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

function unprivilegedUser(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined
  for (const name of ['postgres', 'nobody']) {
    try {
      const [uid, gid] = ['-u', '-g'].map((what) =>
        Number(execFileSync('id', [what, name], { stdio: 'pipe' })),
      )
      if (uid !== undefined && gid !== undefined) return { uid, gid }
    } catch {
      // no such user here
    }
  }
  return undefined
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

/** Waits for the server's own word; keeps reading afterwards, because a full pipe would stop the server. */
async function untilReady(server: ChildProcess): Promise<void> {
  if (!server.stderr) throw new Error('the server has no stderr')
  const said: string[] = []
  await new Promise<void>((resolve, reject) => {
    createInterface({ input: server.stderr as NodeJS.ReadableStream }).on('line', (line) => {
      if (said.length < 50) said.push(line)
      if (line.includes('ready to accept connections')) resolve()
    })
    server.once('exit', () => reject(new Error(`PostgreSQL did not start:\n${said.join('\n')}`)))
    server.once('error', reject)
  })
}

async function stopServer(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return
  const exited = once(server, 'exit')
  // Immediate shutdown: nothing in it is worth a checkpoint.
  server.kill('SIGQUIT')
  await exited
}
