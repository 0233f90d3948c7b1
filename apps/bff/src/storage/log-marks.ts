import type { LogCursor } from '@ohif-admin/contracts'
import type { Database } from './database.ts'
import { withStorageErrors } from './errors.ts'

export type LogMarksRepository = ReturnType<typeof createLogMarksRepository>

/** How far each log source was read for runs that began elsewhere. Every method throws StorageError. */
export function createLogMarksRepository({ db }: Pick<Database, 'db'>) {
  return withStorageErrors({
    async load(): Promise<Record<string, LogCursor>> {
      const rows = await db.selectFrom('log_marks').selectAll().execute()
      return Object.fromEntries(rows.map(({ source, cursor }) => [source, cursor]))
    },

    async save(marks: Readonly<Record<string, LogCursor>>): Promise<void> {
      const values = Object.entries(marks).map(([source, cursor]) => ({ source, cursor }))
      if (values.length === 0) return
      await db
        .insertInto('log_marks')
        .values(values)
        .onConflict((conflict) =>
          conflict.column('source').doUpdateSet(({ ref }) => ({ cursor: ref('excluded.cursor') })),
        )
        .execute()
    },
  })
}
