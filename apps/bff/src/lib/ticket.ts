import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto'

/**
 * The ticket in the cookie: a random id, of which only the hash is stored, and a random secret, which is not stored
 * at all and whose key seals the XNAT session. A stolen database opens nothing, and neither does a stolen backup.
 */
export interface Ticket {
  /** Hex SHA-256 of the id: how the store knows the sign-in. */
  idHash: string
  /** 256-bit key that seals what belongs to this sign-in. */
  key: Buffer
}

const ID_BYTES = 16
const SECRET_BYTES = 32
const FORM = /^[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}$/

/** A new ticket: the cookie's value and what the server makes of it. */
export function issueTicket(): { cookie: string; ticket: Ticket } {
  const cookie = `${randomBytes(ID_BYTES).toString('base64url')}.${randomBytes(SECRET_BYTES).toString('base64url')}`
  const ticket = readTicket(cookie)
  if (!ticket) throw new Error('A ticket just issued must be readable.')
  return { cookie, ticket }
}

/** The ticket in a cookie's value; undefined when it does not have the form of one. */
export function readTicket(cookie: string | undefined): Ticket | undefined {
  if (cookie === undefined || !FORM.test(cookie)) return undefined
  const [id = '', secret = ''] = cookie.split('.')
  const idHash = createHash('sha256').update(id).digest('hex')
  const key = Buffer.from(
    hkdfSync('sha256', Buffer.from(secret, 'base64url'), idHash, 'ohif-admin sign-in', 32),
  )
  return { idHash, key }
}

/** Seals a text under a ticket's key (AES-256-GCM). */
export function seal(key: Buffer, text: string): string {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64')
}

/** Opens what `seal` gave; undefined when the key is another one or the text was changed. */
export function unseal(key: Buffer, sealed: string): string | undefined {
  const bytes = Buffer.from(sealed, 'base64')
  if (bytes.length < 28) return undefined
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12))
    decipher.setAuthTag(bytes.subarray(12, 28))
    return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8')
  } catch {
    return undefined
  }
}
