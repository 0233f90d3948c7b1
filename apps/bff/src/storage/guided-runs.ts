import { GuidedSettings, LogCursor, ProjectId, type RunId } from '@ohif-admin/contracts'
import { z } from 'zod'
import type { Database } from './database.ts'
import { withStorageErrors } from './errors.ts'
import type { Cursors } from './run-row.ts'

/** What the sessions of a guided run were chosen by. Those of a target are listed anew at the start, others stay. */
export const GuidedSource = z.discriminatedUnion('of', [
  z.object({ of: z.literal('target') }),
  z.object({ of: z.literal('run') }),
  z.object({
    of: z.literal('coverage'),
    projectId: ProjectId.nullable(),
    withUnknown: z.boolean().optional(),
  }),
  z.object({ of: z.literal('sessions') }),
])
export type GuidedSource = z.infer<typeof GuidedSource>

const Resume = z.record(z.string(), LogCursor)

export interface GuidedOrders {
  settings: GuidedSettings
  paused: boolean
  stopping: boolean
  source: GuidedSource
  /** Where each log must be read from to find the sessions that were in work. */
  resume: Cursors | null
}

export type GuidedRunsRepository = ReturnType<typeof createGuidedRunsRepository>

/** What guided runs are told to do. Every method throws StorageError. */
export function createGuidedRunsRepository({ db }: Pick<Database, 'db'>) {
  const update = (runId: RunId) => db.updateTable('guided_runs').where('run_id', '=', runId)
  return withStorageErrors({
    async insert(
      runId: RunId,
      { settings, source }: Pick<GuidedOrders, 'settings' | 'source'>,
    ): Promise<void> {
      await db
        .insertInto('guided_runs')
        .values({
          run_id: runId,
          settings: JSON.stringify(settings),
          source: JSON.stringify(source),
          paused: 0,
          stopping: 0,
          resume: null,
        })
        .onConflict((conflict) => conflict.doNothing())
        .execute()
    },

    async find(runId: RunId): Promise<GuidedOrders | undefined> {
      const row = await db
        .selectFrom('guided_runs')
        .selectAll()
        .where('run_id', '=', runId)
        .executeTakeFirst()
      return (
        row && {
          settings: GuidedSettings.parse(JSON.parse(row.settings)),
          source: GuidedSource.parse(JSON.parse(row.source)),
          paused: row.paused === 1,
          stopping: row.stopping === 1,
          resume: row.resume === null ? null : Resume.parse(JSON.parse(row.resume)),
        }
      )
    },

    async setSettings(runId: RunId, settings: GuidedSettings): Promise<void> {
      await update(runId)
        .set({ settings: JSON.stringify(settings) })
        .execute()
    },

    async setPaused(runId: RunId, paused: boolean): Promise<void> {
      await update(runId)
        .set({ paused: paused ? 1 : 0 })
        .execute()
    },

    async setStopping(runId: RunId): Promise<void> {
      await update(runId).set({ stopping: 1 }).execute()
    },

    async setResume(runId: RunId, resume: Cursors): Promise<void> {
      await update(runId)
        .set({ resume: JSON.stringify(resume) })
        .execute()
    },
  })
}
