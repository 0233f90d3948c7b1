import type { Database } from './database.ts'
import { withStorageErrors } from './errors.ts'

interface Lease {
  name: string
  /** A name of its own for every process. */
  holder: string
  now: number
  /** How long it is held without being taken again, in ms. */
  forMs: number
}

export type LeasesRepository = ReturnType<typeof createLeasesRepository>

/**
 * Who may do what only one console of a database may do at a time. Times are the callers' clocks: consoles that share a
 * database must agree on the time within seconds. Every method throws StorageError.
 */
export function createLeasesRepository({ db }: Pick<Database, 'db'>) {
  return withStorageErrors({
    /** Takes the lease or keeps it; false while somebody else holds it. */
    async hold({ name, holder, now, forMs }: Lease): Promise<boolean> {
      const until = now + forMs
      const row = await db
        .insertInto('leases')
        .values({ name, holder, until })
        .onConflict((conflict) =>
          conflict
            .column('name')
            .doUpdateSet({ holder, until })
            .where(({ eb, or }) => or([eb('leases.holder', '=', holder), eb('leases.until', '<=', now)])),
        )
        .returning('holder')
        .executeTakeFirst()
      return row?.holder === holder
    },

    /** Takes it whoever holds it: for the only process of its database, whose predecessor died with it. */
    async seize({ name, holder, now, forMs }: Lease): Promise<void> {
      const until = now + forMs
      await db
        .insertInto('leases')
        .values({ name, holder, until })
        .onConflict((conflict) => conflict.column('name').doUpdateSet({ holder, until }))
        .execute()
    },

    /** Lets it go, so that the next one need not wait. */
    async release({ name, holder }: Pick<Lease, 'name' | 'holder'>): Promise<void> {
      await db.deleteFrom('leases').where('name', '=', name).where('holder', '=', holder).execute()
    },
  })
}
