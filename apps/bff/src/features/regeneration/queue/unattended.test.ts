import { type QueueFacts, RecentNotices } from '@ohif-admin/contracts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Browser } from '../../../testing/browser.ts'
import { startConsole, type TestConsole } from '../../../testing/console.ts'
import { runOf, startGuided } from '../../../testing/guided.ts'
import { choices } from '../../../testing/notices.ts'
import { runOver } from '../../../testing/runs.ts'

const HOUR_MS = 60 * 60_000

let console: TestConsole
let admin: Browser
let owner: Browser
beforeEach(async () => {
  console = await startConsole({ xnat: { clock: () => console?.now() ?? Date.now() } })
  console.xnat.addUser({ username: 'owner' })
  for (const id of ['LIVER', 'KIDNEY']) console.xnat.addProject({ id, sessions: 2, owners: ['owner'] })
  admin = await console.signIn('admin')
  owner = await console.signIn('owner')
})
afterEach(() => console[Symbol.asyncDispose]())

/** Time passes in steps, as the queue is looked through once a second. */
const soon = <Value>(read: () => Promise<Value>) =>
  expect.poll(
    () => {
      console.clock.advance(15_000)
      return read()
    },
    { interval: 500, timeout: 20_000 },
  )

describe('a run whose turn has come while its person is not signed in', () => {
  it('says so, holds nobody up, tells its person once, and starts when that person signs in', async () => {
    const body = choices({ browser: ['run-waits'] })
    expect((await owner.send('PUT', '/api/notifications/mine', { body })).status).toBe(200)
    const at = console.now() + HOUR_MS
    const planned = await startGuided(owner, 'LIVER', { notBefore: new Date(at).toISOString() })
    expect(planned.queue?.waitsForSignIn).toBeNull()
    await owner.delete('/api/session')
    console.clock.advance(HOUR_MS + 1_000)
    admin = await console.signIn('admin')

    await using stream = await admin.listen(`run:${planned.id}`)
    const waits = { expectedStartAt: null, waitsForSignIn: { until: new Date(at + HOUR_MS).toISOString() } }
    await soon(async () => (await runOf(admin, planned)).queue).toMatchObject(waits)
    await stream.until((message) => message.type === 'run' && message.run.queue?.waitsForSignIn !== null)
    const behind = await startGuided(admin, 'KIDNEY')
    expect(await runOver(admin, behind)).toMatchObject({ state: 'finished' })

    expect(
      (await admin.send('PUT', '/api/notifications/mine', { body: { ...body, runs: 'all' } })).status,
    ).toBe(200)
    const told = async (browser: Browser) =>
      RecentNotices.parse((await browser.get('/api/notifications/recent')).json).notices.flatMap(
        ({ kind, run }) => (run?.id === planned.id ? [kind] : []),
      )
    console.clock.advance(60_000)
    await expect.poll(() => told(admin), { timeout: 15_000 }).toEqual(['run-waits'])
    owner = await console.signIn('owner')
    expect(await runOver(owner, planned)).toMatchObject({ state: 'finished', queue: null })
    await expect.poll(() => told(owner)).toEqual(['run-waits'])
  }, 60_000)

  it('says nothing of the kind for the moment in which a console has only just started', async () => {
    const at = console.now() + HOUR_MS
    const planned = await startGuided(owner, 'LIVER', { notBefore: new Date(at).toISOString() })
    const seen: (QueueFacts['waitsForSignIn'] | undefined)[] = []
    console.clock.advance(HOUR_MS - 1_000)
    owner = await console.signIn('owner')
    await console.restart()
    console.clock.advance(2_000)
    for (let time = 0; time < 5; time += 1)
      seen.push((await runOf(owner, planned)).queue?.waitsForSignIn ?? null)
    expect(seen).toEqual([null, null, null, null, null])
    expect(await runOver(owner, planned)).toMatchObject({ state: 'finished' })
  })
})
