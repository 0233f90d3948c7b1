import { setTimeout as sleep } from 'node:timers/promises'
import { removeRequest } from '@ohif-admin/aiaa-client'
import type { Removal, RemoveModel } from '@ohif-admin/contracts'
import type { Actor, Origin } from '../../lib/actor.ts'
import { AppError } from '../../lib/app-error.ts'
import { type AiModelsService, actionOf, demandAdmin, type ModelsNeeds } from './ai-models.service.ts'
import type { Answer } from './server-door.ts'

const CALL_MS = 60_000
/** As long as Triton may take to look into its folder. */
const GONE_WITHIN_MS = 6_000
const LOOK_EVERY_MS = 1_000

type Needs = Pick<ModelsNeeds, 'servers' | 'door' | 'audit' | 'alone' | 'now'> & {
  models: Pick<AiModelsService, 'demandIdle'>
}

/** Thrown through the audit, so that it says what became of the removal; the person gets the removal itself. */
class NotRemoved extends AppError {
  readonly removal: Removal

  constructor(removal: Removal) {
    const isUnknown = removal.verdict === 'unknown'
    super(isUnknown ? 'model-load-unknown' : 'model-load-failed', 'The model was not removed.')
    this.removal = removal
  }
}

/**
 * Removes a model from its server (of MONAI Label: its weights), and reads the list until it is gone. Throws `AppError`
 * `forbidden`, `confirm-needed`, `not-found`, `model-load-active`, `ai-server-unread`.
 */
export async function removeModel(
  actor: Actor,
  request: RemoveModel,
  { from, needs }: { from: Origin; needs: Needs },
): Promise<Removal> {
  try {
    return await needs.audit.during(
      actionOf('ai-model.remove', actor, request, from),
      async () => {
        demandAdmin(actor)
        const removal = await remove(actor, request, needs)
        if (removal.verdict !== 'gone' && removal.verdict !== 'accepted') throw new NotRemoved(removal)
        return removal
      },
      ({ verdict, status }) => ({ verdict, status }),
    )
  } catch (error) {
    if (error instanceof NotRemoved) return error.removal
    throw error
  }
}

async function remove(actor: Actor, { origin, name, confirm }: RemoveModel, needs: Needs): Promise<Removal> {
  const { servers, door, alone, models } = needs
  if (confirm !== name) throw new AppError('confirm-needed', 'Type the name of the model to remove it.')
  models.demandIdle(origin)
  const { kind } = await servers.models(actor, origin, false)
  if (kind === null) throw new AppError('ai-server-unread', 'The server does not say what it is.')
  return alone(origin, async () => {
    const answer = await door
      .send(removeRequest(origin, name, kind), AbortSignal.timeout(CALL_MS))
      .catch(gaveUp)
    return kind === 'aiaa' ? look(answer, { origin, name }, needs) : ofWeights(answer)
  })
}

function gaveUp(error: unknown): Answer {
  if (error instanceof DOMException && error.name === 'TimeoutError') return { reason: null }
  throw error
}

/** A list that does not show the model any more is worth more than any answer. */
async function look(
  answer: Answer,
  { origin, name }: Pick<RemoveModel, 'origin' | 'name'>,
  { door, now }: Needs,
): Promise<Removal> {
  const accepted = 'status' in answer && answer.status < 300
  const until = now() + (accepted ? GONE_WITHIN_MS : 0)
  for (;;) {
    const models = await door.list(origin)
    const listed = models ? (models.has(name) ? 'yes' : 'no') : 'unread'
    if (listed === 'no') return { ...facts(answer), verdict: 'gone', listed }
    if (now() >= until) return { ...facts(answer), verdict: verdictOf(answer, listed), listed }
    await sleep(LOOK_EVERY_MS)
  }
}

function verdictOf(answer: Answer, listed: 'yes' | 'unread'): Removal['verdict'] {
  if (!('status' in answer)) return answer.reason === null || listed === 'unread' ? 'unknown' : 'not-sent'
  if (answer.status >= 300) return 'refused'
  return listed === 'yes' ? 'still-there' : 'accepted'
}

function ofWeights(answer: Answer): Removal {
  if (!('status' in answer)) return { ...facts(answer), verdict: 'unknown', listed: 'unread' }
  return { ...facts(answer), verdict: answer.status < 300 ? 'accepted' : 'refused', listed: 'unread' }
}

function facts(answer: Answer): Pick<Removal, 'status' | 'said' | 'reason'> {
  return 'status' in answer
    ? { status: answer.status, said: answer.status < 300 ? null : answer.said, reason: null }
    : { status: null, said: null, reason: answer.reason }
}
