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

test('what the image holds runs as an unprivileged user who may write to the data folder only', async () => {
  test.setTimeout(180_000)
  const folder = await mkdtemp(path.join(tmpdir(), 'image-'))
  try {
    await chmod(folder, 0o755)
    await layOut(folder)
    const data = path.join(folder, 'data')
    await mkdir(data, { mode: 0o700 })
    await chown(data, NOBODY, NOBODY)
    const port = await freePort()
    const child = spawn(path.join(folder, 'node'), await commandOfImage(), {
      cwd: folder,
      uid: NOBODY,
      gid: NOBODY,
      env: {
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
    try {
      await expect
        .poll(
          () =>
            at('/ready').then(
              ({ status }) => status,
              () => said,
            ),
          { timeout: 30_000 },
        )
        .toBe(200)
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
  } finally {
    await rm(folder, { recursive: true })
  }
})
