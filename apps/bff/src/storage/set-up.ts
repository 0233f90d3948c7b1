import type { SetUpStepName } from '@ohif-admin/contracts'
import type { Database } from './database.ts'
import { withStorageErrors } from './errors.ts'
import { storable } from './text.ts'

/** Something one person noted for everybody. `at` is epoch ms, `detail` JSON. */
export interface SetUpMark {
  name: 'put-away' | 'restart'
  at: number
  by: string
  detail: string
}

export type SetUpRepository = ReturnType<typeof createSetUpRepository>

/** The set-up of one XNAT, named by its address. Every method throws StorageError. */
export function createSetUpRepository({ db }: Pick<Database, 'db'>, site: string) {
  return withStorageErrors({
    /** When each step was last proved, epoch ms. */
    async proofs(): Promise<ReadonlyMap<SetUpStepName, number>> {
      const rows = await db.selectFrom('set_up_proofs').selectAll().where('site', '=', site).execute()
      return new Map(rows.map(({ step, proved_at }) => [step, proved_at]))
    },

    /** Notes a proof; an older one than is known changes nothing. */
    async prove(step: SetUpStepName, at: number): Promise<void> {
      await db
        .insertInto('set_up_proofs')
        .values({ site, step, proved_at: at })
        .onConflict((conflict) =>
          conflict
            .columns(['site', 'step'])
            .doUpdateSet({ proved_at: at })
            .where('set_up_proofs.proved_at', '<', at),
        )
        .execute()
    },

    async mark(name: SetUpMark['name']): Promise<SetUpMark | undefined> {
      const row = await db
        .selectFrom('set_up_marks')
        .select(['name', 'at', 'by', 'detail'])
        .where('site', '=', site)
        .where('name', '=', name)
        .executeTakeFirst()
      return row
    },

    async setMark({ name, at, by, detail }: SetUpMark): Promise<void> {
      const seen = { at, by: storable(by), detail }
      await db
        .insertInto('set_up_marks')
        .values({ site, name, ...seen })
        .onConflict((conflict) => conflict.columns(['site', 'name']).doUpdateSet(seen))
        .execute()
    },

    async clearMark(name: SetUpMark['name']): Promise<void> {
      await db.deleteFrom('set_up_marks').where('site', '=', site).where('name', '=', name).execute()
    },
  })
}
