import {
  DoctorReport,
  type ProjectId,
  PutAway,
  RestartState,
  type ServerOrigin,
  SetUpProgress,
  SetUpProof,
} from '@ohif-admin/contracts'
import { queryOptions } from '@tanstack/react-query'
import type { Api } from '../../lib/api.ts'

/** Somebody watches it: as often as a restart can show anything new. */
const RESTART_MS = 2_000
const FRESH_MS = 15_000
/** The doctor waits for a slow XNAT and for a slow folder. */
const DOCTOR_MS = 60_000

export const setUpQueries = {
  root: ['set-up'] as const,
  progress: (api: Api) =>
    queryOptions({
      queryKey: [...setUpQueries.root, 'progress'] as const,
      queryFn: ({ signal }) => api.read(SetUpProgress, 'set-up/progress', { signal, timeoutMs: DOCTOR_MS }),
      staleTime: FRESH_MS,
    }),
  /** How far one server has come on its way to the users of one project, or of the site. */
  proof: (api: Api, of: { server: ServerOrigin | undefined; project: ProjectId | undefined }) =>
    queryOptions({
      queryKey: [...setUpQueries.root, 'proof', of] as const,
      queryFn: ({ signal }) =>
        api.read(SetUpProof, 'set-up/proof', { query: of, signal, timeoutMs: DOCTOR_MS }),
    }),
  doctor: (api: Api) =>
    queryOptions({
      queryKey: [...setUpQueries.root, 'doctor'] as const,
      queryFn: ({ signal }) => api.read(DoctorReport, 'set-up/doctor', { signal, timeoutMs: DOCTOR_MS }),
      staleTime: FRESH_MS,
    }),
  restart: (api: Api) =>
    queryOptions({
      queryKey: [...setUpQueries.root, 'restart'] as const,
      queryFn: ({ signal }) => api.read(RestartState, 'set-up/restart', { signal }),
      refetchInterval: ({ state }) => (isWaiting(state.data) ? RESTART_MS : false),
      staleTime: RESTART_MS,
    }),
}

const isWaiting = (restart: RestartState | undefined) =>
  restart !== undefined && restart.state !== 'none' && restart.state !== 'restarted'

export const beginRestart = (api: Api) =>
  api.read(RestartState, 'set-up/restart', { method: 'POST', body: {} })

export const endRestart = (api: Api) => api.read(RestartState, 'set-up/restart', { method: 'DELETE' })

export const putAway = (api: Api, away: boolean) =>
  api.read(PutAway, 'set-up/put-away', { method: 'PUT', body: { away } })
