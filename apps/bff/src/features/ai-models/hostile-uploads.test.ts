import { readdir } from 'node:fs/promises'
import { request } from 'node:http'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { files, type Loading, startLoading, torchScript } from '../../testing/loading.ts'

let world: Loading

beforeEach(async () => {
  world = await startLoading()
})
afterEach(() => world[Symbol.asyncDispose]())

const spooled = () => readdir(path.join(world.console.dataFolder, 'uploads')).catch(() => [])

/** Sends a body whose length nobody says before. */
function sendChunked(id: string, bytes: Buffer): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>()
  const headers = {
    cookie: world.admin.cookie ?? '',
    'sec-fetch-site': 'same-origin',
    'x-ohif-admin': '1',
    'content-type': 'application/octet-stream',
    'transfer-encoding': 'chunked',
  }
  const call = request(`${world.console.url}/api/ai-models/loads/${id}/file`, {
    method: 'PUT',
    agent: false,
    headers,
  })
  call.on('response', (answer) => {
    answer.resume()
    resolve(answer.statusCode ?? 0)
  })
  // A server that refuses early closes while there is still something to be sent.
  call.on('error', reject)
  call.end(bytes)
  return promise
}

describe('a file that is not what it was said to be', () => {
  it.each([
    ['a hundred gigabytes', { ...files(), file: { name: 'model.ts', bytes: 100 * 1024 ** 3 } }],
    ['nothing', { ...files(), file: { name: 'model.ts', bytes: 0 } }],
    ['less than nothing', { ...files(), file: { name: 'model.ts', bytes: -1 } }],
  ])('is not even begun with when it is %s', async (_what, source) => {
    const answer = await world.prepare(source)
    expect([400, 413]).toContain(answer.status)
    expect(world.changes()).toEqual([])
  })

  it.each([
    ['longer than it was said to be', torchScript(50_000), files(10_000)],
    ['shorter than it was said to be', torchScript(5_000), files(10_000)],
    [
      'a page that calls itself an archive',
      Buffer.from('<html>not an archive</html>'.padEnd(2_000)),
      { form: 'mmar', file: { name: 'a.zip', bytes: 2_000 } },
    ],
    [
      'an archive cut in the middle',
      Buffer.from(`PK\x03\x04${'x'.repeat(1_996)}`),
      { form: 'mmar', file: { name: 'a.zip', bytes: 2_000 } },
    ],
    ['a page that calls itself a model', Buffer.from('<html></html>'.padEnd(2_000)), files(2_000)],
  ])('is refused when it is %s, and nothing of it is kept or goes on', async (_what, bytes, source) => {
    const load = await world.prepared(source)
    const { status, json } = await world.send(load.id, bytes)
    expect([status, (json as { code?: string }).code]).toEqual(
      source.file.bytes === bytes.length ? [400, 'model-invalid'] : [502, 'model-load-failed'],
    )
    expect(world.changes()).toEqual([])
    await expect.poll(spooled).toEqual([])
  })

  it('is held to its length, too, when it comes without one', async () => {
    const load = await world.prepared(files(10_000))
    expect(await sendChunked(load.id, torchScript(50_000))).toBe(502)
    expect(world.changes()).toEqual([])
    await expect.poll(spooled).toEqual([])
  })
})
