import { type AiServerCheck, checkEntry, isFailure, viewerTarget } from '@ohif-admin/aiaa-client'
import type { AiServerKind, CheckReport, CheckStep, ServerAccess } from '@ohif-admin/contracts'
import { hostOf, OutboundRefused } from '../../lib/outbound/outbound-policy.ts'
import { askAccess } from './access.ts'
import { CheckSteps, timed } from './check-steps.ts'
import { tryTcp, tryTls } from './connection.ts'
import { checkCors, checkSending } from './cors.ts'
import { type Judgement, judge, notCalled, orNotCalled } from './judgement.ts'
import { isMixedContent } from './mixed-content.ts'
import type { Outward } from './outward.ts'

/** MONAI Label counts its whole data store on every such call, and answers nobody meanwhile. */
const SLOW_MS = 5_000

/** What a check found, before it is known whose and when it was. */
export type Checked = Omit<CheckReport, 'id' | 'browser' | 'checkedAt' | 'checkedBy' | 'projectId'>

interface Setting {
  outward: Outward
  /** Origin of the pages that call the server: XNAT's, as browsers see it. */
  pageOrigin: string
}

/**
 * Looks at the server behind a registered text step by step, as the viewer would reach it but from here. Never throws for
 * what the network does.
 */
export async function checkServer(entry: string, setting: Setting): Promise<Checked> {
  const steps = new CheckSteps()
  const { origin, droppedPath } = viewerTarget(entry)
  checkAddress(steps, entry, setting.pageOrigin)
  const base = {
    entry,
    origin: origin as Checked['origin'],
    droppedPath,
    kind: null,
    generation: null,
    models: null,
    access: 'unknown' as const,
  }
  const reached = origin === null ? undefined : await reach(steps, origin, setting.outward)
  if (origin === null || reached !== undefined) {
    const judged: Judgement = reached ?? { state: 'unreachable', reason: 'not-a-url', problems: [] }
    return { ...base, ...judged, steps: steps.all() }
  }
  const called = await orNotCalled(() => timed(() => setting.outward.client.check(entry)))
  if ('refused' in called) {
    // The name meant an allowed address a moment ago and means another one now.
    steps.add('http', 'unknown', called.refused.reason)
    return { ...base, ...called.refused, steps: steps.all() }
  }
  const { result, tookMs } = called
  const kind = result.identity?.kind ?? null
  describeAnswer(steps, result, tookMs)
  if (kind !== null) await checkFromPage(steps, origin, kind, setting)
  const access = await checkAccess(steps, origin, result, setting)
  describeRest(steps, result, droppedPath)
  return {
    ...base,
    ...judge(result.models),
    kind,
    generation: result.identity?.kind === 'aiaa' ? result.identity.generation : null,
    models: isFailure(result.models) ? null : result.models.value.length,
    access,
    steps: steps.all(),
  }
}

function checkAddress(steps: CheckSteps, entry: string, pageOrigin: string) {
  const { origin, trouble } = viewerTarget(entry)
  const facts = { origin }
  const verdict = checkEntry(entry)
  const warning = verdict.ok ? (verdict.warnings[0] ?? null) : null
  if (origin === null) steps.add('address', 'bad', trouble[0] ?? 'not-a-url', facts)
  else if (isMixedContent(origin, pageOrigin))
    steps.add('address', 'bad', 'mixed-content', { ...facts, page: pageOrigin })
  else if (trouble[0] !== undefined) steps.add('address', 'attention', trouble[0], facts)
  else if (warning !== null) steps.add('address', 'attention', warning, facts)
  else steps.add('address', 'ok', 'composed', facts)
}

/** Name, connection and certificate. Gives the judgement when it ends there. */
async function reach(steps: CheckSteps, origin: string, outward: Outward): Promise<Judgement | undefined> {
  const address = await findAddress(steps, origin, outward)
  if (typeof address !== 'string') return address
  const url = new URL(origin)
  const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80))
  const { result: tcp, tookMs } = await timed(() => tryTcp(address, port))
  steps.add('connect', tcp === 'open' ? 'ok' : 'bad', tcp, { port: String(port) }, tookMs)
  if (tcp !== 'open') {
    const reason = tcp === 'timeout' ? 'connect-timeout' : tcp
    return { state: 'unreachable', reason, problems: [] }
  }
  if (url.protocol !== 'https:') return undefined
  const handshake = await timed(() => tryTls(address, port, hostOf(url)))
  const { problem, issuer, validTo } = handshake.result
  const outcome = problem === null ? 'ok' : 'bad'
  steps.add('tls', outcome, problem ?? 'trusted', { issuer, validTo }, handshake.tookMs)
  // A server at work may be too busy to shake hands: the call itself tells the two apart.
  return undefined
}

