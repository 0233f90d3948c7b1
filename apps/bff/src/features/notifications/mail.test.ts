import { DeliveryTry, MyNotices } from '@ohif-admin/contracts'
import { type Mailbox, startMailbox } from '@ohif-admin/simulators'
import { afterEach, describe, expect, it } from 'vitest'
import type { Browser } from '../../testing/browser.ts'
import { startConsole, type TestConsole } from '../../testing/console.ts'
import { choices, mailSettings, untilDeliveries } from '../../testing/notices.ts'
import { runOver, startBulk } from '../../testing/runs.ts'

let disposal: AsyncDisposableStack
let console: TestConsole
let admin: Browser

async function setUp(mailbox: Mailbox | null, more: Record<string, string> = {}) {
  disposal = new AsyncDisposableStack()
  if (mailbox) disposal.use(mailbox)
  const settings = { ...(mailbox ? mailSettings(mailbox.port) : {}), ...more }
  console = disposal.use(await startConsole({ settings }))
  console.xnat.addProject({ id: 'LIVER', name: 'CANARY title', sessions: [{ label: 'CANARY-1' }] })
  admin = await console.signIn('admin')
}
afterEach(() => disposal.disposeAsync())

const choose = (browser: Browser, more = {}) =>
  browser.send('PUT', '/api/notifications/mine', { body: choices({ email: ['run-finished'], ...more }) })
const mine = async (browser: Browser) => MyNotices.parse((await browser.get('/api/notifications/mine')).json)
const testMail = async () =>
  DeliveryTry.parse((await admin.post('/api/notifications/test', { channel: 'email' })).json)

describe('a mail', () => {
  it('tells how a run ended, to the address that XNAT knows, without names', async () => {
    const mailbox = await startMailbox()
    await setUp(mailbox)
    const saved = MyNotices.parse((await choose(admin)).json)
    expect(saved.mail).toEqual({ state: 'ready', address: 'admin@example.org' })
    const run = await runOver(admin, await startBulk(admin, { scope: 'project', projectId: 'LIVER' }))
    await untilDeliveries(admin, { channel: 'email', state: 'sent' })
    const [mail] = mailbox.received
    expect(mail).toMatchObject({ from: 'ohif@example.org', to: ['admin@example.org'] })
    expect(mail?.source).toContain('Subject: [XNAT] A run is over: 1 stored of 1')
    expect(mail?.source).toContain(`http://localhost:8080/runs/${run.id}`)
    expect(mail?.source).toMatch(/^auto-submitted: auto-generated/im)
    expect(mail?.source).not.toMatch(/CANARY|LIVER/)
  })

  it('names the project for somebody who chose that', async () => {
    const mailbox = await startMailbox()
    await setUp(mailbox)
    await choose(admin, { names: true })
    await runOver(admin, await startBulk(admin, { scope: 'project', projectId: 'LIVER' }))
    await untilDeliveries(admin, { channel: 'email', state: 'sent' })
    expect(mailbox.received[0]?.source).toContain('Project: LIVER')
    expect(mailbox.received[0]?.source).not.toContain('CANARY')
  })

  it('goes nowhere but to the address in XNAT: nobody can type one, and a strange one is none', async () => {
    const mailbox = await startMailbox()
    await setUp(mailbox)
    console.xnat.addUser({ username: 'odd', email: 'a@example.org, b@evil.example' })
    const odd = await console.signIn('odd')
    expect((await mine(odd)).mail).toEqual({ state: 'no-address', address: null })
    expect(await choose(odd)).toMatchObject({
      status: 400,
      json: { code: 'bad-request', fields: [{ path: 'email', message: 'no-address' }] },
    })
    const typed = { ...choices({ email: ['run-finished'] }), address: 'b@evil.example' }
    expect((await odd.send('PUT', '/api/notifications/mine', { body: typed })).status).toBe(400)
    expect(mailbox.received).toEqual([])
  })

  it('is tried again when the server takes nothing at the moment, and not when it refuses', async () => {
    const mailbox = await startMailbox()
    await setUp(mailbox)
    await choose(admin)
    mailbox.refuseWith(450)
    await startBulk(admin, { scope: 'project', projectId: 'LIVER' })
    const [waiting] = await untilDeliveries(admin, { channel: 'email', state: 'waiting' })
    await expect
      .poll(async () => (await untilDeliveries(admin, { channel: 'email' }))[0]?.lastTries, {
        timeout: 10_000,
      })
      .toMatchObject([{ outcome: 'mail-later', status: 450 }])
    mailbox.refuseWith(550)
    console.clock.advance(15_000)
    const [given] = await untilDeliveries(admin, { channel: 'email', state: 'given-up' })
    expect(given).toMatchObject({ id: waiting?.id, tries: 2, mayRepeat: true })
    mailbox.refuseWith(null)
    expect((await admin.post(`/api/notifications/deliveries/${given?.id}/repeat`)).status).toBe(200)
    await untilDeliveries(admin, { channel: 'email', state: 'sent' })
    expect(mailbox.received).toHaveLength(1)
  })
})

describe('a test mail', () => {
  it.each([
    ['delivered', 'none', {}],
    ['mail-no-tls', 'none', { SMTP_PLAINTEXT: 'false' }],
    ['certificate-self-signed', 'starttls', { SMTP_PLAINTEXT: 'false' }],
    ['certificate-self-signed', 'from-start', { SMTP_PLAINTEXT: 'false' }],
  ] as const)('says %s of a server with TLS %s', async (outcome, tls, more) => {
    const mailbox = await startMailbox({ tls })
    const scheme = tls === 'from-start' ? 'smtps' : 'smtp'
    await setUp(mailbox, { SMTP_URL: `${scheme}://127.0.0.1:${mailbox.port}`, ...more })
    expect(await testMail()).toMatchObject({ outcome })
    expect(mailbox.received).toHaveLength(outcome === 'delivered' ? 1 : 0)
  })

  it('says that the server refused the sign-in, and nowhere the password', async () => {
    const mailbox = await startMailbox({ login: { user: 'ohif', password: 'right' } })
    await setUp(mailbox, { SMTP_URL: `smtp://ohif:S3CR3T@127.0.0.1:${mailbox.port}` })
    expect(await testMail()).toMatchObject({ outcome: 'mail-sign-in', status: 535 })
    expect(console.logged()).not.toContain('S3CR3T')
    expect((await admin.get('/api/notifications/deliveries')).text).not.toContain('S3CR3T')
  })

  it('signs in where the server asks for that', async () => {
    const mailbox = await startMailbox({ login: { user: 'oh if', password: 'r:ght' } })
    await setUp(mailbox, { SMTP_URL: `smtp://oh%20if:r%3Aght@127.0.0.1:${mailbox.port}` })
    expect(await testMail()).toMatchObject({ outcome: 'delivered', status: 250 })
  })

  it('says that nobody listens', async () => {
    const mailbox = await startMailbox()
    await setUp(null, mailSettings(mailbox.port))
    await mailbox[Symbol.asyncDispose]()
    expect(await testMail()).toMatchObject({ outcome: 'refused', status: null })
  })

  it('says that there is no mail server', async () => {
    await setUp(null)
    expect((await mine(admin)).mail).toEqual({ state: 'off', address: null })
    expect(await testMail()).toMatchObject({ outcome: 'mail-off' })
  })
})
