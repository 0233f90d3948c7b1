import {
  type CoverageScanId,
  NoticeChoices,
  type NoticeLanguage,
  NoticeWatch,
  type Role,
  type RunId,
} from '@ohif-admin/contracts'
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
  /** Null when the person has not said. */
  language: NoticeLanguage | null
}

/** What is undefined is left as it is. */
export type PersonChanges = {
  [Part in 'choices' | 'email' | 'language']?: NoticedPerson[Part] | undefined
}

/** What a person can ask to be told of by itself. */
export type WatchedId = RunId | CoverageScanId

export interface StoredWatch {
  username: string
  channels: NoticeWatch['channels']
}

/** Who is here is noted no more often than this. */
const NOTE_EVERY_MS = 3_600_000

const Channels = NoticeWatch.shape.channels

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

    /** The language a person uses the console in. Whoever chose nothing is not noted. */
    async speaks(username: string, language: NoticeLanguage): Promise<void> {
      await db
        .updateTable('notice_people')
        .set({ language })
        .where('username', '=', username)
        .where(({ eb, or }) => or([eb('language', 'is', null), eb('language', '!=', language)]))
        .execute()
    },

    /** Notes what was chosen, of somebody who was not known too. */
    async choose(
      { username, role, seenAt }: Pick<NoticedPerson, 'username' | 'role' | 'seenAt'>,
      { choices, email, language }: PersonChanges,
    ): Promise<void> {
      const changes = {
        ...(choices === undefined ? {} : { choices: JSON.stringify(choices) }),
        ...(email === undefined ? {} : { email }),
        ...(language === undefined ? {} : { language }),
      }
      await db
        .insertInto('notice_people')
        .values({ username, role, seen_at: seenAt, choices: null, email: null, language: null, ...changes })
        .onConflict((conflict) =>
          conflict.column('username').doUpdateSet({ role, seen_at: seenAt, ...changes }),
        )
        .execute()
    },
  })
}

function watches(db: Database['db']) {
  return withStorageErrors({
    async watchesOf(subject: WatchedId): Promise<StoredWatch[]> {
      const rows = await db.selectFrom('notice_watches').selectAll().where('subject', '=', subject).execute()
      return rows.map(({ username, channels }) => ({
        username,
        channels: Channels.parse(JSON.parse(channels)),
      }))
    },

    /** Tells this person of the run or scan by these channels; by none when it is empty. */
    async watch(subject: WatchedId, { username, channels }: StoredWatch): Promise<void> {
      if (channels.length === 0) {
        await db
          .deleteFrom('notice_watches')
          .where('subject', '=', subject)
          .where('username', '=', username)
          .execute()
        return
      }
      const text = JSON.stringify(channels)
      await db
        .insertInto('notice_watches')
        .values({ subject, username, channels: text })
        .onConflict((conflict) => conflict.columns(['subject', 'username']).doUpdateSet({ channels: text }))
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
  language: NoticeLanguage | null
}

function fromRow({ username, role, seen_at, choices, email, language }: Row): NoticedPerson {
  const chosen = choices === null ? null : (NoticeChoices.safeParse(JSON.parse(choices)).data ?? null)
  return { username, role, seenAt: seen_at, choices: chosen, email, language }
}
