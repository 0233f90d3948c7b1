import { type RequestOptions, request } from 'node:http'
import { request as secureRequest } from 'node:https'
import { isIP } from 'node:net'
import { hostOf } from '../../lib/outbound/outbound-policy.ts'
import type { Outward } from './outward.ts'

/** Hardly any image is smaller: what refuses it refuses them all. */
export const SMALL_IMAGE_MB = 16
/** The other one is a CT of 300 slices as the viewer sends it. */
const SIZES_MB = [160, SMALL_IMAGE_MB]
const ANSWER_MS = 1_000

/**
 * The smallest image, in MB, that something on the way refuses by its announced length (413); null when none was refused,
 * which is no proof that it is taken. Nothing of an image is sent: proxies judge the header alone, and the session that is
 * asked for does not exist.
 */
export async function refusedSize(outward: Outward, origin: string): Promise<number | null> {
  // A name may have come to mean an address that is not called.
  const address = await outward.addressOf(origin).catch(() => null)
  let refused: number | null = null
  for (const megabytes of SIZES_MB) {
    if (address === null || (await statusFor(origin, address, megabytes)) !== 413) break
    refused = megabytes
  }
  return refused
}

/** Null when there was no answer: a proxy that would take so much waits for it. */
async function statusFor(origin: string, address: string, megabytes: number): Promise<number | null> {
  const url = new URL(origin)
  const host = hostOf(url)
  const options: RequestOptions & { servername?: string } = {
    host: address,
    port: url.port,
    path: '/session/ohif-admin-check',
    headers: { host: url.host, 'user-agent': 'ohif-admin', 'content-length': megabytes * 1024 * 1024 },
    signal: AbortSignal.timeout(ANSWER_MS),
    ...(isIP(host) === 0 ? { servername: host } : {}),
  }
  const call = url.protocol === 'https:' ? secureRequest(options) : request(options)
  const answered = new Promise<number | null>((resolve) => {
    call.once('response', ({ statusCode }) => resolve(statusCode ?? null))
    call.on('error', () => resolve(null))
  })
  call.flushHeaders()
  try {
    return await answered
  } finally {
    call.destroy()
  }
}
