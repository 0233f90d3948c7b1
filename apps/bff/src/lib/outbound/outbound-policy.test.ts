import { describe, expect, it } from 'vitest'
import { canonicalAddress, isWithin, kindOf, type Network, parseNetwork } from './address-rules.ts'
import { judgedAddress } from './guarded-fetch.ts'
import { OutboundRefused, type OutboundRules, readTarget, type Standing } from './outbound-policy.ts'

const rules = (over: Partial<OutboundRules> = {}): OutboundRules => ({
  hosts: [],
  networks: [],
  own: new Set(['192.168.7.7', '2001:db8:7::7']),
  ...over,
})

const networksOf = (...texts: string[]) =>
  texts.map(parseNetwork).filter((network): network is Network => network !== undefined)

/** What the guard says of a call: the address it would go to, or why it is refused. */
async function judge(
  text: string,
  standing: Standing,
  over: Partial<OutboundRules> = {},
  names: Record<string, string[]> = {},
) {
  try {
    return await judgedAddress(readTarget(text), {
      rules: rules(over),
      standingOf: () => standing,
      resolve: async (host) => names[host] ?? [],
    })
  } catch (error) {
    if (error instanceof OutboundRefused) return error.code
    return error instanceof Error && 'code' in error ? String(error.code) : 'thrown'
  }
}

