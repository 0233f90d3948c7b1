import { setTimeout as sleep } from 'node:timers/promises'
import type { Overview } from '@ohif-admin/contracts'
import { UpstreamError, type XnatClient } from '@ohif-admin/xnat-client'
import type { Actor } from '../../lib/actor.ts'
import { isXnatAway } from '../../lib/upstream-error.ts'

const LAST_RUNS = 8
const PATIENCE_MS = 3_000

interface Needs {
  xnat: Pick<XnatClient, 'buildInfo' | 'viewerPlugin'>
  runs: {
    active: (actor: Actor) => Promise<Overview['lastRuns']>
    list: (actor: Actor, query: { limit: number }) => Promise<Overview['lastRuns']>
  }
  log: { states: () => Overview['logSources']; buildsOutsideRuns: () => number[] | null }
}

/** What a person sees first. A part that cannot be learned says so and leaves the others standing. */
export function createOverviewService({ xnat, runs, log }: Needs) {
  return {
    async read(actor: Actor): Promise<Overview> {
      const [xnatState, plugin, activeRuns, lastRuns] = await Promise.all([
        readXnat(() => soon(xnat.buildInfo(actor.xnatSession))),
        readPlugin(() => soon(xnat.viewerPlugin(actor.xnatSession))),
        runs.active(actor),
        runs.list(actor, { limit: LAST_RUNS }),
      ])
      const perMinute = log.buildsOutsideRuns()
      return {
        xnat: xnatState,
        plugin,
        logSources: log.states(),
        activeRun: activeRuns[0] ?? null,
        activeRuns,
        eventRebuilds: perMinute && { perMinute },
        lastRuns,
      }
    },
  }
}
export type OverviewService = ReturnType<typeof createOverviewService>

/** Runs and log need nothing of XNAT: a slow one must not hide them. */
function soon<Answer>(answer: Promise<Answer>): Promise<Answer> {
  answer.catch(() => undefined)
  const late = sleep(PATIENCE_MS, undefined, { ref: false }).then(() => {
    throw new UpstreamError('timeout', 'XNAT is slow to answer.')
  })
  return Promise.race([answer, late])
}

async function readXnat(
  read: () => Promise<{ version: string | null; node: string | null }>,
): Promise<Overview['xnat']> {
  try {
    return { state: 'up', ...(await read()) }
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error
    if (!isXnatAway(error)) return { state: 'unexpected', version: null, node: null }
    const state = error.kind === 'timeout' || error.status === 504 ? 'timeout' : 'unreachable'
    return { state, version: null, node: null }
  }
}

async function readPlugin(
  read: () => Promise<{ version: string | null } | null>,
): Promise<Overview['plugin']> {
  try {
    const plugin = await read()
    return plugin ? { state: 'present', version: plugin.version } : { state: 'missing', version: null }
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error
    return { state: 'unknown', version: null }
  }
}
