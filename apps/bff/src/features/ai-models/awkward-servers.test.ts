import { randomBytes } from 'node:crypto'
import { Removal } from '@ohif-admin/contracts'
import { startAiaaServer, startMonaiLabelServer } from '@ohif-admin/simulators'
import { afterEach, describe, expect, it } from 'vitest'
import { files, loadingInto, NGC, torchScript } from '../../testing/loading.ts'

type World = Awaited<ReturnType<typeof loadingInto>>
let world: World
afterEach(() => world[Symbol.asyncDispose]())

async function outcomeOf(id: string) {
  await expect.poll(async () => (await world.load(id)).state, { timeout: 20_000 }).toBe('over')
  return (await world.load(id)).outcome
}
const weights = (bytes: number) => ({ form: 'weights', file: { name: 'model.pt', bytes } })

describe('MONAI Label', () => {
  const NAME = 'segmentation_spleen'

  it('takes weights for a model it has, and its checksum says that they are there', async () => {
    world = await loadingInto(await startMonaiLabelServer())
    // Many pieces, none of which is like another: one that was mixed up would change the checksum.
    const bytes = Buffer.concat([torchScript(4), randomBytes(12_000_000)])
    const load = await world.prepared(weights(bytes.length), { name: NAME, overwrite: NAME })
    expect((await world.send(load.id, bytes)).status).toBe(202)
    expect(await outcomeOf(load.id)).toMatchObject({ verdict: 'replaced', status: 200 })
    expect(world.changes()).toHaveLength(1)
  })

  it('that names another checksum has only said so', async () => {
    world = await loadingInto(await startMonaiLabelServer())
    const bytes = torchScript()
    const load = await world.prepared(weights(bytes.length), { name: NAME, overwrite: NAME })
    world.server.failNext(200, { checksum: 'SHA256:00', modified_time: 1 }, `/model/${NAME}`)
    await world.send(load.id, bytes)
    expect(await outcomeOf(load.id)).toMatchObject({ verdict: 'accepted', listed: 'unread' })
  })

  it('takes no new model, whatever form it comes in', async () => {
    world = await loadingInto(await startMonaiLabelServer())
    expect(await world.prepare(NGC)).toMatchObject({ status: 400, json: { fields: [{ path: 'source' }] } })
    expect(await world.prepare(weights(10), { name: 'new' })).toMatchObject({
      status: 400,
      json: { fields: [{ path: 'name' }] },
    })
  })

  it('that wants to be signed in to is told to have refused', async () => {
    world = await loadingInto(await startMonaiLabelServer())
    const load = await world.prepared(weights(4), { name: NAME, overwrite: NAME })
    world.server.failNext(401, { detail: 'Not authenticated' }, `/model/${NAME}`)
    await world.send(load.id, Buffer.from('PK\x03\x04'))
    expect(await outcomeOf(load.id)).toMatchObject({
      verdict: 'refused',
      status: 401,
      said: 'Not authenticated',
    })
  })

  it('loses weights, and nothing more than its word is told of it', async () => {
    world = await loadingInto(await startMonaiLabelServer())
    const body = { origin: world.origin, name: NAME, confirm: NAME }
    const removed = Removal.parse((await world.admin.post('/api/ai-models/removals', body)).json)
    expect(removed).toMatchObject({ verdict: 'accepted', status: 200, listed: 'unread' })
  })
})

describe('a server', () => {
  it('that is gone when its turn comes got nothing', async () => {
    world = await loadingInto(await startAiaaServer())
    const load = await world.prepared(files())
    await world.server.stop()
    await world.send(load.id, torchScript())
    expect(await outcomeOf(load.id)).toMatchObject({
      verdict: 'not-sent',
      cause: 'connection',
      reason: 'refused',
    })
  })

  it.each([
    [307, { location: 'elsewhere' }, '{"location":"elsewhere"}'],
    [500, '<html><title>500 Internal Server Error</title></html>', '500 Internal Server Error'],
    [502, '', null],
    [
      500,
      { error: { message: [], type: 'InferenceServerException' }, success: false },
      'InferenceServerException',
    ],
  ])('that answers %i after it got everything did not accept it', async (status, body, said) => {
    world = await loadingInto(await startAiaaServer())
    const load = await world.prepared(files())
    world.server.failNext(status, body, '/admin/model/my_spleen')
    await world.send(load.id, torchScript())
    const outcome = await outcomeOf(load.id)
    expect(outcome).toMatchObject({ verdict: 'refused', status, listed: 'no' })
    if (status !== 307) expect(outcome?.said).toBe(said)
    expect(world.changes()).toHaveLength(1)
  })

  it('that answers an error and lists the model all the same is told with both', async () => {
    const server = await startAiaaServer()
    world = await loadingInto(server)
    const load = await world.prepared(files())
    server.failNext(500, { detail: 'late' }, '/admin/model/my_spleen')
    server.setModels([{ name: 'my_spleen' }])
    await world.send(load.id, torchScript())
    expect(await outcomeOf(load.id)).toMatchObject({ verdict: 'refused', said: 'late', listed: 'yes' })
  })

  it('that does not answer is not loaded into, and neither is one that says nothing of itself', async () => {
    const server = await startAiaaServer({ models: [] })
    world = await loadingInto(server)
    expect(await world.prepare(NGC)).toMatchObject({
      status: 400,
      json: { fields: [{ path: 'generation' }] },
    })
    expect((await world.prepare(NGC, { generation: '4.0' })).status).toBe(201)
    await server.stop()
    const other = await world.prepare(NGC, { name: 'other', generation: '4.0' })
    expect(other.json).toMatchObject({ code: 'model-load-active' })
  })

  it('is held by one of two who begin at the same moment', async () => {
    world = await loadingInto(await startAiaaServer())
    const answers = await Promise.all([world.prepare(NGC), world.prepare(NGC, { name: 'b' })])
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409])
  })
})
