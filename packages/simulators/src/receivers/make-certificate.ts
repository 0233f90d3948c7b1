import { generateKeyPairSync, randomBytes, sign } from 'node:crypto'

/** PEM texts, as servers take them. */
export interface Certificate {
  key: string
  cert: string
}

const DAY_MS = 24 * 3_600_000

/** Types of ASN.1 values. */
const SEQUENCE = 0x30
const SET = 0x31
const OID = 0x06
const INTEGER = 0x02
const BOOLEAN = 0x01
const OCTETS = 0x04
const BITS = 0x03
const UTF8 = 0x0c
const UTC_TIME = 0x17
const IP_ADDRESS = 0x87

const ECDSA_WITH_SHA256 = value(SEQUENCE, value(OID, Buffer.from('2a8648ce3d040302', 'hex')))
const COMMON_NAME = value(OID, Buffer.from('550403', 'hex'))
const ALTERNATIVE_NAMES = value(OID, Buffer.from('551d11', 'hex'))
const BASIC_CONSTRAINTS = value(OID, Buffer.from('551d13', 'hex'))
const TRUE = value(BOOLEAN, Buffer.from([0xff]))

/** A new key and a certificate of it for this IPv4 address, signed by itself and valid since yesterday, until tomorrow. */
export function makeCertificate(address: string): Certificate {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const name = value(
    SEQUENCE,
    value(SET, value(SEQUENCE, COMMON_NAME, value(UTF8, Buffer.from('made for a test')))),
  )
  const now = Date.now()
  const content = value(
    SEQUENCE,
    value(0xa0, value(INTEGER, Buffer.from([2]))),
    // Positive, and never the same: whoever has seen one of that number takes the next for a forgery.
    value(INTEGER, Buffer.from([1]), randomBytes(8)),
    ECDSA_WITH_SHA256,
    name,
    value(SEQUENCE, time(now - DAY_MS), time(now + DAY_MS)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    value(0xa3, value(SEQUENCE, isAuthority(), isFor(address))),
  )
  const signature = value(BITS, Buffer.from([0]), sign('sha256', content, privateKey))
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: pem(value(SEQUENCE, content, ECDSA_WITH_SHA256, signature)),
  }
}

const isAuthority = () => value(SEQUENCE, BASIC_CONSTRAINTS, TRUE, value(OCTETS, value(SEQUENCE, TRUE)))

const isFor = (address: string) =>
  value(
    SEQUENCE,
    ALTERNATIVE_NAMES,
    value(OCTETS, value(SEQUENCE, value(IP_ADDRESS, Buffer.from(address.split('.').map(Number))))),
  )

/** As `YYMMDDHHMMSSZ`. */
const time = (at: number) =>
  value(UTC_TIME, Buffer.from(`${new Date(at).toISOString().replaceAll(/\D/g, '').slice(2, 14)}Z`))

/** One value in DER: its type, how long it is, and what it is made of. */
function value(type: number, ...parts: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(parts)
  const length =
    body.length < 0x80
      ? Buffer.from([body.length])
      : Buffer.from([0x82, body.length >> 8, body.length & 0xff])
  return Buffer.concat([Buffer.from([type]), length, body])
}

function pem(der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? []
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n')
}
