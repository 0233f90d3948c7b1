import { randomUUID } from 'node:crypto'
import { Run } from '@ohif-admin/contracts'
import { expect, it } from 'vitest'
import { describeEngines } from '../../../storage/testing/engines.ts'
import { runOf, sessionPosts, startGuided } from '../../../testing/guided.ts'
import {
  type ProcessConsole,
  type ProcessWorld,
  startProcessWorld,
} from '../../../testing/process-console.ts'
import { bulkStart, runOver, sessionsOf } from '../../../testing/runs.ts'

const LIVER = { scope: 'project', projectId: 'LIVER' }
const ATTEMPTS = 60
/** A console that is gone is taken for dead after half a minute without a word. */
const TAKEN_OVER_MS = 90_000

function addConsole(world: ProcessWorld, location: object): Promise<ProcessConsole> {
  return world.addConsole({
    DATABASE_URL: 'url' in location ? String(location.url) : '',
    SECRET_KEY: 'the same for every console of it.'.padEnd(40, '-'),
    REQUESTS_PER_MINUTE: '100000',
  })
}

const twoConsoles = (world: ProcessWorld, location: object): Promise<[ProcessConsole, ProcessConsole]> =>
  Promise.all([addConsole(world, location), addConsole(world, location)])

describeEngines(
  'two consoles, each a process of its own',
  ({ createLocation }) => {
    it('send one call for sixty attempts at once, with one key and with many, by different people', async () => {
      await using world = await startProcessWorld()
      world.xnat.addUser({ username: 'boss', roles: ['Administrator'] })
      world.xnat.addProject({ id: 'LIVER', sessions: 3 })
      const hold = world.xnat.holdRegeneration('LIVER')
      const consoles = await twoConsoles(world, await createLocation())
      const people = await Promise.all(
        consoles.flatMap((console) => [console.signIn('admin'), console.signIn('boss')]),
      )
      const key = randomUUID()
      const answers = await Promise.all(
        Array.from({ length: ATTEMPTS }, (_, n) => {
          const own = n % 3 === 0 ? {} : { idempotencyKey: key }
          return people[n % people.length]?.post('/api/runs', bulkStart(LIVER, own))
        }),
      )
      const started = answers.flatMap((answer) => (answer?.status === 202 ? [Run.parse(answer.json)] : []))
      expect(started.length).toBeGreaterThan(0)
      expect(new Set(started.map(({ id }) => id)).size).toBe(1)
      const others = answers.filter((answer) => answer?.status !== 202)
      expect(new Set(others.map((answer) => answer?.status))).toEqual(new Set([409]))
      expect(world.xnat.calls.to('POST', '/xapi/viewer/projects/LIVER')).toHaveLength(1)
      await hold.storeRest()
      for (const person of people)
        expect(await runOver(person, started[0] as Run)).toMatchObject({
          state: 'finished',
          counts: { stored: 3 },
        })
      expect(world.xnat.calls.to('POST', '/xapi/viewer/projects/LIVER')).toHaveLength(1)
    }, 90_000)

    it('take a guided run over when the one that drives it is killed, and rebuild no session twice', async () => {
      await using world = await startProcessWorld({ sessionMs: [80, 160] })
      world.xnat.addProject({ id: 'LIVER', sessions: 40 })
      const all = world.xnat.sessions('LIVER').map(({ id }) => id)
      const [first, second] = await twoConsoles(world, await createLocation())
      const admin = await first.signIn()
      const other = await second.signIn()
      const settings = { sessionsAtOnce: 2, pauseMs: 0, quietHours: null }
      const run = await startGuided(admin, 'LIVER', { afterSignOut: true, settings })
      await expect.poll(() => sessionPosts(world).length, { timeout: 20_000 }).toBeGreaterThan(5)
      await first.bff.kill()
      const before = sessionPosts(world).length
      expect(before).toBeLessThan(all.length)
      await expect
        .poll(async () => (await runOf(other, run)).endedAt, { timeout: TAKEN_OVER_MS, interval: 500 })
        .not.toBeNull()
      expect(await runOf(other, run)).toMatchObject({ state: 'finished', counts: { total: 40, stored: 40 } })
      expect((await sessionsOf(other, run)).map(({ verdict }) => verdict)).toEqual(all.map(() => 'stored'))
      const posts = sessionPosts(world)
      expect(posts.length).toBeGreaterThan(before)
      expect(posts.toSorted()).toEqual(all.toSorted())
    }, 180_000)

    it('start a run of the queue once when the one that is about to is killed while it holds the lease', async () => {
      await using world = await startProcessWorld()
      world.xnat.addProject({ id: 'LIVER', sessions: 4 })
      const all = world.xnat.sessions('LIVER').map(({ id }) => id)
      const location = await createLocation()
      // Only this one is there to launch it.
      const first = await addConsole(world, location)
      const admin = await first.signIn()
      const soon = new Date(Date.now() + 5_000).toISOString()
      const run = await startGuided(admin, 'LIVER', { notBefore: soon, afterSignOut: true })
      // A console that starts again asks XNAT for the sessions, under the lease, and gets no answer.
      await first.bff.kill()
      const listing = '/data/projects/LIVER/experiments'
      const silence = world.xnat.answerWith(listing, { hang: true })
      const asked = world.xnat.calls.to('GET', listing).length
      await first.bff.start()
      await expect.poll(() => world.xnat.calls.to('GET', listing).length, { timeout: 20_000 }).toBe(asked + 1)
      await first.bff.kill()
      silence.stop()
      expect(sessionPosts(world)).toEqual([])
      const second = await addConsole(world, location)
      const other = await second.signIn()
      await expect
        .poll(async () => (await runOf(other, run)).endedAt, { timeout: TAKEN_OVER_MS, interval: 500 })
        .not.toBeNull()
      expect(await runOf(other, run)).toMatchObject({ state: 'finished', counts: { total: 4, stored: 4 } })
      expect(sessionPosts(world).toSorted()).toEqual(all.toSorted())
    }, 180_000)
  },
  { only: 'postgres' },
)
