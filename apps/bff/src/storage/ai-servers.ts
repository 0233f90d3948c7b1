import {
  type AiaaGeneration,
  type AiServerKind,
  ModelProblem,
  type ServerOrigin,
  type ServerReason,
  type ServerState,
} from '@ohif-admin/contracts'
import type { Selectable } from 'kysely'
import { z } from 'zod'
import type { AiServersTable } from './ai-servers-schema.ts'
import type { Database } from './database.ts'
import { withStorageErrors } from './errors.ts'
import { storable } from './text.ts'

/** One look at a server. Times are epoch ms. */
export interface Look {
  at: number
  state: ServerState
  reason: ServerReason | null
  latencyMs: number | null
}

/** What a look found besides the state; left out what it did not ask for, which stays as it was known. */
export interface Findings {
  kind?: AiServerKind | null
  generation?: AiaaGeneration | null
  modelCount?: number | null
  problems?: readonly ModelProblem[]
  openToAll?: 'yes' | 'no' | 'unknown'
}

export interface StoredServer {
  origin: ServerOrigin
  registeredAt: number | null
  watchedBy: string | null
  kind: AiServerKind | null
  generation: AiaaGeneration | null
  last: Look | null
  checkedBy: string | null
  modelCount: number | null
  problems: ModelProblem[]
  openToAll: 'yes' | 'no' | 'unknown'
}

const Problems = z.array(ModelProblem)
const WRITE_ROWS = 200

export type AiServersRepository = ReturnType<typeof createAiServersRepository>

/** AI servers and what was seen of them. Every method throws StorageError. */
export function createAiServersRepository({ db }: Pick<Database, 'db'>) {
  return withStorageErrors({
    /** Every server that was ever registered or is watched, by origin. */
    async all(): Promise<StoredServer[]> {
      const rows = await db.selectFrom('ai_servers').selectAll().orderBy('origin').execute()
      return rows.map(fromRow)
    },

    async find(origin: ServerOrigin): Promise<StoredServer | undefined> {
      const row = await db
        .selectFrom('ai_servers')
        .selectAll()
        .where('origin', '=', origin)
        .executeTakeFirst()
      return row && fromRow(row)
    },

    /** Notes that XNAT registers these. */
    async noteRegistered(origins: readonly ServerOrigin[], at: number): Promise<void> {
      for (let start = 0; start < origins.length; start += WRITE_ROWS) {
        await db
          .insertInto('ai_servers')
          .values(
            origins
              .slice(start, start + WRITE_ROWS)
              .map((origin) => ({ ...UNSEEN, origin, registered_at: at })),
          )
          .onConflict((conflict) => conflict.column('origin').doUpdateSet({ registered_at: at }))
          .execute()
      }
    },

    /** Watches a server, or no longer for null. */
    async watch(origin: ServerOrigin, by: string | null): Promise<void> {
      await db
        .insertInto('ai_servers')
        .values({ ...UNSEEN, origin, watched_by: by })
        .onConflict((conflict) => conflict.column('origin').doUpdateSet({ watched_by: by }))
        .execute()
    },

    /** Writes down a look at a server; `by` is null for the console's own. */
    record: (origin: ServerOrigin, look: Look, by: string | null, findings: Findings = {}) =>
      record(db, { origin, look, by, findings }),

    /** Looks since then, oldest first, by origin. */
    async looksSince(since: number): Promise<ReadonlyMap<ServerOrigin, Look[]>> {
      const rows = await db
        .selectFrom('ai_observations')
        .selectAll()
        .where('at', '>=', since)
        .orderBy('at')
        .execute()
      return Map.groupBy(
        rows.map(({ origin, at, state, reason, latency_ms }) => ({
          origin,
          at,
          state,
          reason,
          latencyMs: latency_ms,
        })),
        ({ origin }) => origin,
      )
    },

    /** Forgets looks from before then. */
    async prune(before: number): Promise<void> {
      await db.deleteFrom('ai_observations').where('at', '<', before).execute()
    },
  })
}

interface Record {
  origin: ServerOrigin
  look: Look
  by: string | null
  findings: Findings
}

async function record(db: Database['db'], { origin, look, by, findings }: Record): Promise<void> {
  const { at, state, reason, latencyMs } = look
  const seen = {
    state,
    reason,
    latency_ms: latencyMs,
    checked_at: at,
    checked_by: by === null ? null : storable(by),
    ...changesOf(findings),
  }
  await db.transaction().execute(async (transaction) => {
    await transaction
      .insertInto('ai_servers')
      .values({ ...UNSEEN, origin, ...seen })
      .onConflict((conflict) => conflict.column('origin').doUpdateSet(seen))
      .execute()
    await transaction
      .insertInto('ai_observations')
      .values({ origin, at, state, reason, latency_ms: latencyMs })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  })
}

const UNSEEN = {
  registered_at: null,
  watched_by: null,
  kind: null,
  generation: null,
  state: 'not-checked',
  reason: null,
  latency_ms: null,
  checked_at: null,
  checked_by: null,
  model_count: null,
  problems: '[]',
  open_to_all: 'unknown',
} as const satisfies Omit<AiServersTable, 'origin'>

function changesOf({ kind, generation, modelCount, problems, openToAll }: Findings): Partial<AiServersTable> {
  return {
    ...(kind === undefined ? {} : { kind }),
    ...(generation === undefined ? {} : { generation }),
    ...(modelCount === undefined ? {} : { model_count: modelCount }),
    ...(problems === undefined ? {} : { problems: JSON.stringify(problems) }),
    ...(openToAll === undefined ? {} : { open_to_all: openToAll }),
  }
}

function fromRow(row: Selectable<AiServersTable>): StoredServer {
  const { checked_at, state, reason, latency_ms } = row
  return {
    origin: row.origin,
    registeredAt: row.registered_at,
    watchedBy: row.watched_by,
    kind: row.kind,
    generation: row.generation,
    last: checked_at === null ? null : { at: checked_at, state, reason, latencyMs: latency_ms },
    checkedBy: row.checked_by,
    modelCount: row.model_count,
    problems: Problems.parse(JSON.parse(row.problems)),
    openToAll: row.open_to_all,
  }
}