const NEVER = [
  'http://169.254.169.254/',
  'http://169.254.169.254:80/latest/meta-data/',
  'https://169.254.169.254/',
  'http://169.254.0.1/',
  'http://169.254.255.255/',
  'http://[::ffff:169.254.169.254]/',
  'http://[::ffff:a9fe:a9fe]/',
  'http://2852039166/',
  'http://0xa9fea9fe/',
  'http://0xa9.0xfe.0xa9.0xfe/',
  'http://0251.0376.0251.0376/',
  'http://025177524776/',
  'http://169.254.43518/',
  'http://169.16689662/',
  'http://0xA9.254.0251.254/',
  'http://[64:ff9b::169.254.169.254]/',
  'http://[64:ff9b::a9fe:a9fe]/',
  'http://[2002:a9fe:a9fe::]/',
  'http://[2002:a9fe:a9fe::1]/',
  'http://[::169.254.169.254]/',
  'http://[fd00:ec2::254]/',
  'http://[fd00:0ec2:0000::0254]/',
  'http://[FD00:EC2::254]/',
  'http://100.100.100.200/',
  'http://168.63.129.16/',
  'http://[fd20:ce::254]/',
  'http://[fe80::1]/',
  'http://[fe80::a9fe:a9fe]/',
  'http://[febf::1]/',
  'http://0.0.0.0/',
  'http://0/',
  'http://0x0/',
  'http://00000/',
  'http://0.0.0.0:5000/',
  'http://0.1.2.3/',
  'http://[::]/',
  'http://[::]:5000/',
  'http://[0:0:0:0:0:0:0:0]/',
  'http://[::ffff:0.0.0.0]/',
  'http://[::ffff:0:0]/',
  'http://224.0.0.1/',
  'http://239.255.255.250:1900/',
  'http://[ff02::1]/',
  'http://[ff05::2]/',
  'http://[ff0e::1]/',
  'http://255.255.255.255/',
  'http://0xffffffff/',
  'http://4294967295/',
  'http://037777777777/',
  'http://240.0.0.1/',
  'http://250.1.2.3/',
  'http://[::ffff:255.255.255.255]/',
  'http://[::ffff:224.0.0.1]/',
  'http://[2002:e000:1::]/',
  'http://[64:ff9b::e000:1]/',
  'http://192.0.0.8/',
  'http://192.0.2.1/',
  'http://198.51.100.7/',
  'http://203.0.113.9/',
  'http://[2001:db8::1]/',
  'http://[100::1]/',
  'http://[2001::1]/',
  'http://198.18.0.1/',
  'http://①⑥⑨.②⑤④.①⑥⑨.②⑤④/',
  'http://169。254。169。254/',
  'http://１６９.254.169.254/',
]
const THIS_MACHINE = [
  'http://127.0.0.1/',
  'http://127.0.0.1:5000/',
  'http://127.1/',
  'http://127.0.1/',
  'http://127.255.255.254/',
  'http://127.0.0.1./',
  'http://2130706433/',
  'http://0x7f000001/',
  'http://0x7f.0.0.1/',
  'http://0177.0.0.1/',
  'http://017700000001/',
  'http://0x7f.1/',
  'http://0177.1/',
  'http://[::1]/',
  'http://[::1]:8080/',
  'http://[0:0:0:0:0:0:0:1]/',
  'http://[0000::0001]/',
  'http://[::ffff:127.0.0.1]/',
  'http://[::ffff:7f00:1]/',
  'http://[::FFFF:127.1.2.3]/',
  'http://[64:ff9b::127.0.0.1]/',
  'http://[64:ff9b::7f00:1]/',
  'http://[2002:7f00:1::]/',
  'http://[::127.0.0.1]/',
  'http://[::7f00:1]/',
  'http://127。0。0。1/',
  'http://①②⑦.⓪.⓪.①/',
  'http://１２７.0.0.1/',
  'https://127.0.0.1:8443/',
  'http://127.0.0.1:8080/api/session',
  'HTTP://127.0.0.1/',
  'http://192.168.7.7/',
  'http://192.168.7.7:5433/',
  'http://0xc0a80707/',
  'http://3232237319/',
  'http://192.168.1799/',
  'http://[::ffff:192.168.7.7]/',
  'http://[64:ff9b::c0a8:707]/',
]
const NO_URL_OF_OURS: readonly [string, string][] = [
  ['', 'not-a-url'],
  [' ', 'not-a-url'],
  ['ai.example.org', 'not-a-url'],
  ['//ai.example.org', 'not-a-url'],
  ['http://', 'not-a-url'],
  ['http:///', 'not-a-url'],
  ['http://[', 'not-a-url'],
  ['http://[::1', 'not-a-url'],
  ['http://a b/', 'not-a-url'],
  ['http://%00/', 'not-a-url'],
  ['http://a%00b/', 'not-a-url'],
  ['http://1.2.3.4.5/', 'not-a-url'],
  ['http://256.1.1.1/', 'not-a-url'],
  ['http://1.2.3.999/', 'not-a-url'],
  ['http://h:99999/', 'not-a-url'],
  ['http://h:-1/', 'not-a-url'],
  ['http://h:5x/', 'not-a-url'],
  ['http://[v1.fe]/', 'not-a-url'],
  ['http://a<b/', 'not-a-url'],
  ['http://a^b/', 'not-a-url'],
  ['http://a|b/', 'not-a-url'],
  ['file:///etc/passwd', 'not-a-url'],
  ['file://host/etc/passwd', 'not-http'],
  ['ftp://ai.example.org/', 'not-http'],
  ['gopher://ai.example.org:70/_', 'not-http'],
  ['dict://ai.example.org:11211/stat', 'not-http'],
  ['ldap://ai.example.org/', 'not-http'],
  ['jar:http://ai.example.org!/', 'not-a-url'],
  ['javascript:alert(1)', 'not-a-url'],
  ['data:text/html,x', 'not-a-url'],
  ['ws://ai.example.org/', 'not-http'],
  ['wss://ai.example.org/', 'not-http'],
  ['unix:/var/run/docker.sock', 'not-a-url'],
  ['http+unix://%2Fvar%2Frun%2Fdocker.sock/', 'not-http'],
  ['mailto:a@b', 'not-a-url'],
  ['blob:http://ai.example.org/x', 'not-a-url'],
  ['about:blank', 'not-a-url'],
  ['http://user@ai.example.org/', 'has-credentials'],
  ['http://user:pass@ai.example.org/', 'has-credentials'],
  ['http://:pass@ai.example.org/', 'has-credentials'],
  ['http://169.254.169.254@ai.example.org/', 'has-credentials'],
  ['http://ai.example.org@169.254.169.254/', 'has-credentials'],
  ['http://ai.example.org%2F@127.0.0.1/', 'has-credentials'],
  ['http://a:b@127.0.0.1:80/', 'has-credentials'],
  ['http://@@127.0.0.1/', 'has-credentials'],
  ['http://ai.example.org:0/', 'port-not-allowed'],
  ['http://ai.example.org:22/', 'port-not-allowed'],
  ['http://ai.example.org:25/', 'port-not-allowed'],
  ['http://ai.example.org:3306/', 'port-not-allowed'],
  ['http://ai.example.org:5432/', 'port-not-allowed'],
  ['http://ai.example.org:6379/', 'port-not-allowed'],
  ['http://ai.example.org:11211/', 'port-not-allowed'],
  ['http://ai.example.org:2375/', 'port-not-allowed'],
  ['http://ai.example.org:9200/', 'port-not-allowed'],
  ['http://ai.example.org:00022/', 'port-not-allowed'],
  ['https://ai.example.org:445/', 'port-not-allowed'],
]

