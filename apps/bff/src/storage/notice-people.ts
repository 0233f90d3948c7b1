import { NoticeChoices, type Role, type RunId, RunWatch } from '@ohif-admin/contracts'
import type { Database } from './database.ts'
import { withStorageErrors } from './errors.ts'

/** A person as far as telling them goes. Times are epoch ms. */
export interface NoticedPerson {
  username: string
  /** As XNAT's answers were when the person was last seen here. */
  role: Role
  seenAt: number
  /** Null when nothing was chosen. */
  choices: NoticeChoices | null
  email: string | null
}

export interface StoredWatch {
  username: string
  channels: RunWatch['channels']
}

/** Who is here is noted no more often than this. */
const NOTE_EVERY_MS = 3_600_000

const Channels = RunWatch.shape.channels

export type NoticePeople = ReturnType<typeof createNoticePeople>

/** Who wants to be told what. Every method throws StorageError. */
export function createNoticePeople({ db }: Pick<Database, 'db'>) {
  return { ...people(db), ...watches(db) }
}

function people(db: Database['db']) {
  return withStorageErrors({
    async all(): Promise<NoticedPerson[]> {
      const rows = await db.selectFrom('notice_people').selectAll().orderBy('username').execute()
      return rows.map(fromRow)
    },

    async find(username: string): Promise<NoticedPerson | undefined> {
      const row = await db
        .selectFrom('notice_people')
        .selectAll()
        .where('username', '=', username)
        .executeTakeFirst()
      return row && fromRow(row)
    },

    /** Notes that somebody was here, and as what. Whoever chose nothing is not noted. */
    async seen(username: string, role: Role, at: number): Promise<void> {
      const known = await db
        .selectFrom('notice_people')
        .select(['role', 'seen_at'])
        .where('username', '=', username)
        .executeTakeFirst()
      if (!known || (known.role === role && at - known.seen_at < NOTE_EVERY_MS)) return
      await db
        .updateTable('notice_people')
        .set({ role, seen_at: at })
        .where('username', '=', username)
        .execute()
    },

    /** `email`: left as it is when undefined. */
    async choose(
      { username, role, seenAt }: Pick<NoticedPerson, 'username' | 'role' | 'seenAt'>,
      choices: NoticeChoices | undefined,
      email: string | null | undefined,
    ): Promise<void> {
      const changes = {
        ...(choices === undefined ? {} : { choices: JSON.stringify(choices) }),
        ...(email === undefined ? {} : { email }),
      }
      await db
        .insertInto('notice_people')
        .values({ username, role, seen_at: seenAt, choices: null, email: null, ...changes })
        .onConflict((conflict) =>
          conflict.column('username').doUpdateSet({ role, seen_at: seenAt, ...changes }),
        )
        .execute()
    },
  })
}

function watches(db: Database['db']) {
  return withStorageErrors({
    async watchesOf(runId: RunId): Promise<StoredWatch[]> {
      const rows = await db.selectFrom('run_watches').selectAll().where('run_id', '=', runId).execute()
      return rows.map(({ username, channels }) => ({
        username,
        channels: Channels.parse(JSON.parse(channels)),
      }))
    },

    /** Tells this person of the run by these channels; by none when it is empty. */
    async watch(runId: RunId, { username, channels }: StoredWatch): Promise<void> {
      if (channels.length === 0) {
        await db
          .deleteFrom('run_watches')
          .where('run_id', '=', runId)
          .where('username', '=', username)
          .execute()
        return
      }
      const text = JSON.stringify(channels)
      await db
        .insertInto('run_watches')
        .values({ run_id: runId, username, channels: text })
        .onConflict((conflict) => conflict.columns(['run_id', 'username']).doUpdateSet({ channels: text }))
        .execute()
    },
  })
}

interface Row {
  username: string
  role: Role
  seen_at: number
  choices: string | null
  email: string | null
}

function fromRow({ username, role, seen_at, choices, email }: Row): NoticedPerson {
  const chosen = choices === null ? null : (NoticeChoices.safeParse(JSON.parse(choices)).data ?? null)
  return { username, role, seenAt: seen_at, choices: chosen, email }
}
