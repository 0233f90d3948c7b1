import type { Impact, ImpactRequest } from '@ohif-admin/contracts'
import type { Actor } from '../../../lib/actor.ts'
import type { LogWatch } from '../../../lib/log-watch.ts'
import { isDicomwebOffered } from '../../../lib/plugin-version.ts'
import { createAudienceOf } from '../../../lib/project-access.ts'
import type { RunQueueRepository } from '../../../storage/run-queue.ts'
import { serverZone } from '../guided/quiet-hours.ts'
import { estimate } from '../progress.ts'
import { makePlan, type Plan, type PlanNeeds } from './plan.ts'

const PAST_RUNS = 20

interface Needs extends PlanNeeds {
  queue: RunQueueRepository
  log: LogWatch
  /** What must be typed before a run over the whole site. */
  siteName: string
}

/** What a run would do, said before it starts; starts nothing. Throws `AppError`, `UpstreamError`. */
export async function impactOf(needs: Needs, actor: Actor, request: ImpactRequest): Promise<Impact> {
  const plan = await makePlan(needs, actor, request)
  const sessions = plan.kind === 'bulk' ? plan.listed : plan.sessions.length
  const [rates, others] = await Promise.all([needs.runs.rates(PAST_RUNS, plan.data), inTheWay(needs, actor)])
  return {
    kind: plan.kind,
    data: plan.data,
    scope: plan.scope,
    projectId: plan.projectId,
    projectTitle: plan.projectTitle,
    targetId: plan.targetId,
    targetLabel: plan.targetLabel,
    sessions: plan.kind === 'bulk' ? plan.listed : plan.sessions.length,
    xnatCalls: plan.kind === 'bulk' ? 1 : sessions,
    estimate: estimate(sessions, rates),
    notOwned: plan.notOwned,
    notEditable: plan.kind === 'bulk' ? 0 : plan.notEditable,
    plugin: plan.plugin ? 'present' : 'missing',
    dicomweb: plan.plugin !== null && isDicomwebOffered(plan.plugin.version),
    log: needs.log.sight(null),
    ...others,
    zone: serverZone(),
    confirm: confirmationFor(plan, needs.siteName),
    refusal: plan.refusal,
  }
}

/** What a person has to type before this starts; null for nothing. */
export function confirmationFor({ scope }: Pick<Plan, 'scope'>, siteName: string): string | null {
  return scope === 'site' ? siteName : null
}

async function inTheWay({ access, runs, queue }: Needs, actor: Actor) {
  const audienceOf = await createAudienceOf(access, actor)
  const active = (await runs.active()).filter((run) => audienceOf(run) !== undefined)
  const queued = await queue.queued()
  const seen = [...active, ...queued].filter((run) => audienceOf(run) !== undefined)
  return {
    activeRunId: active[0]?.id ?? null,
    queued: queued.length,
    // A run that began elsewhere has nobody's name.
    othersAffected: [...new Set(seen.map(({ startedBy }) => startedBy))].filter(
      (name) => name !== '' && name !== actor.username,
    ),
  }
}
