import { execFile } from 'node:child_process'
import { statSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { promisify } from 'node:util'
import { sql } from 'kysely'
import { afterEach, expect, test } from 'vitest'
import { createAuditRepository } from './audit.ts'
import { type Database, type DatabaseLocation, openDatabase } from './database.ts'
import { DatabaseTooNewError, StorageError, toStorageError } from './errors.ts'
import { createMigrations } from './migrations/provider.ts'
import { createSignInsRepository } from './sign-ins.ts'
import { describeEngines } from './testing/engines.ts'
import { startStallingProxy } from './testing/stalling-proxy.ts'

const opened: Database[] = []
const open = async (location: DatabaseLocation) => {
  const database = await openDatabase(location)
  opened.push(database)
  return database
}

afterEach(async () => {
  for (const database of opened.splice(0)) await database.close()
})

/** As another console would: within one process a SQLite lock is waited for by the thread that holds it. */
async function openInOwnProcess(location: DatabaseLocation): Promise<void> {
  const module = JSON.stringify(import.meta.resolve('./database.ts'))
  const script = `const { openDatabase } = await import(${module})
    await (await openDatabase(${JSON.stringify(location)})).close()`
  await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script])
}

const failure = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  )

describeEngines('a database', ({ engine, createLocation }) => {
  test('opens, answers, and says which engine it is', async () => {
    const database = await open(await createLocation())
    await database.ping()
    expect(database.engine).toBe(engine)
  })

  test('opens again with what was in it', async () => {
    const location = await createLocation()
    const first = await open(location)
    await createSignInsRepository(first).insert(signIn)
    await first.close()
    const second = await open(location)
    expect(await createSignInsRepository(second).find(signIn.idHash)).toMatchObject({ username: 'ada' })
  })

  test('migrates once when consoles start together', async () => {
    const location = await createLocation()
    await Promise.all([openInOwnProcess(location), openInOwnProcess(location), openInOwnProcess(location)])
    const { rows } = await sql`select name from kysely_migration`.execute((await open(location)).db)
    expect(rows).toEqual(Object.keys(createMigrations(engine)).map((name) => ({ name })))
  })

  test('is refused when a newer console has used it, and says so', async () => {
    const location = await createLocation()
    const database = await open(location)
    await sql`insert into kysely_migration (name, timestamp) values ('999-later', '2030-01-01T00:00:00.000Z')`.execute(
      database.db,
    )
    const error = await failure(open(location))
    expect(error).toBeInstanceOf(DatabaseTooNewError)
    expect((error as Error).message).toContain('newer version of the console (it has 999-later)')
  })

  test('is unavailable once it is closed, and closing twice is fine', async () => {
    const database = await open(await createLocation())
    await database.close()
    await database.close()
    expect(await failure(database.ping())).toMatchObject({ kind: 'unavailable' })
    expect(await failure(createSignInsRepository(database).find('x'))).toMatchObject({ kind: 'unavailable' })
  })

  test('takes epoch milliseconds in and out as numbers', async () => {
    const database = await open(await createLocation())
    const signIns = createSignInsRepository(database)
    await signIns.insert({ ...signIn, createdAt: 1_764_000_000_123 })
    expect(await signIns.find(signIn.idHash)).toMatchObject({ createdAt: 1_764_000_000_123 })
  })
})

