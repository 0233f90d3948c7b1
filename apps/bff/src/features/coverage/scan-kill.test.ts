import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { knownProjects, scanUntil, startScan } from '../../testing/coverage.ts'
import { startProcessWorld } from '../../testing/process-console.ts'

const KILLS = 3

it('killed over and over, a scan goes on where it was: nothing is lost and nothing is counted twice', {
  timeout: 120_000,
}, async () => {
  await using world = await startProcessWorld()
  const half = (document: 'valid' | 'none') => Array.from({ length: 60 }, () => ({ document }))
  world.xnat.addProject({ id: 'LIVER', sessions: [...half('valid'), ...half('none')] })
  const { bff, signIn } = await world.addConsole({ VERIFY_PER_SECOND: '40' })
  let admin = await signIn()
  const scan = await startScan(admin, { projectId: 'LIVER' })
  for (let kill = 0; kill < KILLS; kill += 1) {
    await sleep(150 + Math.random() * 250)
    await bff.kill()
    await bff.start()
    admin = await signIn()
  }
  await scanUntil(admin, scan, { state: 'done', total: 120, looked: 120, valid: 60, missing: 60, unknown: 0 })
  expect((await knownProjects(admin)).sums).toMatchObject({ total: 120, valid: 60, missing: 60, never: 0 })
  const asked = world.xnat.calls.to('GET', /\/exists$/).map(({ path }) => path)
  expect(new Set(asked).size).toBe(120)
  // What was answered in the last quarter of a second before each kill, or was on its way, is asked again.
  expect(asked.length - 120).toBeLessThanOrEqual(KILLS * 20)
})
