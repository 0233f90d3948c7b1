import { Run, RunList } from '@ohif-admin/contracts'
import { describe, expect, it } from 'vitest'
import type { Browser } from '../../../testing/browser.ts'
import { startConsole } from '../../../testing/console.ts'
import { startGuided } from '../../../testing/guided.ts'
import { startProcessWorld } from '../../../testing/process-console.ts'
import { listRuns, runOver, sessionsOf, startBulk } from '../../../testing/runs.ts'

const DAY_MS = 24 * 60 * 60_000

const queueOf = async (browser: Browser) => RunList.parse((await browser.get('/api/runs/queue')).json).runs

describe('the next night of a run', () => {
  it('is queued by the console that starts again, when it was killed between the two', async () => {
    await using world = await startProcessWorld()
    world.xnat.addProject({ id: 'LIVER', sessions: 2 })
    const hold = world.xnat.holdRegeneration()
    const { bff, signIn } = await world.addConsole()
    const admin = await signIn()
    const starting = startBulk(admin, { scope: 'project', projectId: 'LIVER' }, { repeat: 'nightly' })
    const lost = starting.catch(() => undefined)
    // XNAT has the call, and the console waits a moment for an early answer before it goes on.
    await expect.poll(() => world.xnat.calls.to('POST', '/xapi/viewer/projects/LIVER')).toHaveLength(1)
    await bff.kill()
    await lost
    await bff.start()
    const again = await signIn()
    await expect.poll(() => queueOf(again), { timeout: 10_000 }).toHaveLength(1)
    await hold.storeRest()
    const [run] = await listRuns(again, { state: 'not-queued' })
    expect(await runOver(again, Run.parse(run))).toMatchObject({ state: 'finished', counts: { stored: 2 } })
    await bff.kill()
    await bff.start()
    const [next, ...more] = await queueOf(await signIn())
    expect(more).toEqual([])
    expect(next).toMatchObject({ kind: 'bulk', projectId: 'LIVER', queue: { repeat: 'nightly' } })
    expect(Date.parse(next?.queue?.notBefore ?? '') - Date.parse(run?.startedAt ?? '')).toBeGreaterThan(
      0.9 * DAY_MS,
    )
    expect(world.xnat.calls.to('POST', '/xapi/viewer/projects/LIVER')).toHaveLength(1)
  }, 60_000)

  it.each(['was not there', 'was there without what it needs'])(
    'is whole although it %s when the console ended',
    async (how) => {
      await using console = await startConsole()
      console.xnat.addProject({ id: 'KIDNEY', sessions: 3 })
      const admin = await console.signIn('admin')
      const [, chosen] = console.xnat.sessions('KIDNEY')
      const select = { of: 'sessions', sessions: [{ projectId: 'KIDNEY', sessionId: chosen?.id }] }
      await runOver(admin, await startGuided(admin, select, { repeat: 'nightly' }))
      await expect.poll(() => queueOf(admin)).toHaveLength(1)
      const { db } = console.deps.database
      await db.updateTable('runs').set({ repeated: null }).where('state', '!=', 'queued').execute()
      const [half] = await db.selectFrom('runs').select('id').where('state', '=', 'queued').execute()
      if (!half) throw new Error('nothing is queued')
      await db.deleteFrom('guided_runs').where('run_id', '=', half.id).execute()
      await db.deleteFrom('run_sessions').where('run_id', '=', half.id).execute()
      if (how === 'was not there') await db.deleteFrom('runs').where('id', '=', half.id).execute()
      else await db.updateTable('runs').set({ queue_rank: null }).where('id', '=', half.id).execute()
      await console.restart()
      await expect.poll(async () => (await queueOf(admin)).map(({ queue }) => queue?.position)).toEqual([1])
      const next = Run.parse((await queueOf(admin))[0])
      console.clock.advance(DAY_MS)
      const tomorrow = await console.signIn('admin')
      expect(await runOver(tomorrow, next)).toMatchObject({
        state: 'finished',
        counts: { total: 1, stored: 1 },
      })
      expect((await sessionsOf(tomorrow, next)).map(({ sessionId }) => sessionId)).toEqual([chosen?.id])
    },
  )

  it('is not queued for a run that was cancelled before its turn', async () => {
    await using console = await startConsole()
    console.xnat.addProject({ id: 'KIDNEY', sessions: 1 })
    const admin = await console.signIn('admin')
    const notBefore = new Date(console.now() + DAY_MS).toISOString()
    const run = await startGuided(admin, 'KIDNEY', { repeat: 'nightly', notBefore })
    await admin.post(`/api/runs/${run.id}/control`, { action: 'cancel' })
    await console.restart()
    console.clock.advance(2 * 60_000)
    await runOver(admin, await startGuided(admin, 'KIDNEY'))
    expect(await queueOf(admin)).toEqual([])
  })
})
