import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { ErrorBody, type ModelLoad } from '@ohif-admin/contracts'
import { afterEach, describe, expect, it } from 'vitest'
import { files, type Loading, NGC, startLoading, torchScript } from '../../testing/loading.ts'

let world: Loading
afterEach(() => world[Symbol.asyncDispose]())

const ended = async (id: string): Promise<ModelLoad> => {
  await expect.poll(async () => (await world.load(id)).state, { timeout: 20_000 }).toBe('over')
  return world.load(id)
}
const spooled = () => readdir(path.join(world.console.dataFolder, 'uploads'))
const state = async (id: string) => (await world.load(id)).state
const listed = (id: string) => expect.poll(async () => (await world.load(id)).outcome?.listed)
const MODEL = '/admin/model/my_spleen'

/** Of the ten seconds that a stop may take. */
const STOPPED_WITHIN_MS = 3_000

async function restart() {
  const from = performance.now()
  await world.console.app.close()
  expect(performance.now() - from).toBeLessThan(STOPPED_WITHIN_MS)
  await world.console.restart()
}

/** So far that the server has some of it and does not read on. */
async function stuckAt(bytes: number, total: number): Promise<string> {
  const load = await world.prepared(files(total))
  world.server.stopReadingAt(bytes)
  await world.send(load.id, torchScript(total - 4))
  await expect.poll(async () => (await world.load(load.id)).sentBytes).toBeGreaterThan(bytes * 0.9)
  expect(await state(load.id)).toBe('sending')
  return load.id
}

describe('a load that the browser breaks off', () => {
  it('half-way reaches the server not at all and leaves nothing behind', async () => {
    world = await startLoading()
    const bytes = torchScript(8_000_000)
    const load = await world.prepared(files(2 * bytes.length))
    const { answered, breakOff } = world.sending(load.id, bytes, 2 * bytes.length)
    await expect.poll(async () => (await world.load(load.id)).receivedBytes).toBeGreaterThan(7_000_000)
    expect(await spooled()).toHaveLength(1)
    breakOff()
    await answered.catch(() => undefined)
    expect(await ended(load.id)).toMatchObject({ outcome: { verdict: 'not-sent', cause: 'left' } })
    expect(await spooled()).toEqual([])
    expect(world.changes()).toEqual([])
  })
})

describe('a load whose server breaks off', () => {
  it('in the middle was cut off, and is not tried again', async () => {
    world = await startLoading()
    const bytes = torchScript(20_000_000)
    const load = await world.prepared(files(bytes.length))
    world.server.cutNextAt(5_000_000)
    await world.send(load.id, bytes)
    const over = await ended(load.id)
    expect(over).toMatchObject({ outcome: { verdict: 'cut-off', cause: 'connection', listed: 'no' } })
    expect(over.sentBytes).toBeLessThan(bytes.length)
    expect(world.changes()).toEqual([])
    expect(await spooled()).toEqual([])
  })

  it('at 90 % and is gone was cut off, and leaves nothing behind', async () => {
    world = await startLoading()
    const total = 60_000_000
    const id = await stuckAt(0.9 * total, total)
    expect(await spooled()).toHaveLength(1)
    await world.server.stop()
    expect(await ended(id)).toMatchObject({
      outcome: { verdict: 'cut-off', cause: 'connection', listed: 'unread' },
    })
    expect(await spooled()).toEqual([])
  })

  it('at 90 % and comes back is looked at again', async () => {
    world = await startLoading()
    const bytes = torchScript(20_000_000)
    const load = await world.prepared(files(bytes.length))
    world.server.cutNextAt(0.9 * bytes.length)
    world.server.failNext(502, '', '/v1/models')
    await world.send(load.id, bytes)
    expect(await ended(load.id)).toMatchObject({ outcome: { verdict: 'cut-off' } })
    await listed(load.id).toBe('no')
  })

  it('when it has everything is not known, also when its list shows the model later', async () => {
    world = await startLoading()
    const load = await world.prepared(files())
    world.server.goSlow(60_000, MODEL)
    await world.send(load.id, torchScript())
    await expect.poll(() => state(load.id)).toBe('waiting')
    world.server.failNext(502, '', '/v1/models')
    world.server.dropConnections()
    expect(await ended(load.id)).toMatchObject({ outcome: { verdict: 'unknown', cause: 'connection' } })
    world.server.setModels([{ name: 'my_spleen' }])
    await listed(load.id).toBe('yes')
    expect(await world.load(load.id)).toMatchObject({ outcome: { verdict: 'unknown', status: null } })
    expect(await spooled()).toEqual([])
  })
})

describe('a console that is asked to stop', () => {
  it('tells whoever is sending a file, and keeps nothing of it', async () => {
    world = await startLoading()
    const bytes = torchScript(8_000_000)
    const load = await world.prepared(files(2 * bytes.length))
    const { answered } = world.sending(load.id, bytes, 2 * bytes.length)
    await expect.poll(async () => (await world.load(load.id)).receivedBytes).toBeGreaterThan(7_000_000)
    const [{ status, json }] = await Promise.all([answered, restart()])
    expect(status).toBe(503)
    expect(ErrorBody.parse(json)).toMatchObject({ code: 'stopping' })
    expect(await world.load(load.id)).toMatchObject({
      state: 'over',
      outcome: { verdict: 'not-sent', cause: 'interrupted' },
    })
    expect(await spooled()).toEqual([])
    expect(world.changes()).toEqual([])
  })

  it('gives up what goes on to a server, and looks for it when it is back', async () => {
    world = await startLoading()
    const id = await stuckAt(10_000_000, 60_000_000)
    await restart()
    expect(await world.load(id)).toMatchObject({
      state: 'over',
      outcome: { verdict: 'cut-off', cause: 'interrupted' },
    })
    await listed(id).toBe('no')
    expect(await spooled()).toEqual([])
  })

  it('does not know what a server makes of a model, and never calls it a success', async () => {
    world = await startLoading()
    const load = await world.prepared(NGC)
    world.server.goSlow(60_000, MODEL)
    await world.start(load.id)
    await expect.poll(() => state(load.id)).toBe('waiting')
    await restart()
    expect(await world.load(load.id)).toMatchObject({
      state: 'over',
      outcome: { verdict: 'unknown', cause: 'interrupted' },
    })
    world.server.setModels([{ name: 'my_spleen' }])
    await listed(load.id).toBe('yes')
    expect(await world.load(load.id)).toMatchObject({ outcome: { verdict: 'unknown' } })
  })

  it('does not wait for the list of a server that said yes', async () => {
    world = await startLoading()
    const load = await world.prepared(NGC)
    world.server.goSlow(60_000, '/v1/models')
    await world.start(load.id)
    await expect.poll(() => state(load.id)).toBe('confirming')
    await restart()
    expect(await world.load(load.id)).toMatchObject({
      outcome: { verdict: 'accepted', status: 200, cause: 'interrupted', listed: 'unread' },
    })
  })
})
