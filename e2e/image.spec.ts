import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, chown, cp, mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { freePort } from '@ohif-admin/dev-stack'
import { expect, test } from '@playwright/test'

const execute = promisify(execFile)
const root = path.join(import.meta.dirname, '..')
const NOBODY = 65_534

test.skip(process.getuid?.() !== 0, 'needs root, to become somebody else')
test.describe.configure({ mode: 'serial', timeout: 180_000 })

/** Gives the rest of its arguments a root that cannot be written to, but for the first, and runs them as nobody. */
const READ_ONLY_ROOT = `
set -eu
data=$1; shift
mount --bind "$data" "$data"
cut -d' ' -f5 /proc/self/mountinfo | grep -Ev "^(/proc|/sys|/dev)(/|$)" | grep -Fxv "$data" |
  while read -r place; do mount -o remount,ro,bind "$(printf %b "$place")"; done
for place in / /tmp "$PWD"; do
  if touch "$place/written" 2>/dev/null; then echo "$place can be written to" >&2; exit 3; fi
done
exec setpriv --reuid ${NOBODY} --regid ${NOBODY} --clear-groups -- "$@"
`
const inNamespace = (script: string, ...rest: string[]) => [
  '--mount',
  '--propagation',
  'private',
  'sh',
  '-c',
  script,
  'sh',
  ...rest,
]

/** Undefined where this machine lets nobody have mounts of their own. */
async function mountsOfItsOwn(): Promise<true | undefined> {
  const folder = await mkdtemp(path.join(tmpdir(), 'mount-'))
  const script = 'mount --bind "$1" "$1" && mount -o remount,ro,bind "$1" && command -v setpriv'
  try {
    await execute('unshare', inNamespace(script, folder))
    return true
  } catch {
    return undefined
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** What the Dockerfile's last stage holds, in a folder of its own: the bundle, the page, the server's libraries. */
async function layOut(folder: string) {
  const packages = (await readdir(path.join(root, 'packages'))).map((name) => `packages/${name}/package.json`)
  const manifests = ['package.json', 'pnpm-lock.yaml', 'pnpm-workspace.yaml', 'apps/bff/package.json']
  for (const file of [...manifests, 'apps/web/package.json', ...packages]) {
    await mkdir(path.dirname(path.join(folder, file)), { recursive: true })
    await cp(path.join(root, file), path.join(folder, file))
  }
  const install = ['install', '--frozen-lockfile', '--prod', '--ignore-scripts', '--prefer-offline']
  await execute('npx', ['--yes', 'pnpm@12', ...install, '--filter', '@ohif-admin/bff'], {
    cwd: folder,
    env: { ...process.env, CI: 'true' },
  })
  for (const built of ['apps/bff/dist', 'apps/web/dist'])
    await cp(path.join(root, built), path.join(folder, built), { recursive: true })
  await cp(process.execPath, path.join(folder, 'node'))
}

/** The image's command, taken from the Dockerfile itself. */
async function commandOfImage(): Promise<string[]> {
  const dockerfile = await readFile(path.join(root, 'docker/Dockerfile'), 'utf8')
  const last = [...dockerfile.matchAll(/^CMD (\[.*\])$/gm)].at(-1)?.[1] ?? '[]'
  return (JSON.parse(last) as string[]).slice(1)
}

let folder: string
test.beforeAll(async () => {
  test.setTimeout(180_000)
  folder = await mkdtemp(path.join(tmpdir(), 'image-'))
  await chmod(folder, 0o755)
  await layOut(folder)
})
test.afterAll(() => rm(folder, { recursive: true }))

/** Starts it, asks for what a browser asks for first, and stops it. */
async function expectToServe(how: 'as nobody' | 'on a read-only root') {
  const data = path.join(folder, `data-${how.replaceAll(' ', '-')}`)
  await mkdir(data, { mode: 0o700 })
  await chown(data, NOBODY, NOBODY)
  const port = await freePort()
  const command = [path.join(folder, 'node'), ...(await commandOfImage())]
  const [program = '', ...args] =
    how === 'as nobody' ? command : ['unshare', ...inNamespace(READ_ONLY_ROOT, data, ...command)]
  const child = spawn(program, args, {
    cwd: folder,
    ...(how === 'as nobody' ? { uid: NOBODY, gid: NOBODY } : {}),
    env: {
      PATH: '/usr/sbin:/usr/bin:/sbin:/bin',
      NODE_ENV: 'production',
      OHIF_ADMIN_DATA_DIR: data,
      OHIF_ADMIN_PORT: String(port),
      OHIF_ADMIN_XNAT_URL: `http://127.0.0.1:${await freePort()}`,
      OHIF_ADMIN_PUBLIC_URL: `http://localhost:${port}/ohif-admin/`,
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const over = once(child, 'exit')
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text
  })
  const at = (place: string) => fetch(`http://127.0.0.1:${port}${place}`)
  const readiness = () =>
    at('/ready').then(
      ({ status }) => status,
      () => said,
    )
  try {
    await expect.poll(readiness, { timeout: 30_000 }).toBe(200)
    const page = await at('/ohif-admin/')
    expect(page.headers.get('content-type')).toContain('text/html')
    const script = /src="([^"]+\/assets\/[^"]+\.js)"/.exec(await page.text())?.[1] ?? ''
    expect(script).toMatch(/^\/ohif-admin\/assets\//)
    expect((await at(script)).status).toBe(200)
    expect((await at('/ohif-admin/api/site')).status).toBe(200)
    expect(await readdir(data)).toContain('ohif-admin.sqlite')
  } finally {
    child.kill('SIGTERM')
    expect(await over).toEqual([0, null])
  }
}

test('what the image holds runs as an unprivileged user', async () => {
  await expectToServe('as nobody')
})

test('what the image holds runs on a root that is read-only but for the data folder', async () => {
  test.skip(!(await mountsOfItsOwn()), 'this machine lets nobody have mounts of their own')
  await expectToServe('on a read-only root')
})
