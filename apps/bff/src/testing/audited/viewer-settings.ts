import type { Browser } from '../browser.ts'
import type { Actions } from './action.ts'

const PRESETS = '/xapi/viewerConfig/projects/LIVER/roipreset'
const LIST = [{ label: 'Tumour', color: [255, 0, 0] }]

const save = (browser: Browser, body: object, place = 'LIVER/SEG') =>
  browser.send('PUT', `/api/viewer-settings/${place}`, { body: { value: LIST, seen: [], ...body } })

const action = 'viewer-setting.save'

export const viewerSettingActions: Actions = {
  'PUT /api/viewer-settings/:projectId/:setting': [
    {
      call: ({ admin }) => save(admin, { reason: 'a new study' }),
      status: 200,
      entry: {
        action,
        actor: 'admin',
        subject: 'project LIVER',
        outcome: 'done',
        detail: { outcome: 'saved' },
      },
    },
    {
      call: ({ owner }) => save(owner, {}),
      status: 403,
      entry: {
        action,
        actor: 'owner',
        outcome: 'refused',
        event: 'authz_fail',
        detail: { code: 'forbidden' },
      },
    },
    {
      call: ({ admin }) => save(admin, { value: [...LIST, ...LIST] }),
      status: 400,
      entry: { action, outcome: 'refused', detail: { code: 'bad-request' } },
    },
    {
      call: ({ admin }) => save(admin, {}, 'NOWHERE/SEG'),
      status: 404,
      entry: { action, outcome: 'refused', detail: { code: 'not-found' } },
    },
    {
      call: ({ admin }) => save(admin, { seen: LIST, value: [] }),
      status: 409,
      entry: { action, outcome: 'refused', detail: { code: 'setting-moved' } },
    },
    {
      // XNAT answers the question before the change, and no question after it.
      prepare: async ({ console }) => {
        console.xnat.answerWith(PRESETS, { method: 'GET', status: 500, body: 'no' })
        const none = JSON.stringify({ AIM: [], SEG: [], MEAS: [] })
        console.xnat.answerWith(PRESETS, { method: 'GET', times: 1, status: 200, body: none })
      },
      call: ({ admin }) => save(admin, {}),
      status: 504,
      entry: { action, outcome: 'unknown', detail: { code: 'setting-unknown' } },
    },
    {
      call: ({ admin }) => save(admin, { value: true, seen: null }, 'LIVER/multistack'),
      status: 409,
      entry: { action, outcome: 'refused', detail: { code: 'plugin-missing' } },
    },
  ],
}
