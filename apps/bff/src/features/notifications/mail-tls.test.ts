import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { DeliveryTry } from '@ohif-admin/contracts'
import { type Certificate, type Mailbox, makeCertificate, startMailbox } from '@ohif-admin/simulators'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Browser } from '../../testing/browser.ts'
import { mailSettings } from '../../testing/notices.ts'
import { type ProcessWorld, startProcessWorld } from '../../testing/process-console.ts'

let disposal: AsyncDisposableStack
let world: ProcessWorld
let certificate: Certificate
let trusted: string

beforeEach(async () => {
  disposal = new AsyncDisposableStack()
  world = disposal.use(await startProcessWorld())
  certificate = makeCertificate('127.0.0.1')
  const folder = await mkdtemp(path.join(tmpdir(), 'ohif-admin-mail-'))
  disposal.defer(() => rm(folder, { recursive: true, force: true }))
  trusted = path.join(folder, 'authority.pem')
  await writeFile(trusted, certificate.cert)
})
afterEach(() => disposal.disposeAsync())

type Tls = 'starttls' | 'from-start'

/** A mail server with this certificate, and a console that trusts the one of the test. */
async function setUp(tls: Tls, shown: Certificate): Promise<{ mailbox: Mailbox; admin: Browser }> {
  const mailbox = disposal.use(await startMailbox({ tls, certificate: shown }))
  const scheme = tls === 'from-start' ? 'smtps' : 'smtp'
  const settings = {
    ...mailSettings(mailbox.port),
    SMTP_URL: `${scheme}://127.0.0.1:${mailbox.port}`,
    SMTP_PLAINTEXT: 'false',
  }
  const { signIn } = await world.addConsole(settings, { NODE_EXTRA_CA_CERTS: trusted })
  return { mailbox, admin: await signIn() }
}
const testMail = async (admin: Browser) =>
  DeliveryTry.parse((await admin.post('/api/notifications/test', { channel: 'email' })).json)

describe.each(['starttls', 'from-start'] as const)('a mail server with TLS %s', (tls) => {
  it('is given mails when the operator trusts its own certificate', async () => {
    const { mailbox, admin } = await setUp(tls, certificate)
    expect(await testMail(admin)).toMatchObject({ outcome: 'delivered', status: 250 })
    expect(mailbox.received).toMatchObject([{ to: ['admin@example.org'], secure: true }])
  }, 60_000)

  it('is given none when it shows another', async () => {
    const { mailbox, admin } = await setUp(tls, makeCertificate('127.0.0.1'))
    expect(await testMail(admin)).toMatchObject({ outcome: 'certificate-self-signed' })
    expect(mailbox.received).toEqual([])
  }, 60_000)
})

describe('a certificate that is trusted', () => {
  it('is good for the host it was made for only', async () => {
    certificate = makeCertificate('127.0.0.2')
    await writeFile(trusted, certificate.cert)
    const { mailbox, admin } = await setUp('from-start', certificate)
    expect(await testMail(admin)).toMatchObject({ outcome: 'certificate-for-another-host' })
    expect(mailbox.received).toEqual([])
  }, 60_000)
})
