import type { AssignedServerHealth } from '@ohif-admin/contracts'
import type { AssignmentsService } from '../features/assignments/assignments.service.ts'
import { RequestsService } from '../features/requests/requests.service.ts'
import { RequestsReader } from '../features/requests/requests-reader.ts'
import type { Actor } from '../lib/actor.ts'
import { createRequestsRepository } from '../storage/requests.ts'
import type { Shared } from './shared.ts'

interface Around {
  assignments: AssignmentsService
  /** What the checks of AI servers know of an origin. */
  health?: (origin: string) => AssignedServerHealth | undefined
  /** Keeps the check that is sent along with a request. */
  attachCheck: (actor: Actor, checkId: string, entry: string) => Promise<void>
}

export function wireRequests(shared: Shared, { assignments, attachCheck, health = () => undefined }: Around) {
  const requests = createRequestsRepository(shared.database)
  const reader = new RequestsReader({ requests, assignments })
  return {
    reader,
    requests: new RequestsService({ ...shared, requests, reader, assignments, attachCheck, health }),
  }
}
