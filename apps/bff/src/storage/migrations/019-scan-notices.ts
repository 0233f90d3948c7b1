import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** People are told of scans as of runs, and in their own language. */
export const scanNotices: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.alterTable('notice_people').addColumn('language', 'text').execute()
    await db.schema.alterTable('run_watches').renameTo('notice_watches').execute()
    await db.schema.alterTable('notice_watches').renameColumn('run_id', 'subject').execute()
    await chooseScans(db as Kysely<Tables>)
  },
}

interface Tables {
  notice_people: { username: string; choices: string | null }
}

/** Nobody who chose before there was this to choose has chosen against it: it comes the way the end of a run comes. */
async function chooseScans(db: Kysely<Tables>): Promise<void> {
  const people = await db
    .selectFrom('notice_people')
    .select(['username', 'choices'])
    .where('choices', 'is not', null)
    .execute()
  for (const { username, choices } of people) {
    const chosen = JSON.parse(choices ?? '{}') as { browser: string[]; email: string[] }
    const more = { browser: withScans(chosen.browser), email: withScans(chosen.email) }
    await db
      .updateTable('notice_people')
      .set({ choices: JSON.stringify({ ...chosen, ...more }) })
      .where('username', '=', username)
      .execute()
  }
}

const withScans = (kinds: string[]) => (kinds.includes('run-finished') ? [...kinds, 'scan-over'] : kinds)
