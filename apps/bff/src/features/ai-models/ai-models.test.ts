import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { ErrorBody, ManagedServer, type ModelLoad, Removal } from '@ohif-admin/contracts'
import { makeZip } from '@ohif-admin/simulators'
import { afterEach, describe, expect, it } from 'vitest'
import { createAuditRepository } from '../../storage/audit.ts'
import {
  files,
  type Loading,
  NGC,
  pipelineConfig,
  segmentationConfig,
  startLoading,
  torchScript,
} from '../../testing/loading.ts'

let world: Loading
afterEach(() => world[Symbol.asyncDispose]())

const ended = async (id: string): Promise<ModelLoad> => {
  await expect.poll(async () => (await world.load(id)).state, { timeout: 20_000 }).toBe('over')
  return world.load(id)
}
const spooled = () => readdir(path.join(world.console.dataFolder, 'uploads'))
const audited = async (action: string) =>
  (await createAuditRepository(world.console.deps.database).list({ limit: 50 })).filter(
    (entry) => entry.action === action && entry.phase === 'outcome',
  )
const state = async (id: string) => (await world.load(id)).state

describe('a load', () => {
  it.each([
    ['3.1', 'application/json'],
    ['4.0', 'application/json'],
    ['4.1', 'multipart/form-data'],
  ] as const)('from the catalogue takes the form of Clara %s', async (generation, type) => {
    world = await startLoading({ generation })
    const listed = generation === '3.1' ? 'clara_ct_seg_spleen_no_amp' : 'clara_pt_spleen_ct_segmentation'
    const load = await world.prepared({ ...NGC, path: `nvidia/med/${listed}` })
    expect((await world.start(load.id)).status).toBe(202)
    const { outcome } = await ended(load.id)
    expect(outcome?.said ?? '').toBe('')
    expect(world.changes()[0]?.headers['content-type']).toContain(type)
    expect(outcome).toMatchObject({ verdict: 'listed', status: 200, listed: 'yes' })
  })

  it('of a configuration and a model file arrives whole, and is seen in the list', async () => {
    world = await startLoading()
    const bytes = torchScript()
    const load = await world.prepared(files(bytes.length))
    expect(await world.send(load.id, bytes)).toMatchObject({ status: 202 })
    expect(await ended(load.id)).toMatchObject({
      outcome: { verdict: 'listed' },
      receivedBytes: bytes.length,
      sentBytes: bytes.length,
    })
    const [call] = world.changes()
    expect(call?.headers['content-length']).toBe(String(call?.bodyBytes))
    expect(call?.body.includes(bytes)).toBe(true)
    expect(await spooled()).toEqual([])
    expect(await audited('ai-model.load')).toMatchObject([{ outcome: 'done', detail: { verdict: 'listed' } }])
  })

  it('of an archive is judged by what is in it before the server gets any of it', async () => {
    world = await startLoading()
    const nested = Buffer.from(
      makeZip({ 'spleen/config/config_aiaa.json': segmentationConfig, 'spleen/models/model.ts': 'x' }),
    )
    const bad = await world.prepared({ form: 'mmar', file: { name: 'a.zip', bytes: nested.length } })
    const refused = await world.send(bad.id, nested)
    expect(refused.status).toBe(400)
    expect(ErrorBody.parse(refused.json)).toMatchObject({
      code: 'model-invalid',
      findings: [{ code: 'zip-extra-folder', values: { folder: 'spleen' } }],
    })
    expect(await ended(bad.id)).toMatchObject({ outcome: { verdict: 'not-sent', cause: 'invalid' } })
    expect(world.changes()).toEqual([])
    expect(await spooled()).toEqual([])

    const zip = Buffer.from(
      makeZip({ 'config/config_aiaa.json': segmentationConfig, 'models/model.ts': 'x' }),
    )
    const good = await world.prepared({ form: 'mmar', file: { name: 'a.zip', bytes: zip.length } })
    expect((await world.send(good.id, zip)).status).toBe(202)
    expect(await ended(good.id)).toMatchObject({ outcome: { verdict: 'listed' } })
  })

  it('of a pipeline needs the models that it chains', async () => {
    world = await startLoading()
    const pipeline = { form: 'files', config: pipelineConfig, configName: 'p.json', file: null }
    const refused = await world.prepare(pipeline)
    expect(refused.json).toMatchObject({
      code: 'model-invalid',
      findings: [{ code: 'pipeline-models-missing', values: { models: 'my_deepgrow_2d, my_deepgrow_3d' } }],
    })
    world.server.setModels([{ name: 'my_deepgrow_2d' }, { name: 'my_deepgrow_3d' }])
    const load = await world.prepared(pipeline, { generation: '4.0' })
    expect((await world.start(load.id)).status).toBe(202)
    expect(await ended(load.id)).toMatchObject({ outcome: { verdict: 'listed' } })
  })

  it('is one at a time for a server, and says who is in the way', async () => {
    world = await startLoading()
    world.console.xnat.addUser({ username: 'second', roles: ['Administrator'] })
    const first = await world.prepared(NGC)
    const second = await world.console.signIn('second')
    const refused = await world.prepare(NGC, { name: 'other' }, second)
    expect(refused).toMatchObject({
      status: 409,
      json: { code: 'model-load-active', load: { startedBy: 'admin', id: first.id } },
    })
    expect((await second.post(`/api/ai-models/loads/${first.id}/start`)).status).toBe(403)
    expect((await second.post(`/api/ai-models/loads/${first.id}/cancel`)).status).toBe(200)
    expect((await world.prepare(NGC, {}, second)).status).toBe(201)
  })

  it('replaces a model only when its name is typed, and says what the list can show of that', async () => {
    world = await startLoading()
    const name = 'clara_pt_spleen_ct_segmentation'
    expect(await world.prepare(NGC, { name })).toMatchObject({
      status: 409,
      json: { code: 'confirm-needed' },
    })
    const replace = async (config: string) => {
      const load = await world.prepared(files(torchScript().length, config), { name, overwrite: name })
      await world.send(load.id, torchScript())
      return load.id
    }
    const other = await replace(segmentationConfig.replace('"description": "', '"description": "Newer. '))
    expect(await ended(other)).toMatchObject({ replaces: true, outcome: { verdict: 'changed' } })
    const same = await replace(segmentationConfig.replace('"description": "', '"description": "Newer. '))
    await expect.poll(() => state(same)).toBe('confirming')
    world.console.clock.advance(10_000)
    expect(await ended(same)).toMatchObject({ replaces: true, outcome: { verdict: 'same-entry' } })
  })

  it('is waited for until Triton has looked into its folder', async () => {
    world = await startLoading({ engine: 'TRITON', tritonLists: 'after-poll' })
    const load = await world.prepared(NGC)
    await world.start(load.id)
    await expect.poll(() => state(load.id)).toBe('confirming')
    world.server.pollTriton()
    expect(await ended(load.id)).toMatchObject({ outcome: { verdict: 'listed' } })
  })

  it('that the server accepts and never lists is not a success', async () => {
    world = await startLoading({ engine: 'TRITON', tritonLists: 'after-poll' })
    const load = await world.prepared(NGC)
    await world.start(load.id)
    await expect.poll(() => state(load.id)).toBe('confirming')
    world.console.clock.advance(30_000)
    expect(await ended(load.id)).toMatchObject({ outcome: { verdict: 'missing', status: 200, listed: 'no' } })
    expect(await audited('ai-model.load')).toMatchObject([{ outcome: 'failed' }])
  })

  it('that the server refuses after it got everything is told in its own words', async () => {
    world = await startLoading({ ngc: 'isolated' })
    const load = await world.prepared(NGC)
    await world.start(load.id)
    expect(await ended(load.id)).toMatchObject({
      outcome: {
        verdict: 'refused',
        status: 500,
        said: 'Failed to establish a new connection · RuntimeError',
        listed: 'no',
      },
    })
  })

  it('that a proxy finds too large is refused by it, not lost', async () => {
    world = await startLoading({ proxyBodyLimitBytes: 1_000 })
    const load = await world.prepared(files())
    await world.send(load.id, torchScript())
    expect(await ended(load.id)).toMatchObject({
      outcome: { verdict: 'refused', status: 413, said: '413 Request Entity Too Large' },
    })
  })

  it('that was cancelled half-way on to the server leaves nothing here and says how far it was', async () => {
    world = await startLoading()
    const bytes = torchScript(60_000_000)
    const load = await world.prepared(files(bytes.length))
    world.server.stopReadingAt(10_000_000)
    await world.send(load.id, bytes)
    await expect.poll(async () => (await world.load(load.id)).sentBytes).toBeGreaterThan(9_000_000)
    expect(await state(load.id)).toBe('sending')
    const cancelled = await world.admin.post(`/api/ai-models/loads/${load.id}/cancel`)
    expect(cancelled).toMatchObject({
      status: 200,
      json: { state: 'over', outcome: { verdict: 'cut-off', cause: 'cancelled', listed: 'no' } },
    })
    expect(await spooled()).toEqual([])
    expect((await world.admin.post(`/api/ai-models/loads/${load.id}/cancel`)).json).toMatchObject({
      code: 'model-load-over',
    })
  })

  it('that gets no answer within a quarter of an hour is unknown, whatever the list shows', async () => {
    world = await startLoading()
    const load = await world.prepared(NGC)
    world.server.goSlow(60_000, '/admin/model/my_spleen')
    await world.start(load.id)
    await expect.poll(() => state(load.id)).toBe('waiting')
    world.console.clock.advance(15 * 60_000 + 1)
    expect(await ended(load.id)).toMatchObject({
      outcome: { verdict: 'unknown', cause: 'timeout', listed: 'no', status: null },
    })
    expect(await audited('ai-model.load')).toMatchObject([{ outcome: 'unknown' }])
  })

  it('goes on when nobody looks, and is told to whoever listens', async () => {
    world = await startLoading()
    await using stream = await world.admin.listen('model-loads')
    const load = await world.prepared(NGC)
    await stream.until(({ type }) => type === 'model-loads')
    await world.start(load.id)
    await world.admin.delete('/api/session')
    const again = await world.console.signIn('admin')
    await expect.poll(async () => (await world.load(load.id, again)).outcome?.verdict).toBe('listed')
  })

  it('that was prepared and never begun frees the server', async () => {
    world = await startLoading()
    const load = await world.prepared(files())
    world.console.clock.advance(2 * 60_000 + 1)
    expect(await ended(load.id)).toMatchObject({ outcome: { verdict: 'not-sent', cause: 'never-started' } })
    expect((await world.send(load.id, torchScript())).status).toBe(409)
  })
})

