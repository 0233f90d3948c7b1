import {
  type Assignment,
  type AssignmentPlace,
  type CheckReport,
  type ProjectId,
  placeOfProject,
  type ServerOrigin,
  type SetUpProof,
  type SetUpProofQuery,
  type SetUpStepName,
  SITE_PLACE,
} from '@ohif-admin/contracts'
import type { Actor } from '../../../lib/actor.ts'
import { AppError } from '../../../lib/app-error.ts'
import { said } from '../doctor/installation.ts'
import { type Observed, stepOf } from './observed.ts'
import { checked, type StepNeeds } from './steps.ts'

export interface ProofNeeds extends Pick<StepNeeds, 'checks' | 'servers' | 'now'> {
  /** The list of a place as XNAT has it now. Throws `AppError` `not-found`, `UpstreamError`. */
  assignment: (actor: Actor, place: AssignmentPlace) => Promise<Assignment>
}

/**
 * How far one server has come to the users of one project. What another server has proved says nothing here, and of several
 * checks the newest decides. Throws `AppError` as `assignment`, `UpstreamError` only when the XNAT session is over.
 */
export async function proveServer(
  needs: ProofNeeds,
  actor: Actor,
  { server, project }: SetUpProofQuery,
): Promise<SetUpProof> {
  const now = needs.now()
  const checks = (await needs.checks()).filter(({ origin }) => origin === server)
  const seen: readonly (readonly [SetUpStepName, Observed])[] = [
    ['server-checked', lastCheck(checks, now)],
    ['model', await models(needs, server)],
    ['registered', await registered(needs, actor, { server, project })],
    ['browser', lastBrowser(checks, now)],
  ]
  return {
    steps: seen.map(([step, observed]) => stepOf(step, observed, undefined, now)),
    checkedAt: new Date(now).toISOString(),
  }
}

function lastCheck([last]: readonly CheckReport[], now: number): Observed {
  if (!last) return { holds: false, at: now, note: 'this-unchecked' }
  const isGood = last.state === 'ok' || last.state === 'ok-empty'
  return isGood ? checked(last, 'checked') : { holds: false, at: now, note: 'this-check-bad' }
}

function lastBrowser(checks: readonly CheckReport[], now: number): Observed {
  const last = checks.find(({ browser }) => browser !== null)
  if (!last) return { holds: false, at: now, note: 'browser-none' }
  if (last.browser?.outcome === 'ok') return checked(last, 'browser-answers')
  return { holds: false, at: now, note: 'browser-refused' }
}

async function models({ servers, now }: ProofNeeds, server: ServerOrigin): Promise<Observed> {
  const at = now()
  const seen = (await servers()).find(({ origin }) => origin === server)
  if (!seen) return { holds: false, at, note: 'this-unseen' }
  if (!seen.works) return { holds: null, at, note: 'this-silent' }
  const values = { server, models: String(seen.models) }
  if (seen.models === 0) return { holds: false, at, note: 'this-no-model', values }
  return { holds: true, at: seen.at, note: 'model-listed', values }
}

/** By the list that the viewers of the project use, whosever it is. */
async function registered(
  { assignment, now }: ProofNeeds,
  actor: Actor,
  { server, project }: { server: ServerOrigin; project: ProjectId | undefined },
): Promise<Observed> {
  const at = now()
  const place = project === undefined ? SITE_PLACE : placeOfProject(project)
  const read = await said(assignment(actor, place), null).catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'not-found') return 'no-project' as const
    throw error
  })
  if (read === 'no-project') return { holds: false, at, note: 'this-no-project' }
  if (read === null || read.effective.from === 'unknown')
    return { holds: null, at, note: 'registered-unknown' }
  const { entry, from } = read.effective
  if (!entry) return { holds: false, at, note: 'this-not-used' }
  const values = { server: entry.text, project: project ?? '' }
  if (entry.origin !== server) return { holds: false, at, note: 'this-other-used', values }
  return { holds: true, at, note: from === 'project' ? 'registered-project' : 'registered-site', values }
}
