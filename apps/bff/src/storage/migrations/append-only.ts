import { type Kysely, sql } from 'kysely'
import type { Engine } from '../database.ts'

/** Makes the database itself refuse changes to audit entries, whoever asks. Triggers have no portable form. */
export async function protectAuditEntries(db: Kysely<unknown>, engine: Engine): Promise<void> {
  await (engine === 'sqlite' ? protectOnSqlite(db) : protectOnPostgres(db))
}

async function protectOnSqlite(db: Kysely<unknown>): Promise<void> {
  for (const change of ['update', 'delete'] as const) {
    await sql`
      create trigger ${sql.id(`audit_entries_no_${change}`)} before ${sql.raw(change)} on audit_entries
      begin select raise(abort, 'audit entries are append-only'); end`.execute(db)
  }
  // `insert or replace` would delete the older row without asking the delete trigger.
  await sql`
    create trigger audit_entries_no_replace before insert on audit_entries
    when exists (select 1 from audit_entries where seq = new.seq or id = new.id)
    begin select raise(abort, 'audit entries are append-only'); end`.execute(db)
}

async function protectOnPostgres(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function audit_entries_refuse() returns trigger language plpgsql as $$
    begin raise exception 'audit entries are append-only'; end $$`.execute(db)
  await sql`
    create trigger audit_entries_no_change before update or delete on audit_entries
    for each row execute function audit_entries_refuse()`.execute(db)
  await sql`
    create trigger audit_entries_no_truncate before truncate on audit_entries
    for each statement execute function audit_entries_refuse()`.execute(db)
}
