import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { BffProcess, freePort } from '@ohif-admin/dev-stack'
import { startXnatSimulator } from '@ohif-admin/simulators'
import { expect, it } from 'vitest'
import { createBrowser } from '../../../testing/browser.ts'
import { runOf, sessionPosts, startGuided } from '../../../testing/guided.ts'
import { sessionsOf } from '../../../testing/runs.ts'

const KILLS = 20
const entry = fileURLToPath(new URL('../../../main.ts', import.meta.url))

it('a guided run ends as if nothing had happened when its console is killed twenty times', async () => {
  await using disposal = new AsyncDisposableStack()
  const folder = await mkdtemp(path.join(tmpdir(), 'ohif-admin-kill-'))
  disposal.defer(() => rm(folder, { recursive: true, force: true }))
  const xnat = disposal.use(await startXnatSimulator({ sessionMs: [100, 500] }))
  xnat.addProject({ id: 'LIVER', sessions: 120 })
  const all = xnat.sessions('LIVER')
  for (const [n, session] of all.entries()) if (n % 10 === 3) xnat.setBehaviour(session.id, 'explicit-error')
  const port = await freePort()
  const url = `http://localhost:${port}/`
  const settings = {
    XNAT_URL: xnat.url,
    PUBLIC_URL: url,
    HOST: 'localhost',
    PORT: String(port),
    DATA_DIR: folder,
    LOG_SOURCES: `xnat=${xnat.logFolder}`,
  }
  const bff = disposal.use(new BffProcess(url, { entry, settings, onLog: () => undefined }))
  await bff.start()
  const admin = createBrowser(() => bff.url)
  await admin.post('/api/session', { username: 'admin', password: 'admin' })
  const run = await startGuided(admin, 'LIVER', {
    afterSignOut: true,
    settings: { sessionsAtOnce: 2, pauseMs: 0, quietHours: null },
  })
  for (let n = 0; n < KILLS; n += 1) {
    // A random moment is what this is about.
    await sleep(Math.random() * 700)
    await bff.kill()
    await bff.start()
  }
  await expect
    .poll(async () => (await runOf(admin, run)).endedAt, { timeout: 150_000, interval: 500 })
    .not.toBeNull()
  const verdicts = (await sessionsOf(admin, run)).map(({ verdict }) => verdict)
  expect(verdicts).toEqual(all.map((_, n) => (n % 10 === 3 ? 'failed' : 'stored')))
  const posts = sessionPosts({ xnat })
  expect(posts).toHaveLength(new Set(posts).size)
  expect(posts.toSorted()).toEqual(all.map(({ id }) => id).toSorted())
}, 240_000)
