import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'

/** Path of an nginx for the tests that need a real proxy: `OHIF_ADMIN_NGINX`, else one on the path. */
export function findNginx(): string | undefined {
  const named = process.env['OHIF_ADMIN_NGINX']
  if (named) return named
  const folders = [...(process.env['PATH'] ?? '').split(path.delimiter), '/usr/sbin', '/usr/local/sbin']
  return folders.map((folder) => path.join(folder, 'nginx')).find((file) => existsSync(file))
}

/** Finds an nginx, or installs Debian's package when root. Undefined when there is none to be had. */
export function ensureNginx(): string | undefined {
  const found = findNginx()
  if (found || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return found
  // At run level 1 the package does not start a server of its own.
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' }
  const install = () => spawnSync('apt-get', ['install', '-y', '-qq', 'nginx'], { stdio: 'ignore', env })
  if (install().status !== 0) {
    spawnSync('apt-get', ['update', '-qq'], { stdio: 'ignore', env })
    install()
  }
  return findNginx()
}
