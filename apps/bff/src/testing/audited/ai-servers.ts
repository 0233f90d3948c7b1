import { randomUUID } from 'node:crypto'
import { CheckReport } from '@ohif-admin/contracts'
import type { Actions, World } from './action.ts'

/** Never called, whatever the configuration says: a check of it costs nothing. */
const ENTRY = 'http://169.254.169.254'
const VERDICT = {
  outcome: 'bad',
  note: 'network',
  calledAs: 'xnat',
  status: null,
  tookMs: 5,
  steps: [{ step: 'reach', outcome: 'bad', tookMs: 5 }],
}
const forbidden = { outcome: 'refused', event: 'authz_fail', detail: { code: 'forbidden' } } as const

const checked = async ({ admin }: World) =>
  CheckReport.parse((await admin.post('/api/ai-servers/checks', { entry: ENTRY })).json).id

const toBrowser = (id: unknown) => `/api/ai-servers/checks/${id}/browser`

const watching = (verb: 'watch' | 'unwatch'): Actions[string] => [
  {
    call: ({ admin }) => admin.post(`/api/ai-servers/${verb}`, { entry: ENTRY }),
    status: 204,
    entry: { action: `ai-server.${verb}`, actor: 'admin', subject: `ai server ${ENTRY}`, outcome: 'done' },
  },
  {
    call: ({ owner }) => owner.post(`/api/ai-servers/${verb}`, { entry: ENTRY }),
    status: 403,
    entry: { action: `ai-server.${verb}`, actor: 'owner', ...forbidden },
  },
]

export const aiServerActions: Actions = {
  'POST /api/ai-servers/checks/': [
    {
      call: ({ owner }) => owner.post('/api/ai-servers/checks', { entry: ENTRY }),
      status: 200,
      entry: { action: 'ai-server.check', actor: 'owner', subject: `ai server ${ENTRY}`, outcome: 'done' },
    },
  ],
  'POST /api/ai-servers/checks/before-use': [
    {
      call: ({ admin }) => admin.post('/api/ai-servers/checks/before-use', { entry: ENTRY }),
      status: 200,
      entry: {
        action: 'ai-server.check',
        actor: 'admin',
        subject: `ai server ${ENTRY}`,
        outcome: 'done',
      },
    },
    {
      call: ({ owner }) => owner.post('/api/ai-servers/checks/before-use', { entry: ENTRY }),
      status: 403,
      entry: { action: 'ai-server.check', actor: 'owner', ...forbidden },
    },
  ],
  'PUT /api/ai-servers/checks/:checkId/browser': [
    {
      prepare: checked,
      call: ({ admin }, id) => admin.send('PUT', toBrowser(id), { body: VERDICT }),
      status: 200,
      entry: { action: 'ai-server.browser-check', actor: 'admin', outcome: 'done' },
    },
    {
      prepare: checked,
      call: ({ owner }, id) => owner.send('PUT', toBrowser(id), { body: VERDICT }),
      status: 403,
      entry: { action: 'ai-server.browser-check', actor: 'owner', ...forbidden },
    },
    {
      call: ({ admin }) => admin.send('PUT', toBrowser(randomUUID()), { body: VERDICT }),
      status: 404,
      entry: { action: 'ai-server.browser-check', outcome: 'refused', detail: { code: 'not-found' } },
    },
  ],
  'POST /api/ai-servers/watch': watching('watch'),
  'POST /api/ai-servers/unwatch': watching('unwatch'),
}
