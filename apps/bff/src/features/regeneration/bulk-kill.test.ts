import { setTimeout as sleep } from 'node:timers/promises'
import type { SessionSpec } from '@ohif-admin/simulators'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type ProcessConsole, type ProcessWorld, startProcessWorld } from '../../testing/process-console.ts'
import { createRandom, pointsBelow } from '../../testing/random.ts'
import { listRuns, runOver, sessionsOf, startBulk } from '../../testing/runs.ts'

const KILLS = 20
const MINUTES = 60_000

let world: ProcessWorld
let xnat: ProcessWorld['xnat']
let bff: ProcessConsole['bff']
let signIn: ProcessConsole['signIn']

/** Every way a session can come out, over and over. */
const SPECS: SessionSpec[] = Array.from({ length: 120 }, (_, n): SessionSpec => {
  const ways: SessionSpec[] = [
    {},
    { behaviour: 'explicit-error' },
    {},
    { behaviour: 'silent-gone' },
    { document: 'old' },
    { behaviour: 'silent-after-temp' },
    { behaviour: 'noisy' },
    { behaviour: 'silent-begun' },
  ]
  return { ...ways[n % ways.length], label: `s${n}` }
})

/** Sessions that can be stopped half-way: those that are gone leave no line. */
const HELD = SPECS.filter(({ behaviour }) => behaviour !== 'silent-gone').length

beforeEach(async () => {
  world = await startProcessWorld({ sessionMs: [4, 12] })
  xnat = world.xnat
  for (const id of ['KILLED', 'QUIET']) xnat.addProject({ id, sessions: SPECS })
  const console = await world.addConsole()
  bff = console.bff
  signIn = console.signIn
})
afterEach(() => world[Symbol.asyncDispose]())

const posts = () => xnat.calls.to('POST', /^\/xapi\/viewer\/projects\/[^/]+$/)

it(`killed at ${KILLS} random points of a run, it comes to the verdicts of an undisturbed run, with one call`, {
  timeout: 5 * MINUTES,
}, async () => {
  const browser = await signIn()
  const quiet = await startBulk(browser, { scope: 'project', projectId: 'QUIET' })
  await runOver(browser, quiet)

  const random = createRandom()
  const hold = xnat.holdRegeneration('KILLED')
  const run = await startBulk(browser, { scope: 'project', projectId: 'KILLED' })
  let stored = 0
  const storeUpTo = (count: number) => {
    for (; stored < count; stored += 1) void hold.storeOne()
  }
  for (const point of pointsBelow(random, KILLS, HELD)) {
    // Some come to their end before it is killed, some while it is away, some while it starts.
    storeUpTo(stored + Math.floor(random() * (point - stored + 1)))
    await sleep(random() * 150)
    await bff.kill()
    storeUpTo(point)
    await bff.start()
  }
  void hold.storeRest()
  const again = await signIn()
  const over = await runOver(again, run)
  const outcome = async (one: typeof run) =>
    (await sessionsOf(again, one)).map(({ label, verdict, evidence }) => [label, verdict, evidence])
  expect(await outcome(over)).toEqual(await outcome(quiet))
  const [last] = await listRuns(again, { limit: 1 })
  const [before] = (await listRuns(again)).filter(({ id }) => id === quiet.id)
  expect(last).toMatchObject({ id: run.id, state: 'finished', counts: before?.counts })
  expect(await listRuns(again)).toHaveLength(2)
  expect(posts().map((call) => call.path)).toEqual([
    '/xapi/viewer/projects/QUIET',
    '/xapi/viewer/projects/KILLED',
  ])
})

it('killed while it starts a run, it has sent one call at most, and knows the run if it sent one', {
  timeout: 2 * MINUTES,
}, async () => {
  for (const delayMs of [0, 15, 30, 60, 120]) {
    const browser = await signIn()
    const before = posts().length
    const lost = startBulk(browser, { scope: 'project', projectId: 'QUIET' }).catch(() => undefined)
    await sleep(delayMs)
    await bff.kill()
    await lost
    await bff.start()
    await xnat.idle()
    const sent = posts().length - before
    expect(sent).toBeLessThanOrEqual(1)
    const again = await signIn()
    const [run] = await listRuns(again, { limit: 1 })
    if (sent === 1 && run)
      expect(await runOver(again, run)).toMatchObject({ state: 'finished', kind: 'bulk' })
    // An intent that was never sent holds up the next one until it is known to have come to nothing.
    for (const open of await listRuns(again, { state: 'starting' }))
      await again.post(`/api/runs/${open.id}/stop-watching`)
  }
})