describe('the corpus of hostile addresses', () => {
  it('has more than 150 of them', () => {
    expect(NEVER.length + THIS_MACHINE.length + NO_URL_OF_OURS.length).toBeGreaterThan(150)
  })

  it.each(NEVER)('never calls %s, registered and allowed by every network as it may be', async (text) => {
    const networks = networksOf('0.0.0.0/0', '::/0')
    expect(await judge(text, 'registered', { networks, hosts: ['169.254.169.254'] })).toBe(
      'address-never-allowed',
    )
  })

  it.each(THIS_MACHINE)('does not call this machine as %s, not even for an admin', async (text) => {
    expect(await judge(text, 'registered')).toBe('address-is-this-machine')
    expect(await judge(text, 'admin')).toBe('address-is-this-machine')
  })

  it.each(NO_URL_OF_OURS)('does not try %s: %s', async (text, code) => {
    expect(await judge(text, 'admin', {}, { 'ai.example.org': ['10.1.1.1'] })).toBe(code)
  })
})

describe('who may have what called', () => {
  const names = {
    'ai.example.org': ['10.1.1.1'],
    'deep.ai.example.org': ['10.1.1.2'],
    'evilexample.org': ['10.1.1.3'],
  }

  it('calls what is registered, and what a site admin typed', async () => {
    expect(await judge('http://ai.example.org:5000', 'registered', {}, names)).toBe('10.1.1.1')
    expect(await judge('http://10.2.3.4:5000', 'admin')).toBe('10.2.3.4')
    expect(await judge('http://8.8.4.4:5000', 'admin')).toBe('8.8.4.4')
  })

  it('calls for anybody else only what the configuration names', async () => {
    expect(await judge('http://ai.example.org:5000', 'anyone', {}, names)).toBe('not-listed')
    expect(await judge('http://10.2.3.4', 'anyone')).toBe('not-listed')
    expect(await judge('http://ai.example.org', 'anyone', { hosts: ['ai.example.org'] }, names)).toBe(
      '10.1.1.1',
    )
    expect(await judge('http://AI.example.org.', 'anyone', { hosts: ['ai.example.org'] }, names)).toBe(
      '10.1.1.1',
    )
    const networks = networksOf('10.0.0.0/8')
    expect(await judge('http://10.2.3.4', 'anyone', { networks })).toBe('10.2.3.4')
    expect(await judge('http://11.2.3.4', 'anyone', { networks })).toBe('not-listed')
  })

  it('reads a star as every name below, and no other name that only ends alike', async () => {
    const hosts = ['*.example.org']
    expect(await judge('http://deep.ai.example.org', 'anyone', { hosts }, names)).toBe('10.1.1.2')
    expect(await judge('http://evilexample.org', 'anyone', { hosts }, names)).toBe('not-listed')
    expect(await judge('http://example.org', 'anyone', { hosts }, { 'example.org': ['10.1.1.1'] })).toBe(
      'not-listed',
    )
  })

  it('calls loopback where the configuration names that network', async () => {
    const networks = networksOf('127.0.0.0/8')
    expect(await judge('http://127.0.0.1:5000', 'anyone', { networks })).toBe('127.0.0.1')
    expect(await judge('http://[::1]:5000', 'admin', { networks })).toBe('address-is-this-machine')
  })

  it('refuses a name when any of its addresses is refused', async () => {
    expect(
      await judge(
        'http://two.example.org',
        'registered',
        {},
        { 'two.example.org': ['10.1.1.1', '169.254.169.254'] },
      ),
    ).toBe('address-never-allowed')
    expect(
      await judge(
        'http://two.example.org',
        'registered',
        {},
        { 'two.example.org': ['10.1.1.1', '127.0.0.1'] },
      ),
    ).toBe('address-is-this-machine')
  })

  it('says that a name without an address is not known', async () => {
    expect(await judge('http://nobody.example.org', 'admin')).toBe('ENOTFOUND')
  })
})

describe('an address', () => {
  it('has one spelling', () => {
    expect(canonicalAddress('::ffff:10.0.0.1')).toBe('10.0.0.1')
    expect(canonicalAddress('FE80::1%eth0')).toBe('fe80::1')
    expect(canonicalAddress('somewhere')).toBeUndefined()
  })

  it('is within a network of its own family only', () => {
    const all = networksOf('0.0.0.0/0')
    expect(isWithin('10.0.0.1', all)).toBe(true)
    expect(isWithin('fd00::1', all)).toBe(false)
  })

  it('is private or public as the registries say', () => {
    expect(
      ['10.0.0.1', '172.31.0.1', '192.168.0.1', '100.64.0.1', 'fd12::1'].map((text) => kindOf(text)),
    ).toEqual(Array(5).fill('private'))
    expect(['8.8.8.8', '2a00:1450::1'].map((text) => kindOf(text))).toEqual(['public', 'public'])
  })

  it('and a network that cannot be read is none', () => {
    expect(['10.0.0.0/33', 'ten/8', '', 'x'].map((text) => parseNetwork(text))).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ])
  })
})
