import { monaiLabelInfos, startAiaaServer, startMonaiLabelServer } from '@ohif-admin/simulators'
import { describe, expect, test } from 'vitest'
import { createAiServerClient } from './client.ts'
import { readAppFacts } from './monai-label-app.ts'

const client = createAiServerClient()
const MONAI = { kind: 'monai-label' } as const

describe('how a MONAI Label server was started', () => {
  test('is read with its models, in the same call', async () => {
    await using server = await startMonaiLabelServer()
    const { app, models } = await client.readServer(server.url, MONAI)
    expect(models).toMatchObject({ state: 'ok' })
    expect(app).toEqual({
      name: 'MONAILabel - Radiology (0.8.5)',
      description: 'Radiology models',
      version: '0.8.5',
      labels: ['spleen', 'right kidney', 'left kidney', 'liver'],
      trainers: ['segmentation_spleen'],
      strategies: ['random', 'first', 'last'],
      scoring: [],
      devices: ['NVIDIA A10'],
      datastore: { place: 'folder', images: 41, labelled: 9 },
    })
    expect(server.calls.filter(({ path }) => path === '/info/')).toHaveLength(1)
  })

  test('shows that training is off, and that its images are not in a folder of its own', async () => {
    await using server = await startMonaiLabelServer({ info: monaiLabelInfos.xnatDatastore() })
    const { app } = await client.readServer(server.url, MONAI)
    expect(app).toMatchObject({ trainers: [], datastore: { place: 'elsewhere', images: 1284, labelled: 0 } })
  })

  test('is not known of a server that fails, or is an AIAA server', async () => {
    await using server = await startMonaiLabelServer()
    server.breakDatastore()
    expect(await client.readServer(server.url, MONAI)).toMatchObject({
      app: null,
      models: { state: 'error' },
    })
    await using aiaa = await startAiaaServer()
    const read = await client.readServer(aiaa.url, { kind: 'aiaa', generation: '4.x' })
    expect(read).toMatchObject({ app: null, models: { state: 'ok' } })
  })

  test('is empty where the app says nothing, or something of another form', () => {
    const nothing = { name: '', labels: [], trainers: [], devices: [] }
    const place = (datastore: unknown) => readAppFacts({ models: {}, datastore }).datastore.place
    expect(readAppFacts({ models: {} })).toMatchObject({ ...nothing, datastore: { place: 'unknown' } })
    const strange = {
      name: 7,
      labels: 'all',
      trainers: ['a'],
      datastore: 'full',
      models: { a: { config: 1 } },
    }
    expect(readAppFacts(strange)).toMatchObject({ ...nothing, datastore: { images: null } })
    expect(place({ total: -1 })).toBe('unknown')
    expect(readAppFacts({ models: {}, labels: { liver: 1 } }).labels).toEqual(['liver'])
    const devices = { a: { config: { device: 'cpu' } }, b: { config: { device: ['cpu', 'NVIDIA A10'] } } }
    expect(readAppFacts({ models: devices }).devices).toEqual(['cpu', 'NVIDIA A10'])
  })
})
