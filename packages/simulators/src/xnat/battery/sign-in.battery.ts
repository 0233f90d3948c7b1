import { describe, expect, test } from 'vitest'
import { BatteryClient, basic, expiryCookie, sessionCookie, type XnatUnderTest } from './client.ts'

const BROWSER =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36'

export function signInBattery(name: string, subject: () => XnatUnderTest) {
  const me = () => basic(subject().username, subject().password)

  describe(`signing in to ${name}`, () => {
    test('answers 200 with an anonymous session to nobody in particular', async () => {
      const client = new BatteryClient(subject)
      const answer = await client.get('/data/JSESSION')
      expect(answer.status).toBe(200)
      expect(sessionCookie(answer)).toBe(`JSESSIONID=${answer.body}`)

      client.cookie = sessionCookie(answer)
      expect((await client.get('/xapi/users/username')).status).toBe(401)
    })

    test('answers the bare session id, and proves the name only on a second call', async () => {
      const client = new BatteryClient(subject)
      const answer = await client.signIn(subject().username, subject().password)
      expect(answer.status).toBe(200)
      expect(client.cookie).toBe(`JSESSIONID=${answer.body}`)
      expect(answer.headers.getSetCookie().join()).toMatch(/JSESSIONID=[^;]+;.*HttpOnly/)
      expect((await client.get('/xapi/users/username')).body).toBe(subject().username)
    })

    test('adds the CSRF token when asked', async () => {
      const answer = await new BatteryClient(subject).get('/data/JSESSION?CSRF=true', me())
      expect(answer.body).toMatch(/^[^;\s]+; XNAT_CSRF=[0-9a-f-]{36}$/)
    })

    test('gives a new session id at log-in', async () => {
      const client = new BatteryClient(subject)
      const before = sessionCookie(await client.get('/data/JSESSION'))
      client.cookie = before
      const after = sessionCookie(await client.get('/data/JSESSION', me()))
      expect(after).toBeDefined()
      expect(after).not.toBe(before)
    })

    test('tells the expiry of the session with every answer but a refused log-in', async () => {
      const client = new BatteryClient(subject)
      expect(expiryCookie(await client.signIn(subject().username, subject().password))).toMatch(
        /="?\d+,\d+"?/,
      )
      expect(expiryCookie(await client.get('/xapi/users/username'))).toMatch(/="?\d+,\d+"?/)
    })

    test('does not check the password when a live cookie of the same user comes along', async () => {
      const client = new BatteryClient(subject)
      await client.signIn(subject().username, subject().password)
      const answer = await client.get('/data/JSESSION', basic(subject().username, 'certainly-wrong'))
      expect(answer.status).toBe(200)
    })

    test('asks scripts for credentials and sends browsers to the log-in page', async () => {
      const client = new BatteryClient(subject)
      client.cookie = 'JSESSIONID=00000000000000000000000000000000'
      const script = await client.get('/xapi/users/username')
      expect(script.status).toBe(401)
      expect(script.headers.get('www-authenticate')).toMatch(/^Basic realm=/)
      expect(script.body).toMatch(/^<!doctype/i)

      const browser = await client.get('/xapi/users/username', { 'user-agent': BROWSER })
      expect(browser.status).toBe(302)
      expect(browser.headers.get('location')).toMatch(/\/app\/template\/Login\.vm$/)
    })

    test('fails a POST from a browser for want of the token', async () => {
      const answer = await new BatteryClient(subject).send('POST', '/data/JSESSION', {
        ...me(),
        'user-agent': BROWSER,
      })
      expect(answer.status).toBe(500)
    })

    test('refuses text to those who accept JSON alone', async () => {
      const client = new BatteryClient(subject)
      await client.signIn(subject().username, subject().password)
      expect((await client.get('/xapi/users/username', { accept: 'application/json' })).status).toBe(406)
      expect((await client.get('/data/JSESSION', { accept: 'application/json' })).status).toBe(406)
    })

    test('ends the session on DELETE', async () => {
      const client = new BatteryClient(subject)
      await client.signIn(subject().username, subject().password)
      expect((await client.send('DELETE', '/data/JSESSION')).status).toBeLessThan(300)
      expect((await client.get('/xapi/users/username')).status).toBe(401)
    })

    test('refuses a wrong password with a page and without asking again', async (context) => {
      // Failures are counted against the account, so only where that harms nobody.
      if (!subject().mayChange) context.skip()
      const answer = await new BatteryClient(subject).get(
        '/data/JSESSION',
        basic(subject().username, 'wrong'),
      )
      expect(answer.status).toBe(401)
      expect(answer.headers.get('www-authenticate')).toBeNull()
      expect(answer.headers.getSetCookie().filter((cookie) => cookie.startsWith('SESSION_'))).toEqual([])
      expect(answer.body).toMatch(/^<!doctype html/i)
      await new BatteryClient(subject).signIn(subject().username, subject().password)
    })
  })
}
