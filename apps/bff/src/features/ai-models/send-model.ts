import { setTimeout as sleep } from 'node:timers/promises'
import {
  loadRequest,
  type ManagementRequest,
  type ModelPayload,
  weightsRequest,
} from '@ohif-admin/aiaa-client'
import type { LoadOutcome, ServerReason } from '@ohif-admin/contracts'
import type { LiveLoad } from './live-load.ts'
import { outcome } from './outcomes.ts'
import type { Answer, ServerDoor } from './server-door.ts'
import type { SpooledFile } from './spool.ts'

/** Four of the five seconds after which Triton looks into its folder, in NVIDIA's own set-up. */
const APPEARS_WITHIN_MS = 20_000
/** A model of the same name is in the list at once; whether its entry changes shows soon or never. */
const CHANGES_WITHIN_MS = 6_000
const LOOK_EVERY_MS = 1_000

/** Nothing of the body can have arrived where these are the reason. */
const BEFORE_CONNECTED = new Set<ServerReason>([
  'dns',
  'refused',
  'connect-timeout',
  'no-route',
  'certificate-out-of-date',
  'certificate-self-signed',
  'certificate-untrusted',
  'certificate-for-another-host',
  'handshake',
  'not-http-url',
  'has-credentials',
  'port-not-allowed',
  'not-listed',
  'address-never-allowed',
  'address-is-this-machine',
])

interface Around {
  door: ServerDoor
  now: () => number
}

/** Hands a model over to its server and looks what came of it. Never sends twice. */
export async function sendModel(
  live: LiveLoad,
  file: SpooledFile | null,
  around: Around,
): Promise<LoadOutcome> {
  const request = requestFor(live, file)
  await live.enter(file === null ? 'waiting' : 'sending')
  let whole = false
  const onSent = (bytes: number) => {
    whole = bytes === request.body?.bytes
    live.sent(file === null ? 0 : bytes, whole)
  }
  let answer: Answer
  try {
    answer = await around.door.send(request, live.signal, onSent)
  } catch (error) {
    if (live.cause === null) throw error
    answer = { reason: null }
  }
  if (live.cause !== 'interrupted') await live.enter('confirming')
  if (!('status' in answer)) return unanswered(live, answer.reason, whole, around)
  if (live.destination.kind === 'monai-label') return ofWeights(answer, file)
  return answer.status < 300 ? confirm(live, answer, around) : refused(live, answer, around)
}

function requestFor({ view, source, destination }: LiveLoad, file: SpooledFile | null): ManagementRequest {
  const { origin, name } = view
  const named = (fileName: string, spooled: SpooledFile) => ({
    name: fileName,
    bytes: spooled.bytes,
    read: () => spooled.read(),
  })
  if (source.form === 'ngc') {
    const { path, version } = source
    return loadRequest(origin, name, { form: 'ngc', path, version, asForm: destination.generation === '4.1' })
  }
  if (source.form === 'weights' || source.form === 'mmar') {
    if (file === null) throw new Error('A file is sent only when it is here.')
    const data = named(source.file.name, file)
    return source.form === 'weights'
      ? weightsRequest(origin, name, data)
      : loadRequest(origin, name, { form: 'mmar', data })
  }
  const payload: ModelPayload = {
    form: 'files',
    config: { name: source.configName, text: source.config },
    data: source.file && file ? named(source.file.name, file) : null,
  }
  return loadRequest(origin, name, payload)
}

async function unanswered(
  live: LiveLoad,
  reason: ServerReason | null,
  whole: boolean,
  { door }: Around,
): Promise<LoadOutcome> {
  const cause = live.cause ?? 'connection'
  if (reason !== null && BEFORE_CONNECTED.has(reason)) return outcome('not-sent', { cause, reason })
  return outcome(whole ? 'unknown' : 'cut-off', { cause, reason, listed: await listedNow(live, door) })
}

async function refused(
  live: LiveLoad,
  { status, said }: Extract<Answer, { status: number }>,
  { door }: Around,
): Promise<LoadOutcome> {
  return outcome('refused', { status, said, listed: await listedNow(live, door) })
}

async function listedNow(live: LiveLoad, door: ServerDoor) {
  const { view, destination } = live
  if (destination.kind === 'monai-label') return 'unread'
  const models = await door.list(view.origin, live.interrupted)
  if (!models) return 'unread'
  return models.has(view.name) ? 'yes' : 'no'
}

/** The server's word is not enough: the list is read until it shows the model, or has had its time. */
async function confirm(
  live: LiveLoad,
  { status, said }: Extract<Answer, { status: number }>,
  { door, now }: Around,
): Promise<LoadOutcome> {
  const { before } = live.destination
  const answered = { status, said }
  const until = now() + (before === null ? APPEARS_WITHIN_MS : CHANGES_WITHIN_MS)
  for (;;) {
    const models = await door.list(live.view.origin, live.interrupted)
    const entry = models?.get(live.view.name)
    if (entry !== undefined && before === null) return outcome('listed', { ...answered, listed: 'yes' })
    if (entry !== undefined && entry !== before) return outcome('changed', { ...answered, listed: 'yes' })
    if (now() >= until || live.cause === 'interrupted') {
      if (!models) return outcome('accepted', { ...answered, cause: live.cause, listed: 'unread' })
      return entry === undefined
        ? outcome('missing', { ...answered, listed: 'no' })
        : outcome('same-entry', { ...answered, listed: 'yes' })
    }
    await sleep(LOOK_EVERY_MS)
  }
}

/** MONAI Label names the checksum of what it stored. */
function ofWeights(
  { status, said, text }: Extract<Answer, { status: number }>,
  file: SpooledFile | null,
): LoadOutcome {
  if (status >= 300) return outcome('refused', { status, said })
  const sum = file?.sha256 ?? null
  const same = sum !== null && text.toLowerCase().includes(sum)
  return outcome(same ? 'replaced' : 'accepted', { status, said: null })
}
