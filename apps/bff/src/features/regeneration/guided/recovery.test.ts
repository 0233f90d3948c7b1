import { setTimeout as sleep } from 'node:timers/promises'
import type { Run } from '@ohif-admin/contracts'
import type { SessionSpec } from '@ohif-admin/simulators'
import { expect, it } from 'vitest'
import { startConsole } from '../../../testing/console.ts'
import { runOf, sessionPosts, startGuided } from '../../../testing/guided.ts'
import { startProcessWorld } from '../../../testing/process-console.ts'
import { createRandom, pointsBelow } from '../../../testing/random.ts'
import { listRuns, runOver, sessionsOf } from '../../../testing/runs.ts'
import { blockRoad } from '../../../testing/slow-road.ts'

const KILLS = 20
const SETTINGS = { sessionsAtOnce: 2, pauseMs: 0, quietHours: null }
const SPECS = Array.from({ length: 120 }, (_, n): SessionSpec => {
  const way: SessionSpec =
    n % 10 === 3 ? { behaviour: 'explicit-error' } : n % 10 === 6 ? { document: 'old' } : {}
  return { ...way, label: `s${n}` }
})

it('a session that the console had no time to send, the last of its run, is sent after its restart', async () => {
  await using console = await startConsole()
  console.xnat.addProject({ id: 'LIVER', sessions: 1 })
  const admin = await console.signIn('admin')
  const [session] = console.xnat.sessions('LIVER')
  {
    await using road = await blockRoad(console, `/xapi/viewer/projects/LIVER/experiments/${session?.id}`)
    await startGuided(admin, 'LIVER')
    await road.reached
    await console.restart()
  }
  const [run] = await listRuns(admin)
  expect(await runOver(admin, run as Run)).toMatchObject({
    state: 'finished',
    counts: { total: 1, stored: 1 },
  })
  expect(sessionPosts(console)).toEqual([session?.id])
})

it('a guided run whose console is killed at twenty random points of it ends like an undisturbed one, and no session is asked for twice', async () => {
  const random = createRandom()
  await using world = await startProcessWorld({ sessionMs: [100, 500] })
  for (const id of ['QUIET', 'KILLED']) world.xnat.addProject({ id, sessions: SPECS })
  const { bff, signIn } = await world.addConsole()
  const admin = await signIn()
  const postsOf = (projectId: string) =>
    world.xnat.calls.filter(({ method, path }) => method === 'POST' && path.includes(`/${projectId}/`)).length
  const over = async (run: Run) => {
    await expect
      .poll(async () => (await runOf(admin, run)).endedAt, { timeout: 150_000, interval: 500 })
      .not.toBeNull()
    const sessions = await sessionsOf(admin, run)
    return sessions.map(({ label, verdict, evidence, reason }) => [label, verdict, evidence, reason === null])
  }
  const start = (projectId: string, sessionsAtOnce: number) =>
    startGuided(admin, projectId, { afterSignOut: true, settings: { ...SETTINGS, sessionsAtOnce } })
  const undisturbed = await over(await start('QUIET', 4))
  const run = await start('KILLED', 2)
  for (const point of pointsBelow(random, KILLS, SPECS.length)) {
    await expect.poll(() => postsOf('KILLED'), { timeout: 60_000, interval: 5 }).toBeGreaterThanOrEqual(point)
    // A random moment is what this is about.
    await sleep(random() * 150)
    await bff.kill()
    await bff.start()
  }
  expect(await over(run)).toEqual(undisturbed)
  expect(undisturbed.filter(([, verdict]) => verdict === 'migrated')).toHaveLength(12)
  const posts = sessionPosts(world)
  expect(posts).toHaveLength(2 * SPECS.length)
  expect(new Set(posts).size).toBe(posts.length)
}, 400_000)
