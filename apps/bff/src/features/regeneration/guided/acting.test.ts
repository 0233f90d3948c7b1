import { readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { createAuditRepository } from '../../../storage/audit.ts'
import type { Browser } from '../../../testing/browser.ts'
import { startConsole, type TestConsole } from '../../../testing/console.ts'
import { runOf, sessionPosts, startGuided } from '../../../testing/guided.ts'
import { runOver, runUntil } from '../../../testing/runs.ts'

const DAY_MS = 24 * 60 * 60_000
const OLD_KEY = 'the-old-key-of-this-console-0123456789'
const NEW_KEY = 'the-new-key-of-this-console-0123456789'

let console: TestConsole
let owner: Browser
let admin: Browser
let settings: Record<string, string>

async function setUp() {
  settings = {}
  // XNAT and the console share a clock: a token's life is told in XNAT's time.
  console = await startConsole({ settings, xnat: { clock: () => console?.now() ?? Date.now() } })
  console.xnat.addUser({ username: 'owner' })
  console.xnat.addProject({ id: 'LIVER', sessions: 5, owners: ['owner'] })
  owner = await console.signIn('owner')
  admin = await console.signIn('admin')
}
afterEach(() => console[Symbol.asyncDispose]())

const ids = () => console.xnat.sessions('LIVER').map(({ id }) => id)
const audited = async (action: string) =>
  (await createAuditRepository(console.deps.database).list({ limit: 200 })).filter(
    (entry) => entry.action === action && entry.phase === 'outcome',
  )

/** Everything the console has written to its folder. */
function writtenBytes(folder = console.dataFolder): string {
  return readdirSync(folder)
    .map((name) => path.join(folder, name))
    .map((file) => (statSync(file).isDirectory() ? writtenBytes(file) : readFileSync(file, 'latin1')))
    .join('\n')
}

describe('a guided run whose person signs out', () => {
  it('goes on with an alias token when that was asked for, and gives it back at the end', async () => {
    await setUp()
    const hold = console.xnat.holdRegeneration('LIVER')
    const run = await startGuided(owner, 'LIVER', { afterSignOut: true })
    await hold.reached(1)
    expect((await runOf(owner, run)).guided?.actingAs).toBe('sign-in')
    const [token] = console.xnat.aliasTokens('owner')
    expect(token).toBeDefined()
    await owner.delete('/api/session')
    hold.storeOne()
    await runUntil(admin, run, ({ guided }) => guided?.actingAs === 'alias-token')
    for (const secret of [token?.alias, token?.secret, 'JSESSIONID', ...console.xnat.liveSessions('owner')]) {
      expect(writtenBytes()).not.toContain(secret)
      expect(console.logged()).not.toContain(secret)
    }
    hold.release()
    const over = await runOver(admin, run)
    expect(over).toMatchObject({ state: 'finished', counts: { stored: 5 } })
    expect(sessionPosts(console)).toEqual(ids())
    await expect.poll(() => console.xnat.aliasTokens('owner')).toEqual([])
    await expect.poll(() => console.xnat.liveSessions('owner')).toEqual([])
    await expect
      .poll(() => audited('run.token-invalidate'))
      .toMatchObject([{ actor: 'owner', outcome: 'done' }])
  })

  it('waits when no token was asked for, and goes on when the person signs in again', async () => {
    await setUp()
    const hold = console.xnat.holdRegeneration('LIVER')
    const run = await startGuided(owner, 'LIVER')
    await hold.reached(1)
    await owner.delete('/api/session')
    hold.release()
    const waiting = await runUntil(admin, run, ({ state }) => state === 'waiting')
    expect(waiting.guided).toMatchObject({ waitingFor: 'sign-in', actingAs: 'nobody' })
    expect(console.xnat.aliasTokens('owner')).toEqual([])
    const again = await console.signIn('owner')
    await again.get('/api/session')
    expect(await runOver(again, run)).toMatchObject({ state: 'finished', counts: { stored: 5 } })
    expect(sessionPosts(console)).toEqual(ids())
  })

  it('loses nothing when the XNAT session ends in mid-run, and the page is asked to sign in', async () => {
    await setUp()
    const hold = console.xnat.holdRegeneration('LIVER')
    const run = await startGuided(owner, 'LIVER')
    await hold.reached(1)
    await using page = await owner.listen('runs')
    console.xnat.expireSessions('owner')
    hold.release()
    await page.until(({ type }) => type === 'session-ended')
    const waiting = await runUntil(admin, run, ({ state }) => state === 'waiting')
    expect(waiting).toMatchObject({ counts: { stored: 1 }, guided: { waitingFor: 'sign-in' } })
    const again = await console.signIn('owner')
    await again.get('/api/session')
    expect(await runOver(again, run)).toMatchObject({ counts: { stored: 5, unknown: 0 } })
    // The call that was refused for want of a session did nothing, and is made again.
    expect([...new Set(sessionPosts(console))]).toEqual(ids())
  })

  it('gives the token back when the run is stopped or taken out of the queue', async () => {
    await setUp()
    const later = new Date(console.now() + DAY_MS).toISOString()
    const queued = await startGuided(owner, 'LIVER', { afterSignOut: true, notBefore: later })
    expect(console.xnat.aliasTokens('owner')).toHaveLength(1)
    await owner.post(`/api/runs/${queued.id}/control`, { action: 'cancel' })
    await expect.poll(() => console.xnat.aliasTokens('owner')).toEqual([])
    const hold = console.xnat.holdRegeneration('LIVER')
    const run = await startGuided(owner, 'LIVER', { afterSignOut: true })
    await hold.reached(1)
    await owner.post(`/api/runs/${run.id}/control`, { action: 'stop' })
    hold.release()
    await runOver(owner, run)
    await expect.poll(() => console.xnat.aliasTokens('owner')).toEqual([])
  })

  it('has its token renewed half through its life, and invalidated later when XNAT was away', async () => {
    await setUp()
    const later = new Date(console.now() + 3 * DAY_MS).toISOString()
    const queued = await startGuided(owner, 'LIVER', { afterSignOut: true, notBefore: later })
    const [first] = console.xnat.aliasTokens('owner')
    console.clock.advance(1.2 * DAY_MS)
    await console.restart()
    await expect.poll(() => audited('run.token-renew')).toHaveLength(1)
    await expect.poll(() => console.xnat.aliasTokens('owner')).toHaveLength(1)
    expect(console.xnat.aliasTokens('owner')[0]?.alias).not.toBe(first?.alias)
    console.clock.advance(2 * DAY_MS - 0.4 * DAY_MS)
    await console.restart()
    await expect
      .poll(() => console.xnat.aliasTokens('owner')[0]?.expiresAt)
      .toBeGreaterThan(console.now() + DAY_MS)
    console.clock.advance(0.5 * DAY_MS)
    admin = await console.signIn('admin')
    await console.restart()
    expect(await runOver(admin, queued)).toMatchObject({ state: 'finished', counts: { stored: 5 } })
    await expect.poll(() => console.xnat.aliasTokens('owner')).toEqual([])
  })

  it('is opened with an old key after the key was replaced, and with no other', async () => {
    await setUp()
    settings['SECRET_KEY'] = OLD_KEY
    await console.restart()
    const hold = console.xnat.holdRegeneration('LIVER')
    owner = await console.signIn('owner')
    const run = await startGuided(owner, 'LIVER', { afterSignOut: true })
    await hold.reached(1)
    await owner.delete('/api/session')
    settings['SECRET_KEY'] = NEW_KEY
    await console.restart()
    admin = await console.signIn('admin')
    hold.storeOne()
    await runUntil(admin, run, ({ guided }) => guided?.waitingFor === 'sign-in')
    settings['SECRET_KEY'] = `${NEW_KEY},${OLD_KEY}`
    await console.restart()
    admin = await console.signIn('admin')
    hold.release()
    expect(await runOver(admin, run)).toMatchObject({ state: 'finished', counts: { stored: 5 } })
    expect(sessionPosts(console)).toEqual(ids())
  })
})
