import type { CheckReport, LogSourceState, SetUpStepName } from '@ohif-admin/contracts'
import { UpstreamError, type XnatClient } from '@ohif-admin/xnat-client'
import { z } from 'zod'
import type { Actor } from '../../../lib/actor.ts'
import { isXnatAway } from '../../../lib/upstream-error.ts'
import { pluginOf } from '../doctor/doctor.ts'
import { type InstallationNeeds, readPlugin } from '../doctor/installation.ts'
import { type MetadataNeeds, readMetadata } from './metadata.ts'
import type { Observed } from './observed.ts'

/** A server as the console's own looks know it. Times are epoch ms. */
export interface SeenServer {
  origin: string
  /** Known to be an AI server of one kind. */
  isKnownKind: boolean
  /** At the last look it answered as its kind should. */
  works: boolean
  models: number
  at: number
}

export interface StepNeeds extends InstallationNeeds, MetadataNeeds {
  xnat: InstallationNeeds['xnat'] & Pick<XnatClient, 'serverList'>
  logSources: () => readonly LogSourceState[]
  servers: () => Promise<readonly SeenServer[]>
  /** Newest first. */
  checks: () => Promise<readonly CheckReport[]>
  /** Projects whose list had a server when it was last seen. */
  assignedProjects: () => Promise<readonly string[]>
}

type Look = (needs: StepNeeds, actor: Actor) => Promise<Observed>

/** How each step shows that it is done, in the order of the steps. Every look throws what ends a session. */
export const LOOKS: readonly (readonly [SetUpStepName, Look])[] = [
  ['plugin', plugin],
  ['log', log],
  ['ai-server', aiServer],
  ['server-checked', serverChecked],
  ['model', model],
  ['registered', registered],
  ['browser', browser],
  ['coverage', coverage],
]

async function plugin(needs: StepNeeds, actor: Actor): Promise<Observed> {
  const { state, listed } = pluginOf(await readPlugin(needs, actor))
  const seen = { at: needs.now(), note: `plugin-${state}`, values: { version: listed ?? '' } }
  return { ...seen, holds: state === 'unknown' ? null : state === 'answers' }
}

async function log({ logSources, now }: StepNeeds): Promise<Observed> {
  const sources = logSources()
  // A log that XNAT stands in for is read, but not as it was set up.
  const reading = sources.filter(({ state, standIn }) => state === 'reading' && !standIn)
  const values = { reading: String(reading.length), total: String(sources.length) }
  if (sources.length === 0) return { holds: false, at: now(), note: 'log-none' }
  if (reading.length === sources.length) return { holds: true, at: now(), note: 'log-read', values }
  const broken = sources.some(({ state, standIn }) => state === 'unreadable' || standIn)
  return { holds: broken ? false : null, at: now(), note: broken ? 'log-unreadable' : 'log-waiting', values }
}

async function aiServer({ servers, now }: StepNeeds): Promise<Observed> {
  const known = await servers()
  const working = newest(known.filter(({ works, isKnownKind }) => works && isKnownKind))
  if (working)
    return { holds: true, at: working.at, note: 'server-works', values: { server: working.origin } }
  return { holds: false, at: now(), note: known.length > 0 ? 'server-none-works' : 'server-none' }
}

async function serverChecked({ checks, now }: StepNeeds): Promise<Observed> {
  const [good] = (await checks()).filter(({ state }) => state === 'ok' || state === 'ok-empty')
  return good ? checked(good, 'checked') : { holds: false, at: now(), note: 'checked-none' }
}

async function model({ servers, now }: StepNeeds): Promise<Observed> {
  const known = (await servers()).filter(({ works }) => works)
  const serving = newest(known.filter(({ models }) => models > 0))
  if (!serving) return { holds: false, at: now(), note: known.length > 0 ? 'model-none' : 'model-no-server' }
  const values = { server: serving.origin, models: String(serving.models) }
  return { holds: true, at: serving.at, note: 'model-listed', values }
}

/** Lists that are read again as proof; the answer needs one. */
const MOST_LISTS = 5

async function registered({ xnat, assignedProjects, now }: StepNeeds, actor: Actor): Promise<Observed> {
  const at = now()
  const places = [null, ...(await assignedProjects()).slice(0, MOST_LISTS)]
  let silent = false
  for (const project of places) {
    const list = await listOf(xnat, actor, project)
    silent ||= list === undefined
    const [server] = list ?? []
    if (server !== undefined) {
      const note = project === null ? 'registered-site' : 'registered-project'
      return { holds: true, at, note, values: { server, project: project ?? '' } }
    }
  }
  return silent
    ? { holds: null, at, note: 'registered-unknown' }
    : { holds: false, at, note: 'registered-none' }
}

const List = z.array(z.string())

/** The stored list; empty when there is none, undefined when XNAT did not say. */
async function listOf(xnat: StepNeeds['xnat'], actor: Actor, project: string | null) {
  try {
    const { status, text } = await xnat.serverList(actor.xnatSession, project)
    // Its body looks like a list: only the status tells.
    if (status === 404) return text.trimStart().startsWith('[') ? [] : undefined
    return status === 200 ? List.safeParse(parsed(text)).data : undefined
  } catch (error) {
    if (error instanceof UpstreamError && isXnatAway(error)) return undefined
    throw error
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

async function browser({ checks, now }: StepNeeds): Promise<Observed> {
  const tried = (await checks()).filter((report) => report.browser !== null)
  const good = tried.find((report) => report.browser?.outcome === 'ok')
  if (good) return checked(good, 'browser-answers')
  return { holds: false, at: now(), note: tried.length > 0 ? 'browser-refused' : 'browser-none' }
}

async function coverage(needs: StepNeeds, actor: Actor): Promise<Observed> {
  const at = needs.now()
  const known = await readMetadata(needs, actor)
  if (known === null) return { holds: null, at, note: 'coverage-unknown' }
  const { total, missing, notSeen, wholeSince } = known
  if (total === 0) return { holds: false, at, note: 'coverage-none' }
  const values = { missing: String(missing), unseen: String(notSeen), total: String(total) }
  if (missing > 0) return { holds: false, at, note: 'coverage-missing', values }
  if (wholeSince === null) return { holds: null, at, note: 'coverage-partly', values }
  return { holds: true, at: wholeSince, note: 'coverage-valid', values }
}

/** A check as proof. */
export const checked = ({ checkedAt, origin, entry }: CheckReport, note: string): Observed => ({
  holds: true,
  at: Date.parse(checkedAt),
  note,
  values: { server: origin ?? entry },
})

const newest = (servers: readonly SeenServer[]) => servers.toSorted((one, other) => other.at - one.at)[0]
