import { ModelLoad, type ServerOrigin } from '@ohif-admin/contracts'
import type { Database } from './database.ts'
import { withStorageErrors } from './errors.ts'
import { storable } from './text.ts'

export type ModelLoadsRepository = ReturnType<typeof createModelLoadsRepository>

/** Models that are or were loaded into AI servers. Every method throws StorageError. */
export function createModelLoadsRepository({ db }: Pick<Database, 'db'>) {
  return withStorageErrors({
    /** Throws `conflict` while another load of the server is under way. */
    async insert(load: ModelLoad): Promise<void> {
      const { id, origin } = load
      await db
        .insertInto('model_loads')
        .values({ id, origin, started_at: Date.parse(load.startedAt), ...changing(load) })
        .execute()
    },

    async save(load: ModelLoad): Promise<void> {
      await db.updateTable('model_loads').set(changing(load)).where('id', '=', load.id).execute()
    },

    async find(id: string): Promise<ModelLoad | undefined> {
      const row = await db.selectFrom('model_loads').select('data').where('id', '=', id).executeTakeFirst()
      return row && read(row)
    },

    /** Loads of a server, newest first. */
    async latest(origin: ServerOrigin, limit: number): Promise<ModelLoad[]> {
      const rows = await db
        .selectFrom('model_loads')
        .select('data')
        .where('origin', '=', origin)
        .orderBy('started_at', 'desc')
        .limit(limit)
        .execute()
      return rows.map(read)
    },

    /** Loads that began at or after `at` (epoch ms). */
    async startedSince(at: number): Promise<ModelLoad[]> {
      const rows = await db.selectFrom('model_loads').select('data').where('started_at', '>=', at).execute()
      return rows.map(read)
    },

    /** Loads that have not ended. */
    async underWay(): Promise<ModelLoad[]> {
      const rows = await db.selectFrom('model_loads').select('data').where('active', '=', 1).execute()
      return rows.map(read)
    },
  })
}

const changing = (load: ModelLoad) => ({
  active: load.endedAt === null ? 1 : null,
  data: storable(JSON.stringify(load)),
})

const read = ({ data }: { data: string }) => ModelLoad.parse(JSON.parse(data))
