import { describe, expect, it } from 'vitest'
import { ConfigError, parseConfig } from './config.ts'

const least = { OHIF_ADMIN_XNAT_URL: 'http://xnat.example.org:8080/xnat' }

function problemsOf(env: Record<string, string>): string {
  try {
    parseConfig(env)
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError)
    return (error as Error).message
  }
  return ''
}

describe('configuration', () => {
  it('needs nothing but the address of XNAT', () => {
    expect(parseConfig(least)).toMatchObject({
      PORT: 8080,
      publicOrigin: 'http://localhost:8080',
      basePath: '/',
      secureCookie: true,
    })
  })

  it('reports every problem at once', () => {
    const problems = problemsOf({
      OHIF_ADMIN_PORT: 'eighty',
      OHIF_ADMIN_XNAT_ULR: 'http://x',
      OHIF_ADMIN_LOG_SOURCES: 'logs',
      OHIF_ADMIN_SESSION_IDLE_MINUTES: '0',
    })
    for (const name of [
      'XNAT_URL: is required',
      'PORT',
      'XNAT_ULR: unknown setting',
      'LOG_SOURCES',
      'SESSION_IDLE_MINUTES',
    ]) {
      expect(problems).toContain(`OHIF_ADMIN_${name}`)
    }
  })

  it('never prints a value', () => {
    const problems = problemsOf({
      OHIF_ADMIN_DATABASE_URL: 'mysql://u:hunter2@db',
      OHIF_ADMIN_PORT: 'hunter3',
    })
    expect(problems).toContain('DATABASE_URL')
    expect(problems).not.toMatch(/hunter/)
  })

  it('ignores what belongs to others and what is empty', () => {
    expect(parseConfig({ ...least, PATH: '/bin', OHIF_ADMIN_PORT: '' }).PORT).toBe(8080)
  })

  it('refuses plain http except on localhost or on purpose', () => {
    const remote = { ...least, OHIF_ADMIN_PUBLIC_URL: 'http://xnat.example.org/ohif-admin' }
    expect(problemsOf(remote)).toContain('must be https')
    expect(parseConfig({ ...remote, OHIF_ADMIN_ALLOW_INSECURE_HTTP: 'true' })).toMatchObject({
      secureCookie: false,
      basePath: '/ohif-admin/',
    })
  })

  it('offers accounts only in a demo', () => {
    const accounts = JSON.stringify([{ username: 'a', password: 'b', description: 'c' }])
    expect(problemsOf({ ...least, OHIF_ADMIN_DEMO_ACCOUNTS: accounts })).toContain(
      'only with OHIF_ADMIN_ENVIRONMENT=demo',
    )
    expect(
      problemsOf({ ...least, OHIF_ADMIN_DEMO_ACCOUNTS: '[1]', OHIF_ADMIN_ENVIRONMENT: 'demo' }),
    ).toContain('must be a JSON array')
  })

  it('takes addresses and networks as proxies, and nothing that would trust everybody', () => {
    const proxies = (value: string) =>
      parseConfig({ ...least, OHIF_ADMIN_TRUSTED_PROXIES: value }).TRUSTED_PROXIES
    expect(proxies('10.0.0.0/8, 192.0.2.7,::1, fd00::/8,loopback')).toHaveLength(5)
    for (const bad of [
      'true',
      '1',
      '10.0.0.0/33',
      '::/129',
      '10.0.0/8',
      '10.0.0.0/8/8',
      'proxy.example.org',
      'loopback/8',
    ]) {
      expect(problemsOf({ ...least, OHIF_ADMIN_TRUSTED_PROXIES: bad }), bad).toContain('TRUSTED_PROXIES')
    }
  })

  it('takes no password in an address, and does not print it', () => {
    for (const name of ['XNAT_URL', 'PUBLIC_URL']) {
      const problems = problemsOf({
        ...least,
        [`OHIF_ADMIN_${name}`]: 'https://user:hunter2@xnat.example.org/',
      })
      expect(problems).toContain(`${name}: must have no user name`)
      expect(problems).not.toContain('hunter2')
    }
  })

  it('reads named log folders', () => {
    const { LOG_SOURCES } = parseConfig({ ...least, OHIF_ADMIN_LOG_SOURCES: 'node1=/logs, node2=/logs=2' })
    expect(LOG_SOURCES).toEqual([
      { name: 'node1', folder: '/logs' },
      { name: 'node2', folder: '/logs=2' },
    ])
    expect(problemsOf({ ...least, OHIF_ADMIN_LOG_SOURCES: 'a=/x,a=/y' })).toContain('a name appears twice')
  })
})
