import type { AiServerKind, CheckReport, ModelProblem } from '@ohif-admin/contracts'
import { checkCors } from './cors.ts'
import type { Judgement } from './judgement.ts'
import { isMixedContent } from './mixed-content.ts'
import type { Outward } from './outward.ts'

const MIXED: ModelProblem = { code: 'mixed-content', model: null }
const KEPT_OUT: ModelProblem = { code: 'pages-kept-out', model: null }

/** What keeps pages of XNAT from a server however well it works. One cheap call; what could not be seen is no obstacle. */
export async function findObstacles(
  { fetch }: Outward,
  origin: string,
  kind: AiServerKind,
  pageOrigin: string,
): Promise<ModelProblem[]> {
  if (isMixedContent(origin, pageOrigin)) return [MIXED]
  const { outcome } = await checkCors(fetch, origin, kind, pageOrigin)
  return outcome === 'bad' ? [KEPT_OUT] : []
}

/** Whether it is about the way to a server rather than about its answer. */
export const isObstacle = ({ code }: ModelProblem): boolean => code === MIXED.code || code === KEPT_OUT.code

/** The same, from a check that has looked already. */
export function obstaclesIn(steps: CheckReport['steps']): ModelProblem[] {
  if (steps.some(({ step, note }) => step === 'address' && note === 'mixed-content')) return [MIXED]
  return steps.some(({ step, outcome }) => step === 'cors' && outcome === 'bad') ? [KEPT_OUT] : []
}

/** A server that does its work and that the viewer cannot reach does not work. */
export function withObstacles<Seen extends Judgement>(seen: Seen, obstacles: readonly ModelProblem[]): Seen {
  const answers = seen.state === 'ok' || seen.state === 'ok-empty' || seen.state === 'degraded'
  if (!answers || obstacles.length === 0) return seen
  return { ...seen, state: 'degraded', problems: [...seen.problems, ...obstacles] }
}