async function findAddress(steps: CheckSteps, origin: string, outward: Outward): Promise<string | Judgement> {
  const host = hostOf(new URL(origin))
  try {
    const { result: address, tookMs } = await timed(() => outward.addressOf(origin))
    steps.add('names', 'ok', address === host ? 'literal' : 'resolved', { host }, tookMs)
    return address
  } catch (error) {
    if (error instanceof OutboundRefused) {
      steps.add('names', 'unknown', error.code, { host })
      return notCalled(error)
    }
    steps.add('names', 'bad', 'dns', { host })
    return { state: 'unreachable', reason: 'dns', problems: [] }
  }
}

function describeAnswer(steps: CheckSteps, { identity, models }: AiServerCheck, tookMs: number) {
  const { state, reason, problems } = judge(models)
  const answered = isFailure(models) ? models.answered : null
  const silent = isFailure(models) && answered === null
  const facts = { status: answered?.status ?? null, server: answered?.server?.slice(0, 100) ?? null }
  steps.add('http', silent ? 'bad' : 'ok', silent ? reason : 'answers', facts, tookMs)
  if (silent) return
  if (!identity) {
    steps.add('kind', 'bad', reason ?? state, facts)
    return
  }
  const generation = identity.kind === 'aiaa' ? identity.generation : null
  steps.add('kind', 'ok', identity.kind, { generation })
  const isMonaiLabel = identity.kind === 'monai-label'
  if (isFailure(models)) {
    // Its description came and its app info did not: what counts the data store failed.
    const isDatastore = isMonaiLabel && reason === 'server-error'
    return steps.add('models', 'bad', isDatastore ? 'datastore-fails' : (reason ?? state), facts)
  }
  const shown = models.value.filter(({ viewer }) => viewer === 'usable').length
  const counts = { models: models.value.length, shown }
  if (problems[0]) steps.add('models', 'bad', problems[0].code, { ...counts, model: problems[0].model })
  else if (shown === 0) steps.add('models', 'attention', 'none-shown', counts)
  else if (isMonaiLabel && tookMs > SLOW_MS)
    steps.add('models', 'attention', 'listed-slowly', { ...counts, seconds: Math.round(tookMs / 1_000) })
  else steps.add('models', 'ok', 'listed', counts)
}

async function checkFromPage(
  steps: CheckSteps,
  origin: string,
  kind: AiServerKind,
  { outward, pageOrigin }: Setting,
) {
  const cors = await timed(() => checkCors(outward.fetch, origin, kind, pageOrigin))
  steps.add('cors', cors.result.outcome, cors.result.note, cors.result.facts, cors.tookMs)
  const preflight = await timed(() => checkSending(outward, origin, kind, pageOrigin))
  steps.add(
    'preflight',
    preflight.result.outcome,
    preflight.result.note,
    preflight.result.facts,
    preflight.tookMs,
  )
}

async function checkAccess(
  steps: CheckSteps,
  origin: string,
  { identity, models }: AiServerCheck,
  { outward }: Setting,
): Promise<ServerAccess> {
  if (identity === null) return 'unknown'
  const listed = isFailure(models) ? [] : models.value
  const { result: access, tookMs } = await timed(() =>
    // A name may have come to mean an address that is not called; what could not be asked is unknown.
    askAccess(outward.client, origin, { identity, models: listed }).catch((): ServerAccess => 'unknown'),
  )
  steps.add('access', ACCESS_OUTCOME[access], access, {}, tookMs)
  return access
}

/** An open server works; that it is open has to be known. */
const ACCESS_OUTCOME: Readonly<Record<ServerAccess, CheckStep['outcome']>> = {
  open: 'attention',
  'sign-in': 'bad',
  here: 'attention',
  'not-here': 'ok',
  unknown: 'unknown',
}

function describeRest(
  steps: CheckSteps,
  { identity, models, underPath }: AiServerCheck,
  droppedPath: string | null,
) {
  const sent =
    models.state === 'degraded' ? models.problems.find(({ code }) => code.startsWith('redirect-')) : undefined
  if (sent) steps.add('redirect', 'bad', sent.code)
  else if (identity?.kind === 'monai-label' && !isFailure(models)) steps.add('redirect', 'ok', 'stays')
  if (droppedPath === null) return
  if (underPath)
    steps.add('under-path', 'bad', 'answers-under-path', { path: droppedPath, kind: underPath.kind })
  else steps.add('under-path', 'attention', 'path-dropped', { path: droppedPath })
}
