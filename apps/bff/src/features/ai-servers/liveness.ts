import type { Findings, StoredServer } from '../../storage/ai-servers.ts'
import { askAccess, openToAll } from './access.ts'
import { type Judgement, judge } from './judgement.ts'
import { findObstacles, isObstacle, withObstacles } from './obstacles.ts'
import type { Outward } from './outward.ts'

/** The cheapest look that tells whether viewers can use the server: by its kind, where that is known. */
export async function liveness(
  outward: Outward,
  server: StoredServer,
  pageOrigin: string,
): Promise<Judgement & { findings: Findings }> {
  const { client } = outward
  const { origin } = server
  const found = await client.detectKind(origin)
  if (!('value' in found)) return { ...judge(found), findings: {} }
  const identity = found.value
  const obstacles = await findObstacles(outward, origin, identity.kind, pageOrigin)
  if (identity.kind === 'monai-label') {
    const known = knownOf(server)
    const seen = withObstacles(known, obstacles)
    const access = await askAccess(client, origin, { identity, models: [] })
    const { modelCount } = known
    const findings: Findings = {
      kind: 'monai-label',
      generation: null,
      modelCount,
      openToAll: openToAll(access),
    }
    return { ...seen, findings: { ...findings, problems: seen.problems } }
  }
  const models = await client.listModels(origin, identity)
  const seen = withObstacles(judge(models), obstacles)
  const listed = 'value' in models ? { modelCount: models.value.length } : {}
  return { ...seen, findings: { ...identity, problems: seen.problems, ...listed } }
}

/** Models of MONAI Label are read on demand only; what they were then still holds as far as anybody knows. */
function knownOf({ kind, modelCount, problems }: StoredServer): Judgement & { modelCount: number | null } {
  if (kind !== 'monai-label') return { state: 'ok', reason: null, problems: [], modelCount: null }
  const ofModels = problems.filter((problem) => !isObstacle(problem))
  const state = ofModels.length > 0 ? 'degraded' : modelCount === 0 ? 'ok-empty' : 'ok'
  return { state, reason: null, problems: ofModels, modelCount }
}
