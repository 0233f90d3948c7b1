import type { RunId } from '@ohif-admin/contracts'
import type { Database } from './database.ts'
import { withStorageErrors } from './errors.ts'

export interface StoredToken {
  runId: RunId
  username: string
  /** As the caller sealed it; storage cannot read it. */
  sealed: string
  /** Epoch ms. */
  expiresAt: number
}

const COLUMNS = ['run_id as runId', 'username', 'sealed', 'expires_at as expiresAt'] as const

export type RunTokensRepository = ReturnType<typeof createRunTokensRepository>

/** Alias tokens of runs that go on after their person signed out, sealed. Every method throws StorageError. */
export function createRunTokensRepository({ db }: Pick<Database, 'db'>) {
  return withStorageErrors({
    /** Throws StorageError `conflict` when the run has one. */
    async insert({ runId, username, sealed, expiresAt }: StoredToken): Promise<void> {
      await db
        .insertInto('run_tokens')
        .values({ run_id: runId, username, sealed, expires_at: expiresAt })
        .execute()
    },

    find(runId: RunId): Promise<StoredToken | undefined> {
      return db.selectFrom('run_tokens').select(COLUMNS).where('run_id', '=', runId).executeTakeFirst()
    },

    /** All there are, with what became of their runs: `over` ones are to be invalidated. */
    async all(): Promise<(StoredToken & { over: boolean })[]> {
      const rows = await db
        .selectFrom('run_tokens')
        .innerJoin('runs', 'runs.id', 'run_tokens.run_id')
        .select([
          'run_id as runId',
          'username',
          'sealed',
          'expires_at as expiresAt',
          'runs.ended_at as endedAt',
        ])
        .execute()
      return rows.map(({ endedAt, ...token }) => ({ ...token, over: endedAt !== null }))
    },

    /** Puts another in its place, unless somebody else did so first: false then. */
    async replace(before: StoredToken, { sealed, expiresAt }: Pick<StoredToken, 'sealed' | 'expiresAt'>) {
      const { numUpdatedRows } = await db
        .updateTable('run_tokens')
        .set({ sealed, expires_at: expiresAt })
        .where('run_id', '=', before.runId)
        .where('sealed', '=', before.sealed)
        .executeTakeFirst()
      return numUpdatedRows > 0n
    },

    async remove(runId: RunId): Promise<void> {
      await db.deleteFrom('run_tokens').where('run_id', '=', runId).execute()
    },
  })
}
