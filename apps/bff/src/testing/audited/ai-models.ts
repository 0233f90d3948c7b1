import { randomUUID } from 'node:crypto'
import { ModelLoad } from '@ohif-admin/contracts'
import { startAiaaServer } from '@ohif-admin/simulators'
import { expect } from 'vitest'
import type { Answer, Browser } from '../browser.ts'
import type { Action, Actions, World } from './action.ts'

const LOADS = '/api/ai-models/loads'
const NGC = { form: 'ngc', path: 'nvidia/med/clara_pt_spleen_ct_segmentation', version: '1' }
const MODEL = 'PK\x03\x04 and the rest'
const FILES = {
  form: 'files',
  configName: 'config_aiaa.json',
  config: JSON.stringify({
    version: 1,
    type: 'annotation',
    labels: ['spleen'],
    description: 'Spleen',
    inference: { AIAA: {} },
  }),
  file: { name: 'model.ts', bytes: MODEL.length },
}
const forbidden = { outcome: 'refused', event: 'authz_fail', detail: { code: 'forbidden' } } as const
const unseen = { outcome: 'refused', detail: { code: 'not-found' } } as const

/** An AIAA server in the site's list; gives its address. */
async function serve(world: World): Promise<string> {
  const server = await startAiaaServer()
  world.hold = { release: () => void server.stop() }
  world.console.xnat.storeAiServers([server.url])
  return server.url
}

const load = (browser: Browser, origin: unknown, source: object = NGC, name = 'my_spleen') =>
  browser.post(LOADS, { origin, name, source })

const prepared = (source: object) => async (world: World) => {
  const answer = await load(world.admin, await serve(world), source)
  return ModelLoad.parse(answer.json).id
}

const sendFile = (browser: Browser, id: unknown) =>
  browser.send('PUT', `${LOADS}/${id}/file`, {
    body: MODEL,
    headers: { 'content-type': 'application/octet-stream' },
  })

/** The outcome is written when the load is over, which its answer does not wait for. */
const over = (begin: (world: World, id: unknown) => Promise<Answer>) => async (world: World, id: unknown) => {
  const answer = await begin(world, id)
  const state = async () => ModelLoad.parse((await world.admin.get(`${LOADS}/${id}`)).json).state
  if (answer.status === 202) await expect.poll(state).toBe('over')
  return answer
}

/** Both ways to begin a load are the same action. */
const beginning = (source: object, begin: (browser: Browser, id: unknown) => Promise<Answer>): Action[] => [
  {
    prepare: prepared(source),
    call: over(({ admin }, id) => begin(admin, id)),
    status: 202,
    entry: { action: 'ai-model.load', actor: 'admin', outcome: 'done', detail: { verdict: 'listed' } },
  },
  {
    prepare: prepared(source),
    call: ({ owner }, id) => begin(owner, id),
    status: 403,
    entry: { action: 'ai-model.load', actor: 'owner', ...forbidden },
  },
  {
    call: ({ admin }) => begin(admin, randomUUID()),
    status: 404,
    entry: { action: 'ai-model.load', ...unseen },
  },
]

const remove = (browser: Browser, origin: unknown, confirm = 'clara_pt_spleen_ct_segmentation') =>
  browser.post('/api/ai-models/removals', { origin, name: 'clara_pt_spleen_ct_segmentation', confirm })

export const aiModelActions: Actions = {
  [`POST ${LOADS}`]: [
    {
      prepare: serve,
      call: ({ admin }, origin) => load(admin, origin),
      status: 201,
      entry: { action: 'ai-model.prepare', actor: 'admin', outcome: 'done' },
    },
    {
      prepare: serve,
      call: ({ owner }, origin) => load(owner, origin),
      status: 403,
      entry: { action: 'ai-model.prepare', actor: 'owner', ...forbidden },
    },
    {
      prepare: serve,
      call: ({ admin }, origin) => load(admin, origin, { ...FILES, config: '{' }),
      status: 400,
      entry: { action: 'ai-model.prepare', outcome: 'refused', detail: { code: 'model-invalid' } },
    },
    {
      prepare: async (world) => {
        const origin = await serve(world)
        await load(world.admin, origin)
        return origin
      },
      call: ({ admin }, origin) => load(admin, origin, NGC, 'another'),
      status: 409,
      entry: { action: 'ai-model.prepare', outcome: 'refused', detail: { code: 'model-load-active' } },
    },
  ],
  [`POST ${LOADS}/:loadId/start`]: beginning(NGC, (browser, id) => browser.post(`${LOADS}/${id}/start`)),
  [`PUT ${LOADS}/:loadId/file`]: beginning(FILES, sendFile),
  [`POST ${LOADS}/:loadId/cancel`]: [
    {
      prepare: prepared(NGC),
      call: ({ admin }, id) => admin.post(`${LOADS}/${id}/cancel`),
      status: 200,
      entry: { action: 'ai-model.cancel', actor: 'admin', outcome: 'done' },
    },
    {
      prepare: prepared(NGC),
      call: ({ owner }, id) => owner.post(`${LOADS}/${id}/cancel`),
      status: 403,
      entry: { action: 'ai-model.cancel', actor: 'owner', ...forbidden },
    },
    {
      call: ({ admin }) => admin.post(`${LOADS}/${randomUUID()}/cancel`),
      status: 404,
      entry: { action: 'ai-model.cancel', ...unseen },
    },
  ],
  'POST /api/ai-models/removals': [
    {
      prepare: serve,
      call: ({ admin }, origin) => remove(admin, origin),
      status: 200,
      entry: { action: 'ai-model.remove', actor: 'admin', outcome: 'done', detail: { verdict: 'gone' } },
    },
    {
      prepare: serve,
      call: ({ owner }, origin) => remove(owner, origin),
      status: 403,
      entry: { action: 'ai-model.remove', actor: 'owner', ...forbidden },
    },
    {
      prepare: serve,
      call: ({ admin }, origin) => remove(admin, origin, 'another'),
      status: 409,
      entry: { action: 'ai-model.remove', outcome: 'refused', detail: { code: 'confirm-needed' } },
    },
  ],
}
