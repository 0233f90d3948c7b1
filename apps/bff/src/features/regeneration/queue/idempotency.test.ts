import { randomUUID } from 'node:crypto'
import { Run } from '@ohif-admin/contracts'
import { expect, it } from 'vitest'
import { describeEngines } from '../../../storage/testing/engines.ts'
import { startConsole } from '../../../testing/console.ts'
import { bulkStart } from '../../../testing/runs.ts'

const LIVER = { scope: 'project', projectId: 'LIVER' }
const ATTEMPTS = 50

describeEngines('one rebuild, however often it is asked for', ({ engine, createLocation }) => {
  it('is one call to XNAT for many attempts with one key, and for other people and consoles with keys of their own', async () => {
    const location = await createLocation()
    const settings: Record<string, string> = 'url' in location ? { DATABASE_URL: location.url } : {}
    await using first = await startConsole({ settings })
    first.xnat.addUser({ username: 'boss', roles: ['Administrator'] })
    first.xnat.addProject({ id: 'LIVER', sessions: 3 })
    const shared = { ...settings, XNAT_URL: first.gateway.url, LOG_SOURCES: `xnat=${first.xnat.logFolder}` }
    await using second = await startConsole({ settings: shared })
    const consoles = engine === 'postgres' ? [first, second] : [first]
    const hold = first.xnat.holdRegeneration('LIVER')
    const key = randomUUID()
    const people = await Promise.all(
      consoles.flatMap((console) => [console.signIn('admin'), console.signIn('boss')]),
    )
    const [admin, boss] = people
    const answers = await Promise.all(
      Array.from({ length: ATTEMPTS }, (_, n) => {
        const browser = n % 2 === 0 ? admin : people[n % people.length]
        return browser?.post('/api/runs', bulkStart(LIVER, n % 2 === 0 ? { idempotencyKey: key } : {}))
      }),
    )
    const statuses = new Set(answers.map((answer) => answer?.status))
    expect([...statuses].every((status) => status === 202 || status === 409)).toBe(true)
    const started = answers
      .filter((answer) => answer?.status === 202)
      .map((answer) => Run.parse(answer?.json).id)
    expect(new Set(started).size).toBe(1)
    expect(first.xnat.calls.to('POST', '/xapi/viewer/projects/LIVER')).toHaveLength(1)
    expect((await boss?.post('/api/runs', bulkStart(LIVER)))?.json).toMatchObject({ code: 'run-active' })
    hold.release()
  })
})
