import { connect as connectTcp, isIP, type Socket } from 'node:net'
import { connect as connectTls, type PeerCertificate, type TLSSocket } from 'node:tls'
import { certificateReason } from '@ohif-admin/aiaa-client'

const CONNECT_MS = 3_000
const HANDSHAKE_MS = 5_000

export type TcpOutcome = 'open' | 'refused' | 'timeout' | 'no-route' | 'closed'

/** Opens a connection and closes it again. */
export async function tryTcp(address: string, port: number): Promise<TcpOutcome> {
  const socket = connectTcp({ host: address, port, timeout: CONNECT_MS })
  try {
    return await opened(socket)
  } finally {
    socket.destroy()
  }
}

function opened(socket: Socket): Promise<TcpOutcome> {
  return new Promise((resolve) => {
    socket.once('connect', () => resolve('open'))
    socket.once('timeout', () => resolve('timeout'))
    socket.once('error', (error) => resolve(BY_CODE['code' in error ? String(error.code) : ''] ?? 'closed'))
  })
}

const BY_CODE: Readonly<Record<string, TcpOutcome>> = {
  ECONNREFUSED: 'refused',
  ETIMEDOUT: 'timeout',
  EHOSTUNREACH: 'no-route',
  ENETUNREACH: 'no-route',
}

export interface TlsOutcome {
  /** Why the certificate is not trusted; null when it is. `handshake`: there was none at all. */
  problem: ReturnType<typeof certificateReason> | null
  issuer: string | null
  /** A day, as `2026-12-31`. */
  validTo: string | null
}

/** Shakes hands without trusting: an untrusted certificate is to be described, and nothing is sent through it. */
export async function tryTls(address: string, port: number, host: string): Promise<TlsOutcome> {
  const socket = connectTls({
    host: address,
    port,
    ...(isIP(host) === 0 ? { servername: host } : {}),
    rejectUnauthorized: false,
    timeout: HANDSHAKE_MS,
  })
  try {
    return await shaken(socket)
  } finally {
    socket.destroy()
  }
}

function shaken(socket: TLSSocket): Promise<TlsOutcome> {
  const none = { problem: 'handshake', issuer: null, validTo: null } as const
  return new Promise((resolve) => {
    socket.once('secureConnect', () => resolve(describe(socket)))
    socket.once('timeout', () => resolve(none))
    socket.once('error', () => resolve(none))
  })
}

function describe(socket: TLSSocket): TlsOutcome {
  const certificate = socket.getPeerCertificate()
  const problem = socket.authorized ? null : certificateReason(String(socket.authorizationError))
  return { problem, issuer: issuerOf(certificate), validTo: validTo(certificate) }
}

function issuerOf({ issuer }: PeerCertificate): string | null {
  const name = issuer?.O ?? issuer?.CN
  const text = Array.isArray(name) ? name[0] : name
  return text === undefined ? null : text.slice(0, 200)
}

function validTo({ valid_to }: PeerCertificate): string | null {
  const at = Date.parse(valid_to ?? '')
  return Number.isNaN(at) ? null : new Date(at).toISOString().slice(0, 10)
}
