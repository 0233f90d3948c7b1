import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'

/** Path of a program: what the variable `setting` names, else the first on the path (and where Debian puts servers). */
function findTool(name: string, setting: string): string | undefined {
  const named = process.env[setting]
  if (named) return named
  const folders = [...(process.env['PATH'] ?? '').split(path.delimiter), '/usr/sbin', '/usr/local/sbin']
  return folders.map((folder) => path.join(folder, name)).find((file) => existsSync(file))
}

/** Finds a program, or installs Debian's package of that name when root. Undefined when there is none to be had. */
export function ensureTool(name: string, setting: string): string | undefined {
  const found = findTool(name, setting)
  if (found || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return found
  // At run level 1 a package does not start a server of its own.
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' }
  const install = () =>
    spawnSync('apt-get', ['-o', 'DPkg::Lock::Timeout=120', 'install', '-y', '-qq', name], {
      stdio: 'ignore',
      env,
    })
  if (install().status !== 0) {
    spawnSync('apt-get', ['update', '-qq'], { stdio: 'ignore', env })
    install()
  }
  return findTool(name, setting)
}