describe('the server of a load', () => {
  it('shows its models, the limit and the last loads', async () => {
    world = await startLoading()
    const load = await world.prepared(NGC)
    await world.start(load.id)
    await ended(load.id)
    const answer = await world.admin.get(`/api/ai-models?origin=${encodeURIComponent(world.origin)}`)
    const view = ManagedServer.parse(answer.json)
    expect(view).toMatchObject({ kind: 'aiaa', generation: '4.x', loads: [{ id: load.id }] })
    expect(view.models.map(({ name }) => name)).toContain('my_spleen')
  })

  it('loses a model when its name is typed, and the list is read for it', async () => {
    world = await startLoading()
    const name = 'clara_pt_spleen_ct_segmentation'
    const remove = (confirm: string) =>
      world.admin.post('/api/ai-models/removals', { origin: world.origin, name, confirm })
    expect((await remove('something')).json).toMatchObject({ code: 'confirm-needed' })
    expect(Removal.parse((await remove(name)).json)).toMatchObject({
      verdict: 'gone',
      status: 200,
      listed: 'no',
    })
    expect(await audited('ai-model.remove')).toMatchObject([{ outcome: 'done' }, { outcome: 'refused' }])
  })

  it('that refuses to remove a model is told so, and so is the audit', async () => {
    world = await startLoading({ adminHosts: ['10.0.0.1'] })
    const name = 'clara_pt_spleen_ct_segmentation'
    const body = { origin: world.origin, name, confirm: name }
    const answer = await world.admin.post('/api/ai-models/removals', body)
    expect(Removal.parse(answer.json)).toMatchObject({ verdict: 'refused', status: 403, listed: 'yes' })
    expect(await audited('ai-model.remove')).toMatchObject([{ outcome: 'failed' }])
  })
})
