import type { Database } from './database.ts'
import { withStorageErrors } from './errors.ts'
import { storable } from './text.ts'

export interface StoredSignIn {
  /** SHA-256, hex, of the ticket's id. The id itself is never stored. */
  idHash: string
  username: string
  /** The XNAT session as the caller sealed it; storage cannot read it. Empty once the sign-in ended. */
  sealedXnatSession: string
  createdAt: number
  lastSeenAt: number
  /** The absolute end, whatever the activity. */
  expiresAt: number
  endedAt: number | null
  /** When the password was given again; null for never since the sign-in. */
  provedAt: number | null
  userAgent: string | null
  address: string | null
}

export type NewSignIn = Omit<StoredSignIn, 'lastSeenAt' | 'endedAt' | 'provedAt'>

const COLUMNS = [
  'id_hash as idHash',
  'username',
  'sealed_xnat_session as sealedXnatSession',
  'created_at as createdAt',
  'last_seen_at as lastSeenAt',
  'expires_at as expiresAt',
  'ended_at as endedAt',
  'proved_at as provedAt',
  'user_agent as userAgent',
  'address',
] as const

export type SignInsRepository = ReturnType<typeof createSignInsRepository>

/** Who is signed in. Every method throws StorageError; times are epoch ms and given, so tests own the clock. */
export function createSignInsRepository({ db }: Pick<Database, 'db'>) {
  return withStorageErrors({
    /** Throws StorageError `conflict` when the hash is known. */
    async insert(signIn: NewSignIn): Promise<void> {
      await db
        .insertInto('sign_ins')
        .values({
          id_hash: signIn.idHash,
          username: storable(signIn.username),
          sealed_xnat_session: signIn.sealedXnatSession,
          created_at: signIn.createdAt,
          last_seen_at: signIn.createdAt,
          expires_at: signIn.expiresAt,
          ended_at: null,
          user_agent: storable(signIn.userAgent),
          address: storable(signIn.address),
        })
        .execute()
    },

    /** Ended ones too: whether it still counts (ended, idle, expired) is the caller's rule. */
    find(idHash: string): Promise<StoredSignIn | undefined> {
      return db.selectFrom('sign_ins').select(COLUMNS).where('id_hash', '=', idHash).executeTakeFirst()
    },

    /** Moves the last activity forward, never back. A write each time: call it at most every minute or so. */
    async touch(idHash: string, at: number): Promise<void> {
      await db
        .updateTable('sign_ins')
        .set({ last_seen_at: at })
        .where('id_hash', '=', idHash)
        .where('last_seen_at', '<', at)
        .where('ended_at', 'is', null)
        .execute()
    },

    /** Notes that the person gave the password again. */
    async proved(idHash: string, at: number): Promise<void> {
      await db.updateTable('sign_ins').set({ proved_at: at }).where('id_hash', '=', idHash).execute()
    },

    /** Ends it and forgets the sealed XNAT session. False when it had ended already or never was. */
    async end(idHash: string, at: number): Promise<boolean> {
      const { numUpdatedRows } = await db
        .updateTable('sign_ins')
        .set({ ended_at: at, sealed_xnat_session: '' })
        .where('id_hash', '=', idHash)
        .where('ended_at', 'is', null)
        .executeTakeFirst()
      return numUpdatedRows > 0n
    },

    /** Ends all last seen at or before `idleSince`, and all that expired by `at`. Gives their hashes. */
    async endOverdue({ idleSince, at }: { idleSince: number; at: number }): Promise<string[]> {
      const rows = await db
        .updateTable('sign_ins')
        .set({ ended_at: at, sealed_xnat_session: '' })
        .where('ended_at', 'is', null)
        .where(({ eb, or }) => or([eb('last_seen_at', '<=', idleSince), eb('expires_at', '<=', at)]))
        .returning('id_hash')
        .execute()
      return rows.map((row) => row.id_hash)
    },

    /** Deletes those that ended or expired before `before`. Gives how many. */
    async deleteOver(before: number): Promise<number> {
      const { numDeletedRows } = await db
        .deleteFrom('sign_ins')
        .where(({ eb, or }) => or([eb('ended_at', '<', before), eb('expires_at', '<', before)]))
        .executeTakeFirst()
      return Number(numDeletedRows)
    },
  })
}
