import type { DeliveryOutcome } from '@ohif-admin/contracts'
import { createTransport } from 'nodemailer'
import type { NoticePeople } from '../../storage/notice-people.ts'
import { mailText } from './mail-text.ts'
import { toldNotice } from './notice-view.ts'
import { type Send, type Sent, sent } from './sending.ts'
import type { Site } from './webhook-message.ts'

const CONNECT_MS = 5_000
const SILENT_MS = 10_000

/** The mail server, as the operator configured it. */
export interface MailServer {
  url: string
  from: string
  /** Sends even where the server offers no TLS. */
  plaintext: boolean
}

interface Needs {
  server: MailServer | null
  people: Pick<NoticePeople, 'find'>
  site: Site
}

/** Mails a message to the person it is for, at the address XNAT knows and in the person's language. */
export function createMailSender({ server, people, site }: Needs): Send {
  return async ({ id, target, notice, names }) => {
    if (!server) return sent('mail-off')
    const person = await people.find(target)
    if (!person?.email) return sent('mail-no-address')
    const told = toldNotice(notice, names)
    const language = person.language ?? 'en'
    const link = `${site.url}${told.page}`
    const { subject, text } = mailText(told, { language, siteName: site.name, link })
    // The same when it is tried again: a mailbox can tell that it has it.
    const messageId = `<${id}@${new URL(site.url).hostname}>`
    return mail(server, { to: { name: '', address: person.email }, subject, text, messageId })
  }
}

interface Message {
  to: { name: string; address: string }
  subject: string
  text: string
  messageId: string
}

async function mail({ url, from, plaintext }: MailServer, message: Message): Promise<Sent> {
  const { hostname, port, protocol, username, password } = new URL(url)
  const secure = protocol === 'smtps:'
  const transport = createTransport({
    host: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port || (secure ? 465 : 587)),
    secure,
    requireTLS: !secure && !plaintext,
    ...(username === ''
      ? {}
      : { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } }),
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    socketTimeout: SILENT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  try {
    await transport.sendMail({ ...message, from, headers: { 'auto-submitted': 'auto-generated' } })
    return sent('delivered', 250)
  } catch (error) {
    return failureOf(error)
  } finally {
    transport.close()
  }
}

const BY_CODE: Readonly<Record<string, DeliveryOutcome>> = {
  EAUTH: 'mail-sign-in',
  ENOAUTH: 'mail-sign-in',
  EDNS: 'dns',
  ENOTFOUND: 'dns',
  EAI_AGAIN: 'dns',
  ECONNREFUSED: 'refused',
  EHOSTUNREACH: 'no-route',
  ENETUNREACH: 'no-route',
  ECONNRESET: 'closed',
  ECONNECTION: 'closed',
  EPIPE: 'closed',
  ETIMEDOUT: 'no-answer',
}

/** The library names its own step instead of what TLS said; only its words tell. */
const BY_WORDS: readonly [RegExp, DeliveryOutcome][] = [
  [/self[- ]signed certificate in certificate chain/i, 'certificate-untrusted'],
  [/self[- ]signed certificate/i, 'certificate-self-signed'],
  [/certificate (has expired|is not yet valid)/i, 'certificate-out-of-date'],
  [/does not match certificate|altnames/i, 'certificate-for-another-host'],
  [/unable to (get|verify)/i, 'certificate-untrusted'],
  [/ECONNREFUSED/, 'refused'],
  [/ENOTFOUND|EAI_AGAIN/, 'dns'],
  [/EHOSTUNREACH|ENETUNREACH/, 'no-route'],
  [/ECONNRESET|EPIPE|closed/i, 'closed'],
]

interface MailError extends Error {
  code?: string
  responseCode?: number
}

function failureOf(error: unknown): Sent {
  if (!(error instanceof Error)) throw error
  const { code = '', responseCode = null, message } = error as MailError
  if (code === 'EAUTH' || code === 'ENOAUTH') return sent('mail-sign-in', responseCode)
  if (code === 'ETLS' && responseCode !== null) return sent('mail-no-tls')
  if (responseCode !== null) return sent(responseCode < 500 ? 'mail-later' : 'mail-refused', responseCode)
  const said = BY_WORDS.find(([words]) => words.test(message))?.[1]
  if (said) return sent(said)
  if (code === 'ETLS') return sent('mail-no-tls')
  const known = BY_CODE[code]
  if (known === undefined) throw error
  return sent(known)
}
