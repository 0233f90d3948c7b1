import { readAccess, type ServerAccess } from './access.ts'
import { readAiaaModels } from './aiaa-models.ts'
import { type DetectTimeouts, detectKind, type Identity } from './detect.ts'
import { answerFailure } from './failures.ts'
import type { AiModel } from './model.ts'
import { type AppFacts, readAppFacts } from './monai-label-app.ts'
import { AppInfo, readMonaiLabelModels } from './monai-label-models.ts'
import { type Failure, isFailure, judged, type Outcome, type ViewerProblem } from './outcome.ts'
import { readServerLog, type ServerLogSource, type ServerLogText } from './server-log.ts'
import { createGet, type FetchLike, type Get, isReply, type Reply } from './transport.ts'
import { viewerTarget } from './viewer-url.ts'

export interface AiServerTimeouts extends DetectTimeouts {
  /** For the app info of MONAI Label, which may count a whole XNAT before it answers. */
  readonly infoMs: number
  readonly logMs: number
}

const TIMEOUTS: AiServerTimeouts = { livenessMs: 5_000, modelsMs: 10_000, infoMs: 120_000, logMs: 15_000 }

export interface AiServerCheck {
  /** The server the viewer calls for this entry; null when it calls nothing. */
  readonly origin: string | null
  /** Null when no known kind of server answered. */
  readonly identity: Identity | null
  readonly models: Outcome<readonly AiModel[]>
  /** A server that answers under the registered path, which the viewer leaves out. */
  readonly underPath: Identity | null
}

export interface ServerRead {
  readonly models: Outcome<readonly AiModel[]>
  readonly app: AppFacts | null
}

export interface AiServerClient {
  /** Which kind of server answers below `base`, an origin or one with a path and no trailing slash. */
  detectKind(base: string): Promise<Outcome<Identity>>
  /** What the server offers. MONAI Label may need minutes on a large XNAT: call rarely, never twice at once. */
  listModels(base: string, identity: Identity): Promise<Outcome<readonly AiModel[]>>
  /** The same, and what a MONAI Label app tells of how it was started; null for AIAA and where the list is not to be had. */
  readServer(base: string, identity: Identity): Promise<ServerRead>
  /** Who may change its models, as far as reading calls tell; `model` is one that is loaded. */
  readAccess(base: string, identity: Identity, model: string | null): Promise<ServerAccess>
  /** The last `lines` lines of its own log, or what it says of its GPUs, as it came: at most 1 MB of text or of a page. */
  readLog(
    base: string,
    asked: { identity: Identity; source: ServerLogSource; lines: number },
  ): Promise<Outcome<ServerLogText>>
  /** Both, for a registered text, at the address the viewer makes of it. */
  check(entry: string): Promise<AiServerCheck>
}

/**
 * Looks at AI servers from where this process runs; a browser may see something else. What goes wrong on the way is an
 * outcome; only an error of `fetch` that is no network failure, such as its own refusal, is thrown on.
 */
export function createAiServerClient(
  options: { readonly fetch?: FetchLike; readonly timeouts?: Partial<AiServerTimeouts> } = {},
): AiServerClient {
  const get = createGet(options.fetch)
  const timeouts = { ...TIMEOUTS, ...options.timeouts }
  const detect = (base: string) => detectKind(get, base, timeouts)
  const readServer = async (base: string, { kind }: Identity): Promise<ServerRead> =>
    kind === 'aiaa'
      ? { models: await listAiaa(get, base, timeouts.modelsMs), app: null }
      : readMonaiLabel(get, base, timeouts.infoMs)
  const listModels = async (base: string, identity: Identity) => (await readServer(base, identity)).models

  return {
    detectKind: detect,
    listModels,
    readServer,
    readAccess: (base, identity, model) =>
      readAccess(get, base, { identity, model, timeoutMs: timeouts.livenessMs }),
    readLog: (base, asked) => readServerLog(get, base, { ...asked, timeoutMs: timeouts.logMs }),
    async check(entry) {
      const { origin, droppedPath } = viewerTarget(entry)
      const nothing = { origin, identity: null, underPath: null }
      if (origin === null) {
        return { ...nothing, models: { state: 'unreachable', reason: 'not-a-url', answered: null } }
      }
      const found = await detect(origin)
      if (!isFailure(found)) {
        return { ...nothing, identity: found.value, models: await listModels(origin, found.value) }
      }
      if (found.state !== 'wrong-service' || droppedPath === null) return { ...nothing, models: found }
      const below = await detect(origin + droppedPath)
      return { ...nothing, models: found, underPath: isFailure(below) ? null : below.value }
    },
  }
}

async function listAiaa(get: Get, base: string, timeoutMs: number): Promise<Outcome<readonly AiModel[]>> {
  const reply = await get(`${base}/v1/models`, timeoutMs)
  if (!isReply(reply)) return ofKnownServer(reply)
  if (reply.answered.status !== 200) return refused(reply)
  if (!Array.isArray(reply.json)) return unexpectedBody(reply)
  const { models, problems } = readAiaaModels(reply.json)
  return judged(models, models.length, problems)
}

/** Asks as the viewer does, without the slash: the answer may send browsers where they cannot go. */
async function readMonaiLabel(get: Get, base: string, timeoutMs: number): Promise<ServerRead> {
  const failed = (models: Failure) => ({ models, app: null })
  const asked = await get(`${base}/info`, timeoutMs)
  if (!isReply(asked)) return failed(ofKnownServer(asked))
  const redirected = asked.answered.status >= 300 && asked.answered.status < 400
  const reply = redirected ? await get(`${base}/info/`, timeoutMs) : asked
  if (!isReply(reply)) return failed(ofKnownServer(reply))
  if (reply.answered.status !== 200) return failed(refused(reply))
  const info = AppInfo.safeParse(reply.json)
  if (!info.success) return failed(unexpectedBody(reply))
  const { models, problems } = readMonaiLabelModels(info.data)
  const sent = redirected ? redirectProblems(base, asked.answered.location) : []
  return { models: judged(models, models.length, [...sent, ...problems]), app: readAppFacts(info.data) }
}

function redirectProblems(base: string, location: string | null): ViewerProblem[] {
  const from = new URL(base)
  const to = URL.parse(location ?? '', `${base}/info`)
  if (!to || to.host !== from.host) return [{ code: 'redirect-elsewhere', model: null }]
  const downgraded = from.protocol === 'https:' && to.protocol === 'http:'
  return downgraded ? [{ code: 'redirect-to-http', model: null }] : []
}

function refused({ answered, hasBody, json }: Reply): Failure {
  return answerFailure(answered, hasBody, json !== undefined)
}

/** Its kind is known, so an endless answer does not make it another service. */
function ofKnownServer(failure: Failure): Failure {
  return failure.reason === 'too-large' ? { ...failure, state: 'error', reason: 'too-large' } : failure
}

function unexpectedBody({ answered }: Reply): Failure {
  return { state: 'error', reason: 'unexpected-body', answered }
}
