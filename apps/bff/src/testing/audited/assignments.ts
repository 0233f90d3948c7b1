import { randomUUID } from 'node:crypto'
import { AssignmentJobDetail } from '@ohif-admin/contracts'
import type { Browser } from '../browser.ts'
import type { Action, Actions, World } from './action.ts'

const A = 'https://ai.example.org:5000'

const save = (browser: Browser, body: object, place = 'project:LIVER') =>
  browser.send('PUT', `/api/assignments/places/${place}`, { body: { seen: null, ...body } })

const JOBS = '/api/assignments/jobs'
const clear = { kind: 'clear', places: ['project:LIVER'] }
const set = { kind: 'set', places: ['project:LIVER'], list: [A] }

/** A change that finds nothing to do, so that starting it is all that is written. */
const prepared = async ({ admin }: World) =>
  AssignmentJobDetail.parse((await admin.post(JOBS, clear)).json).id

const ended = async (world: World) => {
  const id = await prepared(world)
  await world.admin.post(`${JOBS}/${id}/start`)
  await world.console.deps.jobRunner.idle()
  return id
}

const forbidden = { outcome: 'refused', event: 'authz_fail', detail: { code: 'forbidden' } } as const
const unseen = { outcome: 'refused', detail: { code: 'not-found' } } as const
const over = { outcome: 'refused', detail: { code: 'assignment-job-over' } } as const

/** Starting, retrying, stopping: who may, on what, and when it is too late. */
function stepActions(
  step: 'start' | 'retry' | 'stop',
  right: Action,
  late: Action,
  ...more: readonly Action[]
): Actions {
  const action = `assignment-job.${step}`
  return {
    [`POST ${JOBS}/:jobId/${step}`]: [
      right,
      late,
      ...more,
      {
        prepare: prepared,
        call: ({ owner }, id) => owner.post(`${JOBS}/${id}/${step}`),
        status: 403,
        entry: { action, actor: 'owner', ...forbidden },
      },
      {
        call: ({ admin }) => admin.post(`${JOBS}/${randomUUID()}/${step}`),
        status: 404,
        entry: { action, ...unseen },
      },
    ],
  }
}

const of = (step: string, prepare: Action['prepare'], status: number, entry: Action['entry']): Action => ({
  ...(prepare ? { prepare } : {}),
  call: ({ admin }, id) => admin.post(`${JOBS}/${id}/${step}`),
  status,
  entry: { action: `assignment-job.${step}`, actor: 'admin', ...entry },
})

export const assignmentActions: Actions = {
  'PUT /api/assignments/places/:place': [
    {
      call: ({ admin }) => save(admin, { list: [A], reason: 'faster' }),
      status: 200,
      entry: {
        action: 'assignment.save',
        actor: 'admin',
        subject: 'project LIVER',
        outcome: 'done',
        detail: { outcome: 'saved', after: [A] },
      },
    },
    {
      call: ({ admin }) => save(admin, { list: [A] }, 'site'),
      status: 200,
      entry: { action: 'assignment.save', subject: 'site', outcome: 'done' },
    },
    {
      call: ({ owner }) => save(owner, { list: [A] }),
      status: 403,
      entry: { action: 'assignment.save', actor: 'owner', ...forbidden },
    },
    {
      call: ({ admin }) => save(admin, { list: ['ftp://h'] }),
      status: 400,
      entry: { action: 'assignment.save', outcome: 'refused', detail: { code: 'assignment-invalid' } },
    },
    {
      call: ({ admin }) => save(admin, { list: [A] }, 'project:NOWHERE'),
      status: 404,
      entry: { action: 'assignment.save', ...unseen },
    },
    {
      call: ({ admin }) => save(admin, { list: [A], seen: ['http://other.example.org'] }),
      status: 409,
      entry: { action: 'assignment.save', outcome: 'refused', detail: { code: 'assignment-moved' } },
    },
    {
      prepare: async ({ console }) =>
        console.xnat.answerWith('/xapi/ohifaiaa/projects/LIVER/servers', {
          method: 'PUT',
          status: 500,
          body: 'no',
        }),
      call: ({ admin }) => save(admin, { list: [A] }),
      status: 502,
      entry: { action: 'assignment.save', outcome: 'refused', detail: { code: 'assignment-refused' } },
    },
    {
      // The answer is lost, and so is that of the question what became of it.
      prepare: async ({ console }) => {
        console.xnat.answerWith('/xapi/ohifaiaa/projects/LIVER/servers', { method: 'PUT', cut: true })
        const times = { method: 'GET', times: 1 } as const
        console.xnat.answerWith('/xapi/ohifaiaa/projects/LIVER/servers', { ...times, cut: true })
        // Overrides are tried newest first: this one is for the question before the PUT.
        const never = { status: 404, body: '["No AIAA server list found"]' }
        console.xnat.answerWith('/xapi/ohifaiaa/projects/LIVER/servers', { ...times, ...never })
      },
      call: ({ admin }) => save(admin, { list: [A] }),
      status: 504,
      entry: { action: 'assignment.save', outcome: 'unknown', detail: { code: 'assignment-unknown' } },
    },
  ],
  'POST /api/assignments/jobs/': [
    {
      call: ({ admin }) => admin.post(JOBS, set),
      status: 200,
      entry: { action: 'assignment-job.prepare', actor: 'admin', outcome: 'done' },
    },
    {
      call: ({ owner }) => owner.post(JOBS, set),
      status: 403,
      entry: { action: 'assignment-job.prepare', actor: 'owner', ...forbidden },
    },
    {
      call: ({ admin }) => admin.post(JOBS, { ...set, places: ['project:NOWHERE'] }),
      status: 404,
      entry: { action: 'assignment-job.prepare', ...unseen },
    },
    {
      call: ({ admin }) => admin.post(JOBS, { kind: 'csv', csv: 'project\nLIVER\n' }),
      status: 400,
      entry: { action: 'assignment-job.prepare', outcome: 'refused', detail: { code: 'csv-invalid' } },
    },
  ],
  ...stepActions('start', of('start', prepared, 200, { outcome: 'done' }), of('start', ended, 409, over), {
    prepare: async ({ admin }) => AssignmentJobDetail.parse((await admin.post(JOBS, set)).json).id,
    call: ({ admin }, id) => admin.post(`${JOBS}/${id}/start`, { checkFirst: true }),
    status: 409,
    entry: {
      action: 'assignment-job.start',
      actor: 'admin',
      outcome: 'refused',
      detail: { code: 'assignment-check' },
    },
  }),
  ...stepActions('retry', of('retry', ended, 200, { outcome: 'done' }), of('retry', prepared, 409, over)),
  ...stepActions('stop', of('stop', ended, 409, over), of('stop', prepared, 409, over)),
}
