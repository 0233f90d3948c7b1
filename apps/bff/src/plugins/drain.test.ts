import { ErrorBody } from '@ohif-admin/contracts'
import { afterEach, describe, expect, it } from 'vitest'
import { startConsole, type TestConsole } from '../testing/console.ts'
import { plainRequest } from '../testing/plain-request.ts'

let console: TestConsole

afterEach(() => console[Symbol.asyncDispose]())

describe('a server that stops', () => {
  it('finishes what it has begun and refuses what is new, in the shape of every other refusal', async () => {
    console = await startConsole()
    const admin = await console.signIn('admin')
    console.xnat.goSlow(500)
    const begun = admin.get('/api/xnat/projects')
    await expect.poll(() => console.xnat.calls.at(-1)?.path).toMatch(/^\/data\/projects/)
    const stopping = console.app.close()
    const late = await plainRequest(console.url, '/api/site')
    expect([late.status, ErrorBody.parse(late.json).code]).toEqual([503, 'stopping'])
    expect(late.headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
      connection: 'close',
    })
    expect((await begun).status).toBe(200)
    await stopping
    await expect(plainRequest(console.url, '/live')).rejects.toThrow('ECONNREFUSED')
  })

  it('ends streams that were asked for in the last moment, too', async () => {
    console = await startConsole()
    const admin = await console.signIn('admin')
    console.clock.advance(31_000)
    console.xnat.goSlow(200)
    const listening = admin.listen('runs')
    await expect.poll(() => console.xnat.calls.at(-1)?.path).toBe('/xapi/users/username')
    const begun = performance.now()
    const stopping = console.app.close()
    const stream = await listening
    await stream.ended
    expect(stream.messages.at(-1)).toEqual({ type: 'reconnect' })
    await stopping
    // Running requests are given five seconds: this one did not need them.
    expect(performance.now() - begun).toBeLessThan(4_000)
  })
})
