import { describe, expect, test } from 'vitest'
import {
  type StrangeBehaviour,
  startAiaaServer,
  startMonaiLabelServer,
  startStrangeServer,
} from '../index.ts'

describe('the control handle', () => {
  test('records every call with its body', async () => {
    await using server = await startMonaiLabelServer()
    await fetch(`${server.url}/train/nobody?enqueue=true`, { method: 'POST', body: '{"a":1}' })
    expect(server.calls).toMatchObject([{ method: 'POST', path: '/train/nobody' }])
    expect(server.calls[0]?.query.get('enqueue')).toBe('true')
    expect(server.calls[0]?.body.toString()).toBe('{"a":1}')
  })

  test('accepts and answers nothing while busy, and answers what waited afterwards', async () => {
    await using server = await startMonaiLabelServer()
    server.goBusy()
    const waiting = fetch(`${server.url}/openapi.json`)
    await expect.poll(() => server.calls.length).toBe(1)
    await expect(fetch(server.url, { signal: AbortSignal.timeout(200) })).rejects.toThrow()
    server.goIdle()
    expect((await waiting).status).toBe(200)
  })

  test('fails once, on any path or on the one that is named', async () => {
    await using server = await startAiaaServer()
    server.failNext(502, '<html>Bad Gateway</html>', '/logs/')
    expect((await fetch(`${server.url}/v1/models`)).status).toBe(200)
    const failed = await fetch(`${server.url}/logs/`)
    expect([failed.status, failed.headers.get('content-type')]).toEqual([502, 'text/html; charset=utf-8'])
    server.failNext(503, { detail: 'later' })
    expect(await (await fetch(`${server.url}/v1/models`)).json()).toEqual({ detail: 'later' })
    expect((await fetch(`${server.url}/logs/`)).status).toBe(200)
  })

  test('is slow only where it was told to be', async () => {
    await using server = await startMonaiLabelServer()
    server.goSlow(60_000, '/info/')
    const late = fetch(`${server.url}/info/`, { signal: AbortSignal.timeout(200) })
    expect((await fetch(`${server.url}/openapi.json`)).status).toBe(200)
    await expect(late).rejects.toThrow()
  })

  test('refuses connections once stopped, and stopping twice is harmless', async () => {
    const server = await startAiaaServer()
    await server.stop()
    await server.stop()
    await expect(fetch(`${server.url}/v1/models`)).rejects.toThrow()
  })

  test('speaks TLS with a certificate nobody trusts', async () => {
    await using server = await startAiaaServer({ tls: 'self-signed' })
    expect(server.url).toMatch(/^https:/)
    await expect(fetch(`${server.url}/v1/models`)).rejects.toMatchObject({
      cause: { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' },
    })
  })
})

describe('a server that is no AI server', () => {
  test.each<[StrangeBehaviour, number]>([
    ['html-page', 200],
    ['proxy-404', 404],
    ['bad-gateway', 502],
    ['server-error-page', 500],
    ['empty-403', 403],
    ['login-wall', 401],
    ['redirects', 302],
    ['bad-json', 200],
    ['other-json', 200],
  ])('that is %s answers %i everywhere', async (behaviour, status) => {
    await using server = await startStrangeServer(behaviour)
    const response = await fetch(`${server.url}/v1/models`, { redirect: 'manual' })
    expect(response.status).toBe(status)
    expect(server.paths).toEqual(['/v1/models'])
  })

  test.each<StrangeBehaviour>(['closes-at-once', 'not-http'])(
    'that is %s gives no HTTP answer',
    async (behaviour) => {
      await using server = await startStrangeServer(behaviour)
      await expect(fetch(server.url)).rejects.toThrow()
    },
  )

  test.each<StrangeBehaviour>(['endless', 'drip', 'hangs-after-headers', 'gzip-bomb'])(
    'that is %s starts a JSON answer and can be left',
    async (behaviour) => {
      await using server = await startStrangeServer(behaviour)
      const response = await fetch(server.url)
      expect(response.headers.get('content-type')).toBe('application/json')
      await response.body?.cancel()
    },
  )

  test('that is silent answers nothing', async () => {
    await using server = await startStrangeServer('silent')
    await expect(fetch(server.url, { signal: AbortSignal.timeout(200) })).rejects.toThrow()
    expect(server.paths).toEqual(['/'])
  })
})
