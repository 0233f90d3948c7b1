import { beforeAll, describe, expect, test } from 'vitest'
import { BatteryClient, type XnatUnderTest } from './client.ts'

export function rightsBattery(name: string, subject: () => XnatUnderTest) {
  const client = new BatteryClient(subject)
  const me = () => encodeURIComponent(subject().username)
  beforeAll(async () => {
    await client.signIn(subject().username, subject().password)
  })

  describe(`who am I and what may I do at ${name}`, () => {
    test('roles and groups are arrays of strings', async () => {
      const roles = (await client.json(`/xapi/users/${me()}/roles`)) as unknown[]
      expect(roles.every((role) => typeof role === 'string')).toBe(true)
      expect(roles.includes('Administrator')).toBe(subject().siteAdmin)
      expect(Array.isArray(await client.json(`/xapi/users/${me()}/groups`))).toBe(true)
      expect(Array.isArray(await client.json('/xapi/users/projects'))).toBe(true)
    })

    test('the profile names the caller', async () => {
      expect(await client.json('/xapi/users/profile')).toMatchObject({
        username: subject().username,
        enabled: true,
      })
    })

    test('the build information is open to everybody', async () => {
      const { status, body } = await new BatteryClient(subject).get('/xapi/siteConfig/buildInfo')
      expect(status).toBe(200)
      expect(JSON.parse(body).version).toMatch(/^\d+\.\d+/)
    })

    test('the list of plugins is a map by id', async () => {
      const plugins = (await client.json('/xapi/plugins')) as Record<string, { id: string }>
      for (const [id, plugin] of Object.entries(plugins)) expect(plugin.id).toBe(id)
    })

    test('an unknown path under /xapi is a container page', async () => {
      const { status, body } = await client.get('/xapi/no/such/controller')
      expect(status).toBe(404)
      expect(body).toMatch(/^<!doctype html/i)
    })

    test('an alias token works as credentials until it is invalidated', async (context) => {
      if (!subject().mayChange) context.skip()
      const token = (await client.json('/data/services/tokens/issue')) as { alias: string; secret: string }
      expect(token.secret).toMatch(/^[A-Za-z0-9]{64}$/)
      const other = new BatteryClient(subject)
      await other.signIn(token.alias, token.secret)
      expect((await other.get('/xapi/users/username')).body).toBe(subject().username)
      expect(await client.json(`/data/services/tokens/validate/${token.alias}/${token.secret}`)).toEqual({
        valid: subject().username,
      })
      expect(await client.json(`/data/services/tokens/invalidate/${token.alias}`)).toEqual({ result: 'OK' })
      expect((await new BatteryClient(subject).signIn(token.alias, token.secret)).status).toBe(401)
    })
  })

  describe(`an ordinary user at ${name}`, () => {
    const owner = new BatteryClient(subject)
    beforeAll(async () => {
      const account = subject().owner
      if (account) await owner.signIn(account.username, account.password)
    })

    test('is denied with an empty 403, whether the target exists or not', async (context) => {
      if (!subject().owner) context.skip()
      for (const path of [
        `/xapi/viewer/projects/${subject().project}`,
        '/xapi/viewer/projects/NO_SUCH_PROJECT_HERE',
      ]) {
        const answer = await owner.send('POST', path)
        expect(answer.status).toBe(403)
        expect(answer.body).toBe('')
        expect(answer.headers.get('content-type')).toBeNull()
      }
      const missing = await owner.get(
        '/xapi/viewer/projects/NO_SUCH_PROJECT_HERE/experiments/XNAT_E99999/exists',
      )
      expect([missing.status, missing.body]).toEqual([403, ''])
    })

    test('cannot read the roles of others', async (context) => {
      if (!subject().owner) context.skip()
      expect((await owner.get(`/xapi/users/${me()}/roles`)).status).toBe(403)
    })
  })
}
