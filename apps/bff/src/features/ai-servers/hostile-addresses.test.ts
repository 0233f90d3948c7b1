import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { CheckReport } from '@ohif-admin/contracts'
import { startAiaaServer } from '@ohif-admin/simulators'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Network, parseNetwork } from '../../lib/outbound/address-rules.ts'
import type { Browser } from '../../testing/browser.ts'
import { startConsole } from '../../testing/console.ts'
import { checkServer } from './check.ts'
import { createOutward } from './outward.ts'

const disposal = new AsyncDisposableStack()
/** A service of this machine that nobody may reach through the console. */
const asked: string[] = []
let port: number
let admin: Browser

beforeAll(async () => {
  const canary = createServer((request, response) => {
    asked.push(request.url ?? '')
    response.end('[]')
  })
  await new Promise<void>((resolve) => canary.listen(0, '127.0.0.1', resolve))
  disposal.defer(() => {
    canary.closeAllConnections()
    return new Promise((resolve) => canary.close(() => resolve()))
  })
  port = (canary.address() as AddressInfo).port
  const console = disposal.use(await startConsole({ logFolder: null }))
  admin = await console.signIn('admin')
})
afterAll(() => disposal.disposeAsync())

const HOSTS = [
  '127.0.0.1',
  '127.1',
  '127.0.1',
  '127.255.255.254',
  '0x7f000001',
  '0x7f.0.0.1',
  '0x7F.1',
  '0177.0.0.1',
  '017700000001',
  '2130706433',
  '[::1]',
  '[0:0:0:0:0:0:0:1]',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
  '[::127.0.0.1]',
  '[64:ff9b::7f00:1]',
  '[2002:7f00:1::]',
  'localhost',
  'LOCALHOST',
  'localhost.',
  'a.localhost',
  '0.0.0.0',
  '0',
  '[::]',
  '\uff11\uff12\uff17.0.0.1',
  '127\u30020\u30020\u30021',
  '\u2460\u2461\u2466.0.0.1',
  '169.254.169.254',
  '0xa9fea9fe',
  '[fd00:ec2::254]',
  '224.0.0.1',
  '255.255.255.255',
  '[ff02::1]',
  '[fe80::1]',
]

const entries = (): string[] => [
  ...HOSTS.map((host) => `http://${host}:${port}`),
  ...HOSTS.map((host) => `https://${host}:${port}/v1/models`),
  `http://user:password@127.0.0.1:${port}`,
  `http://ai.example.org@127.0.0.1:${port}`,
  `http://127.0.0.1:${port}#@ai.example.org`,
  `http://127.0.0.1:${port}?.example.org`,
  `http:127.0.0.1:${port}`,
  `http:\\\\127.0.0.1:${port}`,
  `//127.0.0.1:${port}`,
  `127.0.0.1:${port}`,
  `HTTP://127.0.0.1:${port}`,
  `http://127.0.0.1\t:${port}`,
  `http://127.0.0.1:${port}\r\nHost: ai.example.org`,
  'file:///etc/passwd',
  'ftp://127.0.0.1/',
  'gopher://127.0.0.1:70/_x',
  'javascript:alert(1)',
  'data:text/html,x',
  'http://127.0.0.1:22',
  'http://127.0.0.1:5432',
  'http://',
  'http://%00',
  'http://[',
  'http://a b',
  '<img src=x onerror=alert(1)>',
  '\u202e1.0.0.721//:ptth',
  `http://${'a'.repeat(400)}`,
  `http://${'a.'.repeat(200)}example.invalid`,
  `http://${'\u4e2d\u{1f9e0}'.repeat(150)}.invalid`,
]

describe('a check of an address that somebody made up', () => {
  it('never reaches this machine, in whatever spelling, and never fails', async () => {
    const all = entries()
    expect(all.length).toBeGreaterThan(90)
    for (const entry of all) {
      const { status, json } = await admin.post('/api/ai-servers/checks', { entry })
      expect([entry, status]).toEqual([entry, 200])
      const { state } = CheckReport.parse(json)
      expect([entry, ['not-called', 'unreachable'].includes(state)]).toEqual([entry, true])
    }
    expect(asked).toEqual([])
  }, 120_000)

  it('stops where its name comes to mean another address in between', async () => {
    await using server = await startAiaaServer()
    const { port: allowed } = new URL(server.url)
    const networks = [parseNetwork('127.0.0.1/32')].filter((one): one is Network => one !== undefined)
    for (const changesAfter of [1, 2, 3]) {
      let times = 0
      const resolve = async () => {
        times += 1
        return times > changesAfter ? ['169.254.169.254'] : ['127.0.0.1']
      }
      const rules = { hosts: [], networks, own: new Set<string>() }
      const outward = createOutward(rules, () => 'registered', { resolve })
      const entry = `http://rebind.example.org:${allowed}`
      const found = await checkServer(entry, { outward, pageOrigin: 'https://xnat.example.org' })
      expect([changesAfter, found.state, found.reason]).toEqual([
        changesAfter,
        'not-called',
        'address-never-allowed',
      ])
    }
  })
})
