import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { type Network, parseNetwork } from './address-rules.ts'
import { createGuardedFetch, type Resolve } from './guarded-fetch.ts'
import type { OutboundRules, Standing } from './outbound-policy.ts'

const stops: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop()
})

/** A server on loopback; gives its port and what it was asked. */
async function serve(listener: RequestListener, host = '127.0.0.1') {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(`${request.headers.host} ${request.url} ${Object.keys(request.headers).sort().join(',')}`)
    listener(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, host, resolve))
  stops.push(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  return { port: (server.address() as AddressInfo).port, asked }
}

const loopback = ['127.0.0.1/32']
  .map(parseNetwork)
  .filter((network): network is Network => network !== undefined)

function guard(resolve: Resolve, over: Partial<OutboundRules> = {}, standing: Standing = 'registered') {
  const rules = { hosts: [], networks: loopback, own: new Set<string>(), ...over }
  const guarded = createGuardedFetch({ rules, standingOf: () => standing, resolve })
  return async (url: string) => {
    const signal = AbortSignal.timeout(5_000)
    const answer = await guarded(url, {
      method: 'GET',
      headers: { accept: 'application/json' },
      signal,
    })
    const chunks: Uint8Array[] = []
    for await (const chunk of answer.body ?? []) chunks.push(chunk)
    return {
      status: answer.status,
      location: answer.headers.get('location'),
      text: Buffer.concat(chunks).toString(),
    }
  }
}

describe('a guarded call', () => {
  it('goes to the address that was judged, with the name in its Host header and nothing else', async () => {
    const { port, asked } = await serve((_request, response) => response.end('[]'))
    const get = guard(async () => ['127.0.0.1'])
    expect(await get(`http://ai.example.org:${port}/v1/models`)).toMatchObject({ status: 200, text: '[]' })
    expect(asked[0]).toContain(`ai.example.org:${port} /v1/models`)
    expect(asked[0]).not.toMatch(/cookie|authorization|referer/)
  })

  it('asks for the name once: one that changes its address in between changes nothing', async () => {
    const { port } = await serve((_request, response) => response.end('judged'))
    const other = await serve((_request, response) => response.end('rebound'), '127.0.0.2').catch(() => null)
    const answers = [['127.0.0.1'], ['127.0.0.2']]
    let times = 0
    const get = guard(async () => answers[times++] ?? ['127.0.0.2'])
    expect((await get(`http://rebind.example.org:${port}/`)).text).toBe('judged')
    expect(times).toBe(1)
    expect(other?.asked ?? []).toEqual([])
  })

  it('is not made when the name has come to mean this machine', async () => {
    const { port, asked } = await serve((_request, response) => response.end('internal'))
    const answers = [['10.20.30.40'], ['127.0.0.1']]
    let times = 0
    const resolve: Resolve = async () => answers[times++] ?? []
    await resolve('first look')
    const get = guard(resolve, { networks: [] })
    await expect(get(`http://rebind.example.org:${port}/`)).rejects.toMatchObject({
      code: 'address-is-this-machine',
    })
    expect(asked).toEqual([])
  })

  it('checks an address that stands in the URL itself', async () => {
    const { port, asked } = await serve((_request, response) => response.end('internal'))
    const get = guard(async () => [], { networks: [] }, 'admin')
    await expect(get(`http://127.0.0.1:${port}/`)).rejects.toMatchObject({ code: 'address-is-this-machine' })
    await expect(get(`http://0x7f000001:${port}/`)).rejects.toMatchObject({ code: 'address-is-this-machine' })
    expect(asked).toEqual([])
  })

  it('reports a redirect to the metadata service and does not follow it', async () => {
    const target = 'http://169.254.169.254/latest/meta-data/'
    const { port, asked } = await serve((_request, response) => {
      response.writeHead(302, { location: target })
      response.end()
    })
    expect(await guard(async () => [])(`http://127.0.0.1:${port}/v1/models`)).toEqual({
      status: 302,
      location: target,
      text: '',
    })
    expect(asked).toHaveLength(1)
  })

  it('lets go of an endless answer when its reader has had enough', async () => {
    let closed = false
    const { port } = await serve((_request, response) => {
      const writing = setInterval(() => response.write('x'.repeat(1_000)), 5)
      response.on('close', () => {
        closed = true
        clearInterval(writing)
      })
    })
    const guarded = createGuardedFetch({
      rules: { hosts: [], networks: loopback, own: new Set() },
      standingOf: () => 'anyone',
    })
    const signal = AbortSignal.timeout(10_000)
    const { body } = await guarded(`http://127.0.0.1:${port}/`, {
      method: 'GET',
      headers: {},
      signal,
    })
    for await (const _chunk of body ?? []) break
    await expect.poll(() => closed).toBe(true)
  })
})
