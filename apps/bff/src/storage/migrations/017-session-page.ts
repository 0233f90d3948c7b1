import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** What happened to one session is looked for over all runs. */
export const sessionPage: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.createIndex('run_sessions_session').on('run_sessions').column('session_id').execute()
  },
}
