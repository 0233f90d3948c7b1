import { type Notice, NoticeWatchState, RecentNotices } from '@ohif-admin/contracts'
import { type Mailbox, startMailbox } from '@ohif-admin/simulators'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Browser } from '../../testing/browser.ts'
import { startConsole, type TestConsole } from '../../testing/console.ts'
import { controlScan, scanUntil, startScan } from '../../testing/coverage.ts'
import { choices, mailSettings, untilDeliveries } from '../../testing/notices.ts'

const LIVER = { projectId: 'LIVER' }

let disposal: AsyncDisposableStack
let mailbox: Mailbox
let console: TestConsole
let admin: Browser
let owner: Browser

beforeEach(async () => {
  disposal = new AsyncDisposableStack()
  mailbox = disposal.use(await startMailbox())
  const settings = { VERIFY_PER_SECOND: '200', ...mailSettings(mailbox.port) }
  console = disposal.use(await startConsole({ settings }))
  console.xnat.addUser({ username: 'owner', email: 'owner@example.org' })
  console.xnat.addUser({ username: 'other' })
  const sessions = [{ document: 'valid' }, { document: 'none' }, { document: 'outdated' }] as const
  console.xnat.addProject({ id: 'LIVER', owners: ['owner'], sessions: [...sessions, { document: 'valid' }] })
  console.xnat.addProject({ id: 'KNEE', owners: ['owner'], sessions: 60 })
  console.xnat.addProject({ id: 'EMPTY', owners: ['owner'], sessions: [] })
  admin = await console.signIn('admin')
  owner = await console.signIn('owner')
})
afterEach(() => disposal.disposeAsync())

const recent = async (browser: Browser): Promise<Notice[]> =>
  RecentNotices.parse((await browser.get('/api/notifications/recent')).json).notices
const untilTold = async (browser: Browser): Promise<Notice | undefined> => {
  await expect.poll(async () => (await recent(browser)).length, { timeout: 10_000 }).toBe(1)
  return (await recent(browser))[0]
}
const choose = (browser: Browser, more = {}, headers = {}) =>
  browser.send('PUT', '/api/notifications/mine', {
    body: choices({ email: ['scan-over'], ...more }),
    headers,
  })
const mailTo = async (count = 1) => {
  await untilDeliveries(admin, { channel: 'email', state: 'sent' }, count)
  // As a reader sees it: with lines that were broken on the way put together.
  return (mailbox.received.at(-1)?.source ?? '').replaceAll(/=\r\n/g, '').replaceAll(/\r\n\s+/g, ' ')
}
/** One session that XNAT cannot say anything about. */
const hideOne = () => {
  const [bad] = console.xnat.sessions('LIVER')
  const answer = { status: 403, body: '', contentType: 'text/plain' }
  console.xnat.answerWith(new RegExp(`${bad?.id}/exists$`), answer)
}

describe('the end of a scan', () => {
  it('is told to who started it, with what it found, and to nobody else', async () => {
    hideOne()
    await choose(owner, { browser: ['scan-over'] })
    const scan = await startScan(owner, LIVER)
    const found = { total: 4, looked: 4, valid: 1, missing: 2, unknown: 1 }
    expect(await untilTold(owner)).toMatchObject({
      kind: 'scan-over',
      page: `coverage?scan=${scan.id}`,
      scan: { id: scan.id, state: 'done', whole: false, ...found },
    })
    const mail = await mailTo()
    expect(mail).toContain('Subject: [XNAT] A scan is over: 2 missing or outdated, 1 unknown, 1 valid of 4')
    expect(mail).not.toContain('LIVER')
    expect(await recent(admin)).toEqual([])
  })

  it('names the project for somebody who chose that', async () => {
    await choose(owner, { browser: ['scan-over'], names: true })
    await startScan(owner, LIVER)
    expect(await untilTold(owner)).toMatchObject(LIVER)
    expect(await mailTo()).toContain('Project: LIVER')
  })

  it('that was brought about by somebody says how much nobody looked at', async () => {
    await choose(owner, { browser: ['scan-over'] })
    const scan = await startScan(owner, { projectId: 'KNEE', perSecond: 5 })
    await scanUntil(owner, scan, { state: 'running', total: 60 })
    await controlScan(admin, scan, 'cancel')
    const told = await untilTold(owner)
    expect(told?.scan).toMatchObject({ state: 'cancelled', total: 60 })
    const left = 60 - (told?.scan?.looked ?? 0)
    expect(await mailTo()).toContain(`${left} not looked at`)
  })

  it('that is a failure says why', async () => {
    await choose(owner)
    await startScan(owner, { projectId: 'EMPTY' })
    expect(await mailTo()).toContain('A scan failed: XNAT lists no session there')
  })

  it('is told to who asked for it, and may know of the scan', async () => {
    const scan = await startScan(owner, { ...LIVER, perSecond: 1 })
    const address = `/api/notifications/scans/${scan.id}`
    const body = { channels: ['browser', 'email'] }
    const mail = { state: 'ready', address: 'admin@example.org' }
    expect(NoticeWatchState.parse((await admin.get(address)).json)).toEqual({ channels: [], told: [], mail })
    expect((await admin.send('PUT', address, { body })).json).toMatchObject({ told: ['browser', 'email'] })
    const other = await console.signIn('other')
    expect((await other.send('PUT', address, { body })).status).toBe(404)
    await admin.send('PUT', `/api/coverage/scans/${scan.id}/pace`, { body: { perSecond: 200 } })
    expect(await untilTold(admin)).toMatchObject({ kind: 'scan-over', scan: { state: 'done' } })
    expect(await mailTo()).toContain('A scan is over: 2 missing or outdated, 2 valid of 4')
    expect(await recent(other)).toEqual([])
  })

  it('is told once, though the console was restarted meanwhile', async () => {
    const scan = await startScan(owner, LIVER)
    await scanUntil(owner, scan, { state: 'done' })
    await console.restart()
    await console.restart()
    owner = await console.signIn('owner')
    await untilTold(owner)
    // Another round looks at the same scan again.
    await startScan(owner, LIVER)
    await expect.poll(async () => (await recent(owner)).length, { timeout: 10_000 }).toBe(2)
  })
})

describe('the language of a mail', () => {
  const scanned = async () => {
    await startScan(owner, LIVER)
    return mailTo()
  }

  it('is the one in which the person chose', async () => {
    await choose(owner, {}, { 'accept-language': 'de' })
    const mail = await scanned()
    expect(mail).toMatch(/Subject: .*Pr=C3=BCfung/)
    expect(mail).toContain('2 fehlend oder veraltet')
  })

  it('follows the person to another', async () => {
    await choose(owner, {}, { 'accept-language': 'de' })
    await owner.send('GET', '/api/notifications/recent', { headers: { 'accept-language': 'en' } })
    expect(await scanned()).toContain('A scan is over: 2 missing or outdated, 2 valid of 4')
  })

  it('is not what a browser says of its own accord', async () => {
    await choose(owner, {}, { 'accept-language': 'de' })
    const headers = { 'accept-language': 'fr-FR,fr;q=0.9,en;q=0.8' }
    await owner.send('GET', '/api/notifications/recent', { headers })
    expect(await scanned()).toContain('2 fehlend oder veraltet')
  })

  it('is English for somebody who never said', async () => {
    await choose(owner)
    expect(await scanned()).toContain('A scan is over')
  })
})
