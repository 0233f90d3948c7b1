import { afterEach, describe, expect, it } from 'vitest'
import type { Browser } from '../../../testing/browser.ts'
import { type ConsoleOptions, startConsole, type TestConsole } from '../../../testing/console.ts'
import { sessionPosts, startGuided } from '../../../testing/guided.ts'
import { runOver, runUntil, sessionsOf } from '../../../testing/runs.ts'

let console: TestConsole
let owner: Browser
let admin: Browser

async function setUp(options: ConsoleOptions = {}) {
  console = await startConsole(options)
  console.xnat.addUser({ username: 'owner' })
  console.xnat.addProject({ id: 'LIVER', sessions: 5, owners: ['owner'] })
  owner = await console.signIn('owner')
  admin = await console.signIn('admin')
}
afterEach(() => console[Symbol.asyncDispose]())

const ids = () => console.xnat.sessions('LIVER').map(({ id }) => id)
const SETTINGS = { sessionsAtOnce: 1, pauseMs: 0, quietHours: null }

/** `HH:MM` so many minutes from now, on the server's clock. */
function timeIn(minutes: number): string {
  const at = new Date(console.now() + minutes * 60_000)
  return `${String(at.getHours()).padStart(2, '0')}:${String(at.getMinutes()).padStart(2, '0')}`
}

describe('a guided run waits', () => {
  it('while a bulk run that was begun elsewhere is active, and goes on after it', async () => {
    await setUp()
    console.xnat.addProject({ id: 'OTHER', sessions: 2 })
    const own = console.xnat.holdRegeneration('LIVER')
    const other = console.xnat.holdRegeneration('OTHER')
    const run = await startGuided(owner, 'LIVER')
    await own.reached(1)
    const foreign = fetch(`${console.xnat.url}/xapi/viewer/projects/OTHER`, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa('admin:admin')}`, 'user-agent': 'curl/8.0' },
    })
    await other.reached(1)
    await runUntil(owner, run, ({ guided }) => guided?.waitingFor === 'foreign-run')
    own.release()
    const waiting = await runUntil(owner, run, ({ counts }) => counts.inWork === 0 && counts.stored === 1)
    expect(waiting.state).toBe('waiting')
    expect(sessionPosts(console)).toHaveLength(1)
    other.release()
    await foreign
    expect(await runOver(owner, run)).toMatchObject({ state: 'finished', counts: { stored: 5 } })
  })

  it('in quiet hours, says until when, and goes on after them', async () => {
    await setUp()
    const quietHours = { from: timeIn(-60), to: timeIn(120) }
    const run = await startGuided(owner, 'LIVER', { settings: { ...SETTINGS, quietHours } })
    const waiting = await runUntil(owner, run, ({ guided }) => guided?.waitingFor === 'quiet-hours')
    expect(Date.parse(waiting.guided?.waitingUntil ?? '') - console.now()).toBeGreaterThan(118 * 60_000)
    expect(sessionPosts(console)).toEqual([])
    console.clock.advance(121 * 60_000)
    expect(
      await runOver(admin, run).catch(async () => runOver(await console.signIn('admin'), run)),
    ).toMatchObject({
      endedAt: expect.any(String),
    })
  })

  it('between sessions for as long as it is told', async () => {
    await setUp()
    const run = await startGuided(owner, 'LIVER', { settings: { ...SETTINGS, pauseMs: 300 } })
    await runOver(owner, run)
    const at = console.xnat.calls.to('POST', /experiments\/[^/]+$/).map((call) => call.at)
    for (const [n, time] of at.entries()) expect(n === 0 || time - (at[n - 1] ?? 0) >= 300).toBe(true)
  })

  it('while XNAT does not answer, and goes on when it does, without a session asked for twice', async () => {
    await setUp()
    const hold = console.xnat.holdRegeneration('LIVER')
    const run = await startGuided(owner, 'LIVER')
    await hold.reached(1)
    await console.gateway.goDown()
    hold.release()
    const waiting = await runUntil(admin, run, ({ guided }) => guided?.waitingFor === 'xnat')
    expect(waiting.counts.failed).toBe(0)
    await console.gateway.comeBack()
    expect(await runOver(admin, run)).toMatchObject({ state: 'finished', counts: { stored: 5 } })
    expect(sessionPosts(console)).toEqual(ids())
  })

  it('while the plugin is away, and says so', async () => {
    await setUp()
    const hold = console.xnat.holdRegeneration('LIVER')
    const run = await startGuided(owner, 'LIVER')
    await hold.reached(1)
    console.xnat.setPluginVersion(null)
    hold.release()
    await runUntil(owner, run, ({ guided }) => guided?.waitingFor === 'plugin')
    expect(sessionPosts(console)).toHaveLength(2)
    console.xnat.setPluginVersion('3.6.0')
    console.clock.advance(31_000)
    expect(await runOver(owner, run)).toMatchObject({ state: 'finished', counts: { stored: 5, failed: 0 } })
  })

  it('for XNAT to start again; the session that was in work is unknown, and the others are rebuilt', async () => {
    await setUp()
    const hold = console.xnat.holdRegeneration('LIVER')
    const run = await startGuided(owner, 'LIVER', { afterSignOut: true })
    await hold.reached(1)
    hold.release()
    await console.xnat.restart()
    admin = await console.signIn('admin')
    const over = await runOver(admin, run)
    expect(over).toMatchObject({ state: 'finished', counts: { unknown: 1, stored: 4 } })
    expect((await sessionsOf(admin, run))[0]).toMatchObject({
      verdict: 'unknown',
      evidence: expect.stringMatching(/run-lost|checked-/),
    })
    expect(sessionPosts(console)).toHaveLength(new Set(sessionPosts(console)).size)
    const again = await startGuided(admin, { of: 'run', runId: run.id, take: 'failed' })
    expect(await runOver(admin, again)).toMatchObject({ counts: { total: 1, stored: 1 } })
  })
})

describe('a guided run without a log', () => {
  it('goes by HTTP alone, and says so', async () => {
    await setUp({ logFolder: null })
    console.xnat.setBehaviour(ids()[1] ?? '', 'explicit-error')
    const over = await runOver(owner, await startGuided(owner, 'LIVER'))
    expect(over.counts).toMatchObject({ stored: 4, failed: 1, unknown: 0 })
    const [first, second] = await sessionsOf(admin, over)
    expect(first).toMatchObject({ verdict: 'stored', evidence: 'log-not-seen' })
    expect(second).toMatchObject({ verdict: 'failed', evidence: 'http-error' })
    expect(second?.reason).toContain('Stale file handle')
  })

  it('does not know about a session whose answer did not come, and asks XNAT whether there is a document', async () => {
    await setUp({ logFolder: null, gatewayTimeoutMs: 1_000 })
    const [slow] = console.xnat.sessions('LIVER')
    if (slow) slow.buildMs = 1_500
    const over = await runOver(owner, await startGuided(owner, 'LIVER'))
    expect(over.counts).toMatchObject({ stored: 4, unknown: 1 })
    const checked = await runUntil(admin, over, ({ verification }) => verification?.state === 'done')
    expect(checked.verification?.total).toBe(1)
    expect((await sessionsOf(admin, over))[0]).toMatchObject({
      verdict: 'unknown',
      evidence: expect.stringMatching(/^checked-/),
    })
    expect(sessionPosts(console)).toEqual(ids())
  })
})
