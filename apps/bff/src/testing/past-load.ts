import { randomUUID } from 'node:crypto'
import { ModelLoad } from '@ohif-admin/contracts'

/** A load from the catalogue that is over, of this server. */
export const pastLoad = (origin: string, changes: Partial<ModelLoad> = {}): ModelLoad =>
  ModelLoad.parse({
    id: randomUUID(),
    origin,
    name: 'my_spleen',
    form: 'ngc',
    what: 'nvidia/med/clara_pt_spleen_ct_segmentation:1',
    replaces: false,
    startedBy: 'admin',
    startedAt: '2026-01-01T10:00:00.000Z',
    endedAt: '2026-01-01T10:05:00.000Z',
    state: 'over',
    totalBytes: null,
    receivedBytes: 0,
    sentBytes: 0,
    sentAt: null,
    givenUpAt: null,
    outcome: null,
    ...changes,
  })
