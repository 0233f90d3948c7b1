import { LogFiles, LogPage } from '@ohif-admin/contracts'
import { afterEach, expect, it } from 'vitest'
import { startConsole, type TestConsole } from '../../testing/console.ts'

let console: TestConsole
afterEach(() => console[Symbol.asyncDispose]())

const downloads = () => console.xnat.calls.to('POST', '/xapi/logs/download')

it('the log comes through XNAT when there is no folder, in an admin’s session, only while somebody needs it', async () => {
  console = await startConsole({ settings: { LOG_SOURCES: '' } })
  console.xnat.addUser({ username: 'support', groups: ['ALL_DATA_ACCESS'] })
  console.xnat.addProject({ id: 'LIVER', sessions: 2 })
  const support = await console.signIn('support')
  await using watching = await support.listen('log')
  const admin = await console.signIn('admin')
  await admin.get('/api/overview')
  expect(downloads()).toEqual([])

  await using stream = await admin.listen('log')
  await stream.until((message) => message.type === 'log' && message.rows.length > 0)
  expect(downloads()[0]?.body).toBe('{"logFileSpec":"ohifviewer.log*","includeEmptyFiles":"false"}')
  const page = LogPage.parse((await admin.get('/api/log/lines')).json)
  expect(page.rows.length).toBeGreaterThan(3)
  const { sources } = LogFiles.parse((await admin.get('/api/log/files')).json)
  expect(sources).toMatchObject([{ name: 'xnat', problem: null, delayMs: expect.any(Number) }])

  await console.xnat.visitViewer(console.xnat.sessions('LIVER')[0]?.id ?? '')
  console.clock.advance(6_000)
  await stream.until(
    (message) => message.type === 'log' && JSON.stringify(message.rows).includes('Finished the transfer'),
  )
  expect(watching.raw()).not.toContain('SCANS')
  expect(downloads()).toHaveLength(2)
})
