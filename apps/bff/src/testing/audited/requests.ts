import { randomUUID } from 'node:crypto'
import { ChangeRequest } from '@ohif-admin/contracts'
import type { Browser } from '../browser.ts'
import type { Actions, World } from './action.ts'

const LIST = ['http://ai.example.org:5000']
const REASON = 'a reason'

const propose = (browser: Browser, projectId = 'LIVER', list = LIST) =>
  browser.post('/api/requests', { projectId, list, reason: REASON })

const open = async ({ owner }: World) => ChangeRequest.parse((await propose(owner)).json).id

const decided = async (world: World) => {
  const id = await open(world)
  await world.admin.post(`/api/requests/${id}/refuse`, { word: 'no' })
  return id
}

const to = (id: unknown, verb: string) => `/api/requests/${id}/${verb}`
const project = { subject: 'project LIVER' }
const unseen = { outcome: 'refused', detail: { code: 'not-found' } } as const
const forbidden = { outcome: 'refused', event: 'authz_fail', detail: { code: 'forbidden' } } as const
const late = { outcome: 'refused', detail: { code: 'request-decided' } } as const

const approve = (browser: Browser, id: unknown) => browser.post(to(id, 'approve'), { seen: null })
const refuse = (browser: Browser, id: unknown) => browser.post(to(id, 'refuse'), { word: 'no' })

export const requestActions: Actions = {
  'POST /api/requests/': [
    {
      call: ({ owner }) => propose(owner),
      status: 201,
      entry: { action: 'request.propose', actor: 'owner', ...project, outcome: 'done' },
    },
    {
      call: ({ admin }) => propose(admin),
      status: 403,
      entry: { action: 'request.propose', actor: 'admin', ...forbidden },
    },
    {
      call: ({ owner }) => propose(owner, 'LIVER', ['ftp://h']),
      status: 400,
      entry: { action: 'request.propose', outcome: 'refused', detail: { code: 'assignment-invalid' } },
    },
    {
      prepare: open,
      call: ({ owner }) => propose(owner),
      status: 409,
      entry: { action: 'request.propose', outcome: 'refused', detail: { code: 'request-open' } },
    },
  ],
  'POST /api/requests/:changeRequestId/approve': [
    {
      prepare: open,
      call: ({ admin }, id) => approve(admin, id),
      status: 200,
      entry: { action: 'request.approve', actor: 'admin', ...project, outcome: 'done' },
      within: ['assignment.save'],
    },
    {
      prepare: open,
      call: ({ owner }, id) => approve(owner, id),
      status: 403,
      entry: { action: 'request.approve', actor: 'owner', ...forbidden },
    },
    {
      prepare: open,
      call: ({ admin }, id) => admin.post(to(id, 'approve'), { seen: ['http://other.example.org'] }),
      status: 409,
      entry: { action: 'request.approve', outcome: 'refused', detail: { code: 'assignment-moved' } },
      within: ['assignment.save'],
    },
    {
      prepare: open,
      call: ({ admin }, id) => admin.post(to(id, 'approve'), { seen: null, despite: 'no-result' }),
      status: 400,
      entry: { action: 'request.approve', outcome: 'refused', detail: { code: 'bad-request' } },
    },
    {
      prepare: decided,
      call: ({ admin }, id) => approve(admin, id),
      status: 409,
      entry: { action: 'request.approve', ...late },
    },
    {
      call: ({ admin }) => approve(admin, randomUUID()),
      status: 404,
      entry: { action: 'request.approve', ...unseen },
    },
  ],
  'POST /api/requests/:changeRequestId/refuse': [
    {
      prepare: open,
      call: ({ admin }, id) => refuse(admin, id),
      status: 200,
      entry: { action: 'request.refuse', actor: 'admin', ...project, outcome: 'done' },
    },
    {
      prepare: open,
      call: ({ owner }, id) => refuse(owner, id),
      status: 403,
      entry: { action: 'request.refuse', actor: 'owner', ...forbidden },
    },
    {
      prepare: decided,
      call: ({ admin }, id) => refuse(admin, id),
      status: 409,
      entry: { action: 'request.refuse', ...late },
    },
  ],
  'POST /api/requests/:changeRequestId/withdraw': [
    {
      prepare: open,
      call: ({ owner }, id) => owner.post(to(id, 'withdraw')),
      status: 200,
      entry: { action: 'request.withdraw', actor: 'owner', ...project, outcome: 'done' },
    },
    {
      prepare: open,
      call: ({ admin }, id) => admin.post(to(id, 'withdraw')),
      status: 403,
      entry: { action: 'request.withdraw', actor: 'admin', ...forbidden },
    },
    {
      prepare: decided,
      call: ({ owner }, id) => owner.post(to(id, 'withdraw')),
      status: 409,
      entry: { action: 'request.withdraw', ...late },
    },
  ],
  'POST /api/requests/:changeRequestId/acknowledge': [
    {
      prepare: decided,
      call: ({ owner }, id) => owner.post(to(id, 'acknowledge')),
      status: 200,
      entry: { action: 'request.acknowledge', actor: 'owner', outcome: 'done' },
    },
    {
      prepare: decided,
      call: ({ admin }, id) => admin.post(to(id, 'acknowledge')),
      status: 409,
      entry: { action: 'request.acknowledge', actor: 'admin', ...late },
    },
    {
      call: ({ owner }) => owner.post(to(randomUUID(), 'acknowledge')),
      status: 404,
      entry: { action: 'request.acknowledge', ...unseen },
    },
  ],
}
