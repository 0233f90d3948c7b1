import { isIP } from 'node:net'
import { z } from 'zod'
import { parseNetwork } from './lib/outbound/address-rules.ts'

export const flag = z.enum(['true', 'false']).transform((value) => value === 'true')
export const count = (min: number, max: number) => z.coerce.number().int().min(min).max(max)
export const list = z.string().transform((value) =>
  value
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== ''),
)
const httpUrl = z.url({ protocol: /^https?$/, error: 'must be an http or https URL' })

/** Settings are shown in messages and headers are built from them: a password in an address would travel along. */
export const plainUrl = httpUrl.refine((text) => {
  if (!URL.canParse(text)) return true // said by the rule before
  const { username, password, search, hash } = new URL(text)
  return username === '' && password === '' && search === '' && hash === ''
}, 'must have no user name, no query and no fragment')

const NAMED_NETWORKS = new Set(['loopback', 'linklocal', 'uniquelocal'])

/** An address, a network such as 10.0.0.0/8, or one of the names the proxy library knows. */
export function isNetwork(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/')
  const family = isIP(address)
  if (family === 0) return bits === undefined && NAMED_NETWORKS.has(text)
  if (bits === undefined) return true
  return rest.length === 0 && /^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128)
}

/** `node1=/logs,node2=/logs2`: names for people, folders that are only read. */
export const LogSources = list.pipe(
  z.array(
    z
      .string()
      .regex(/^[A-Za-z0-9_.-]{1,32}=\/.+$/, 'must look like name=/folder')
      .transform((entry) => ({
        name: entry.slice(0, entry.indexOf('=')),
        folder: entry.slice(entry.indexOf('=') + 1),
      })),
  ),
)

export const Providers = list.pipe(
  z.array(
    z
      .string()
      .regex(/^[A-Za-z0-9_.-]{1,64}=.+$/, 'must look like id=Label')
      .transform((entry) => ({
        id: entry.slice(0, entry.indexOf('=')),
        label: entry.slice(entry.indexOf('=') + 1),
      })),
  ),
)

export const HostNames = list.pipe(
  z.array(
    z
      .string()
      .toLowerCase()
      .regex(
        /^(\*\.)?[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/,
        'must be host names such as ai.example.org or *.example.org',
      ),
  ),
)
export const Networks = list.pipe(
  z.array(
    z
      .string()
      .refine((text) => parseNetwork(text) !== undefined, 'must be addresses or networks such as 10.0.0.0/8'),
  ),
)

/** `smtps://` speaks TLS from the first byte, `smtp://` asks for it. A user name and a password may stand in it. */
export function isSmtpUrl(text: string): boolean {
  const url = URL.parse(text)
  if (!url || !/^smtps?:$/.test(url.protocol) || url.hostname === '') return false
  return /^\/?$/.test(url.pathname) && url.search === '' && url.hash === ''
}

export const DemoAccounts = z.string().transform((text, context) => {
  const shape = z.array(
    z.strictObject({ username: z.string(), password: z.string(), description: z.string() }),
  )
  try {
    return shape.parse(JSON.parse(text))
  } catch {
    context.addIssue({ code: 'custom', message: 'must be a JSON array of {username, password, description}' })
    return z.NEVER
  }
})