describeEngines(
  'a database file',
  ({ createLocation }) => {
    const createFile = async () => {
      const location = await createLocation()
      if (!('file' in location)) throw new Error('not a file')
      return location.file
    }

    test('is unavailable while another process holds the lock, then works', async () => {
      const file = await createFile()
      const signIns = createSignInsRepository(await open({ file, timeoutMs: 20 }))
      using other = new DatabaseSync(file)
      other.exec('begin immediate')
      const error = await failure(signIns.insert(signIn))
      expect(error).toBeInstanceOf(StorageError)
      expect(error).toMatchObject({ kind: 'unavailable' })
      expect(await signIns.find(signIn.idHash)).toBeUndefined()
      other.exec('rollback')
      await signIns.insert(signIn)
    })

    test('is waited for while another process holds the lock, and everything else goes on', async () => {
      const file = await createFile()
      const database = await open({ file, timeoutMs: 30_000 })
      const signIns = createSignInsRepository(database)
      const audit = createAuditRepository(database)
      await signIns.insert(signIn)
      using other = new DatabaseSync(file)
      other.exec('begin immediate')
      let waiting = 2
      const written = [
        signIns.insert({ ...signIn, idHash: 'b'.repeat(64) }),
        audit.append({ at: 1, actor: 'ada', action: 'x', phase: 'intent', detail: {} }),
      ].map((work) => work.finally(() => (waiting -= 1)))
      for (let turn = 0; turn < 20; turn += 1) {
        expect(await signIns.find(signIn.idHash)).toMatchObject({ username: 'ada' })
        await new Promise((resolve) => setTimeout(resolve, 5))
      }
      expect(waiting).toBe(2)
      other.exec('rollback')
      await Promise.all(written)
      expect(await signIns.find('b'.repeat(64))).toMatchObject({ username: 'ada' })
      expect(await audit.list({ limit: 10 })).toHaveLength(1)
    })

    test('lets nobody into the transaction of somebody else', async () => {
      const { db } = await open({ file: await createFile() })
      const step = () => new Promise((resolve) => setTimeout(resolve, 5))
      const seen: string[] = []
      const first = db.transaction().execute(async (transaction) => {
        seen.push('first begins')
        await step()
        await sql`select 1`.execute(transaction)
        await step()
        seen.push('first ends')
      })
      const read = sql`select 1`.execute(db).then(() => seen.push('read'))
      const failing = db.transaction().execute(async () => {
        seen.push('second begins')
        await step()
        throw new Error('no')
      })
      const last = db.transaction().execute(async () => seen.push('third'))
      await expect(failing).rejects.toThrow('no')
      await Promise.all([first, read, last])
      expect(seen.indexOf('read')).toBeGreaterThan(seen.indexOf('first ends'))
      expect(seen.filter((step) => step !== 'read')).toEqual([
        'first begins',
        'first ends',
        'second begins',
        'third',
      ])
    })

    test('is locked for other writers from the start of a transaction', async () => {
      const file = await createFile()
      const { db } = await open({ file })
      using other = new DatabaseSync(file)
      await db.transaction().execute(async (transaction) => {
        await transaction.selectFrom('runs').select('id').execute()
        expect(() => other.exec('begin immediate')).toThrow('database is locked')
      })
    })

    test('tells why, when it ended a transaction on its own', async () => {
      const { db } = await open({ file: await createFile() })
      const ended = db.transaction().execute(async (transaction) => {
        await sql`rollback`.execute(transaction)
        throw new Error('the disk is full')
      })
      await expect(ended).rejects.toThrow('the disk is full')
    })

    test('can be read by its owner only, with its companions', async () => {
      const file = await createFile()
      await createSignInsRepository(await open({ file })).insert(signIn)
      const modes = ['', '-wal', '-shm'].map((suffix) => statSync(file + suffix).mode & 0o777)
      expect(modes).toEqual([0o600, 0o600, 0o600])
    })

    test('is unavailable when the disk is full, can be read meanwhile, then works', async () => {
      const database = await open({ file: await createFile() })
      const audit = createAuditRepository(database)
      const append = (size: number) =>
        audit.append({
          at: 1,
          actor: 'ada',
          action: 'x',
          phase: 'intent',
          detail: { text: 'x'.repeat(size) },
        })
      await append(1)
      const { rows } = await sql<{ page_count: number }>`pragma page_count`.execute(database.db)
      await sql`pragma max_page_count = ${sql.lit(rows[0]?.page_count)}`.execute(database.db)
      expect(await failure(append(200_000))).toMatchObject({ kind: 'unavailable' })
      expect(await audit.list({ limit: 10 })).toHaveLength(1)
      await sql`pragma max_page_count = 100000`.execute(database.db)
      expect(await append(200_000)).toMatchObject({ seq: 2 })
    })
  },
  { only: 'sqlite' },
)

describeEngines(
  'a database server',
  ({ createLocation }) => {
    const createUrl = async () => {
      const location = await createLocation()
      if (!('url' in location)) throw new Error('not a url')
      return location.url
    }

    test('is unavailable while it is silent or gone, then works again', async () => {
      await using proxy = await startStallingProxy(await createUrl())
      const { ping } = await open({ url: proxy.url, timeoutMs: 100 })
      proxy.stall()
      expect(await failure(ping())).toMatchObject({ kind: 'unavailable' })
      await ping()
      proxy.cut()
      expect(await failure(ping())).toMatchObject({ kind: 'unavailable' })
      proxy.resume()
      await ping()
    })

    test('gives up a statement that takes too long', async () => {
      const { db, ping } = await open({ url: await createUrl(), timeoutMs: 50 })
      const error = await failure(sql`select pg_sleep(30)`.execute(db))
      expect(toStorageError(error)).toMatchObject({ kind: 'unavailable' })
      await ping()
    })

    test('may break a connection inside a transaction', async () => {
      const { db, ping } = await open({ url: await createUrl() })
      const broken = db.transaction().execute(async (transaction) => {
        const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(transaction)
        await sql`select pg_terminate_backend(${rows[0]?.pid}, 5000)`.execute(db)
        await sql`select 1`.execute(transaction)
      })
      expect(toStorageError(await failure(broken))).toMatchObject({ kind: 'unavailable' })
      await ping()
    })

    test('cannot be opened where nothing listens', async () => {
      const nowhere = { url: 'postgres://nobody@127.0.0.1:1/none' }
      expect(await failure(open(nowhere))).toMatchObject({ kind: 'unavailable' })
    })
  },
  { only: 'postgres' },
)

const signIn = {
  idHash: 'a'.repeat(64),
  username: 'ada',
  sealedXnatSession: 'sealed',
  createdAt: 1_000,
  expiresAt: 9_000,
  userAgent: null,
  address: null,
}
