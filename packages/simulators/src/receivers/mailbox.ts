import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'
import { fixtureText } from '../ai/http/fixtures.ts'
import type { Certificate } from './make-certificate.ts'

export interface ReceivedMail {
  from: string
  to: readonly string[]
  /** As it was sent, headers and all. */
  source: string
  /** Whether it came over TLS. */
  secure: boolean
}

export interface MailboxOptions {
  /** `none` offers no TLS; `starttls` offers it with a certificate nobody trusts; `from-start` speaks nothing else. */
  tls?: 'none' | 'starttls' | 'from-start'
  /** In place of the one that nobody trusts. */
  certificate?: Certificate
  /** Asks for this name and password. */
  login?: { user: string; password: string }
}

export interface Mailbox extends AsyncDisposable {
  port: number
  /** Oldest first. */
  received: ReceivedMail[]
  /** Refuses recipients with this status from now on, such as 450 or 550; none for null. */
  refuseWith(status: number | null): void
}

const untrusted = (): Certificate => ({
  key: fixtureText('tls/self-signed.key.pem'),
  cert: fixtureText('tls/self-signed.cert.pem'),
})

/** A mail server that keeps what it is given, on a free port of this machine. */
export async function startMailbox({
  tls = 'none',
  certificate,
  login,
}: MailboxOptions = {}): Promise<Mailbox> {
  const received: ReceivedMail[] = []
  let refusal: number | null = null
  const server = new SMTPServer({
    ...(tls === 'none' ? { disabledCommands: ['STARTTLS'] } : (certificate ?? untrusted())),
    secure: tls === 'from-start',
    authOptional: login === undefined,
    allowInsecureAuth: true,
    logger: false,
    onAuth({ username, password }, _session, done) {
      const fits = username === login?.user && password === login?.password
      if (fits) done(null, { user: username })
      else done(new Error('wrong name or password'))
    },
    onRcptTo(_address, _session, done) {
      if (refusal === null) done()
      else done(Object.assign(new Error('not taken'), { responseCode: refusal }))
    },
    onData(stream, { envelope, secure }, done) {
      const parts: Buffer[] = []
      stream.on('data', (part: Buffer) => parts.push(part))
      stream.once('end', () => {
        const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address
        const to = envelope.rcptTo.map(({ address }) => address)
        received.push({ from, to, source: Buffer.concat(parts).toString('utf8'), secure })
        done()
      })
    },
  })
  // A client that breaks off over the certificate is what some tests are about.
  server.on('error', () => undefined)
  const listening = server.listen(0, '127.0.0.1')
  await once(listening, 'listening')
  return {
    port: (listening.address() as AddressInfo).port,
    received,
    refuseWith(status) {
      refusal = status
    },
    [Symbol.asyncDispose]: () => new Promise((resolve) => server.close(resolve)),
  }
}
