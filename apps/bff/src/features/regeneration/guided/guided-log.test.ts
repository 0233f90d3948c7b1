import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { LogCount, type LogLine, LogPage, type RunId, RunLog } from '@ohif-admin/contracts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Browser } from '../../../testing/browser.ts'
import { startConsole, type TestConsole } from '../../../testing/console.ts'
import { sessionPosts, startGuided } from '../../../testing/guided.ts'
import { runOver } from '../../../testing/runs.ts'

let console: TestConsole
let owner: Browser
let admin: Browser
beforeAll(async () => {
  console = await startConsole()
  console.xnat.addUser({ username: 'owner' })
  console.xnat.addProject({
    id: 'LIVER',
    owners: ['owner'],
    sessions: [{ id: 'XNAT_E1' }, { id: 'XNAT_E2' }],
  })
  console.xnat.addProject({ id: 'OTHER', sessions: [{ id: 'XNAT_E9', label: 'CANARY' }] })
  owner = await console.signIn('owner')
  admin = await console.signIn('admin')
})
afterAll(() => console[Symbol.asyncDispose]())

const told = (lines: readonly LogLine[]) =>
  lines.flatMap((line) => (line.form === 'derived' ? [`${line.event} ${line.sessionId ?? ''}`.trim()] : []))
const CALLS = ['XNAT_E1', 'XNAT_E2'].flatMap((id) => [
  'run-requested',
  `session-began ${id}`,
  `session-stored ${id}`,
  'run-completed',
])

it('a guided run has the lines of its calls and of nothing else, while it goes on and after it', async () => {
  const { xnat } = console
  const hold = xnat.holdRegeneration('LIVER')
  const run = await startGuided(owner, 'LIVER')
  await using stream = await owner.listen(`run-log:${run.id}`)
  await stream.until((message) => message.type === 'run-log' && message.reset)
  // Beside it: a visit, an event, and calls for a session of another project.
  await xnat.visitViewer('XNAT_E9', 'admin')
  await xnat.archiveEvent('XNAT_E9')
  await fetch(`${xnat.url}/xapi/viewer/projects/OTHER/experiments/XNAT_E9`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa('admin:admin')}`, 'user-agent': 'curl/8.0' },
  })
  hold.storeRest()
  await runOver(owner, run)
  const live = () =>
    told(stream.messages.flatMap((message) => (message.type === 'run-log' ? message.lines : [])))
  await expect.poll(live).toEqual(CALLS)
  expect(stream.raw()).not.toMatch(/XNAT_E9|CANARY/)

  const after = RunLog.parse((await owner.get(`/api/runs/${run.id}/log`)).json)
  expect([told(after.lines), after.earlier]).toEqual([CALLS, 0])
  const lines = RunLog.parse((await admin.get(`/api/runs/${run.id}/log`)).json).lines
  expect(lines.length).toBeGreaterThan(CALLS.length)
  expect(JSON.stringify(lines)).not.toMatch(/XNAT_E9|CANARY/)
})

it('the lines are still there after a restart of the console', async () => {
  const run = await startGuided(owner, 'LIVER')
  await runOver(owner, run)
  await console.restart()
  const { lines } = RunLog.parse((await owner.get(`/api/runs/${run.id}/log`)).json)
  expect(told(lines)).toEqual(CALLS)
})

describe('the log page, asked for a guided run,', () => {
  const page = async (runId: RunId, query: string) =>
    LogPage.parse((await admin.get(`/api/log/lines?runId=${runId}&${query}`)).json)

  async function allPages(runId: RunId, side: 'before' | 'after', limit: number) {
    const cursors: string[] = []
    let place = side === 'before' ? null : (await page(runId, 'side=before&limit=500')).before
    for (;;) {
      const asked = place === null ? '' : `&cursor=${encodeURIComponent(place)}`
      const one = await page(runId, `side=${side}&limit=${limit}${asked}`)
      const own = one.rows.map(({ cursor }) => cursor)
      if (side === 'before') cursors.unshift(...own)
      else cursors.push(...own)
      if (side === 'before' ? !one.moreBefore : !one.moreAfter) return cursors
      place = side === 'before' ? one.before : one.after
    }
  }

  it('has all lines of its calls and no others, page by page in both directions, and counts and finds them', async () => {
    const { xnat } = console
    const before = sessionPosts(console)
    const hold = xnat.holdRegeneration('LIVER')
    const run = await startGuided(owner, 'LIVER')
    await expect.poll(() => sessionPosts(console)).not.toEqual(before)
    await xnat.visitViewer('XNAT_E9', 'admin')
    // Its first call goes on over midnight, when the log begins a new file.
    xnat.advanceClock(24 * 3_600_000)
    hold.storeRest()
    owner = await console.signIn('owner')
    admin = await console.signIn('admin')
    await runOver(owner, run)
    // What comes later is not the run's, whoever it is for.
    await xnat.visitViewer('XNAT_E1', 'admin')

    expect(await readdir(xnat.logFolder)).toHaveLength(2)
    const { rows } = await page(run.id, 'side=before&limit=500')
    const said = rows.flatMap((row) => (row.form === 'record' ? row.message : []))
    const calls = said.filter((message) =>
      /^Session \S+ metadata creation (requested|complete)$/.test(message),
    )
    expect(calls.map((message) => message.split(' ')[1])).toEqual([
      'XNAT_E1',
      'XNAT_E1',
      'XNAT_E2',
      'XNAT_E2',
    ])
    expect([said[0], said.at(-1)]).toEqual([calls[0], calls[3]])
    expect(JSON.stringify(rows)).not.toMatch(/XNAT_E9|CANARY/)
    const own = rows.map(({ cursor }) => cursor)
    expect(await allPages(run.id, 'before', 2)).toEqual(own)
    expect(await allPages(run.id, 'after', 3)).toEqual(own)
    const all = `/api/log/count?runId=${run.id}&side=after&cursor=${encodeURIComponent(own[0] ?? '')}`
    expect(LogCount.parse((await admin.get(all)).json).matches).toBe(own.length)
    const stored = await page(run.id, 'side=before&limit=100&text=created%20and%20stored')
    expect(stored.rows).toHaveLength(2)
    const file = await admin.get(`/api/log/download?runId=${run.id}`)
    expect(file.text.trim().split('\n')).toHaveLength(own.length)
  })

  it('has nothing for one that waits in the queue, and nothing any more when its files are gone', async () => {
    const later = { notBefore: new Date(Date.now() + 3_600_000).toISOString() }
    const queued = await startGuided(owner, 'LIVER', later)
    expect((await page(queued.id, 'side=before&limit=10')).rows).toEqual([])
    await owner.post(`/api/runs/${queued.id}/control`, { action: 'cancel' })

    const run = await startGuided(owner, 'LIVER')
    await runOver(owner, run)
    const live = path.join(console.xnat.logFolder, 'ohifviewer.log')
    const text = await readFile(live, 'utf8')
    expect((await page(run.id, 'side=before&limit=10')).rows).not.toEqual([])
    // The same lines in another file are calls of another day.
    await rm(live)
    await writeFile(live, `2024-03-12 10:15:02,118 [main] INFO  a.B - another day\n${text}`)
    expect((await page(run.id, 'side=before&limit=10')).rows).toEqual([])
  })
})
