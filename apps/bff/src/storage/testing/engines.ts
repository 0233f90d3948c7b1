import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe } from 'vitest'
import { type Database, type DatabaseLocation, type Engine, openDatabase } from '../database.ts'
import { findPostgresBinaries, startPostgresCluster } from './postgres-cluster.ts'

export interface TestEngine {
  readonly engine: Engine
  /** An empty database, one at a time: on PostgreSQL it is the one given before, emptied. Gone after the tests. */
  createLocation(): Promise<DatabaseLocation>
}

interface Provider {
  createLocation(): Promise<DatabaseLocation>
  dispose(): Promise<void>
}

const { OHIF_ADMIN_TEST_DATABASE_URL: givenServer, PATH: path = '' } = process.env
const binaries = givenServer ? null : findPostgresBinaries(path)

const engines = [
  { engine: 'sqlite', missing: null, create: createSqliteProvider },
  {
    engine: 'postgres',
    missing: givenServer || binaries ? null : 'no initdb and postgres found, no OHIF_ADMIN_TEST_DATABASE_URL',
    create: createPostgresProvider,
  },
] as const

// One provider an engine and test file: the cluster takes a second or two to start.
const providers = new Map<Engine, Promise<Provider>>()
const PROVIDER_TIMEOUT_MS = 60_000

afterAll(async () => {
  for (const provider of providers.values()) await (await provider).dispose()
}, PROVIDER_TIMEOUT_MS)

/**
 * The same tests on both engines, or on one of them. SQLite always runs; PostgreSQL is reported as skipped, with the
 * reason, when this machine has none.
 */
export function describeEngines(
  title: string,
  tests: (testEngine: TestEngine) => void,
  { only }: { only?: Engine } = {},
): void {
  for (const { engine, missing, create } of engines) {
    if (only !== undefined && only !== engine) continue
    const name = `${title} on ${engine}${missing === null ? '' : ` (skipped: ${missing})`}`
    describe.skipIf(missing !== null)(name, () => {
      const provide = () => {
        const provider = providers.get(engine) ?? create()
        providers.set(engine, provider)
        return provider
      }
      beforeAll(async () => {
        await provide()
      }, PROVIDER_TIMEOUT_MS)
      tests({ engine, createLocation: async () => (await provide()).createLocation() })
    })
  }
}

/** An empty database for each test of the surrounding `describe`; call the result inside a test to get it. */
export function useFreshDatabase({ createLocation }: TestEngine): () => Database {
  let database: Database | undefined
  beforeEach(async () => {
    database = await openDatabase(await createLocation())
  })
  afterEach(() => database?.close())
  return () => {
    if (!database) throw new Error('only inside a test')
    return database
  }
}

async function createSqliteProvider(): Promise<Provider> {
  const folder = mkdtempSync(join(tmpdir(), 'ohif-admin-sqlite-'))
  return {
    createLocation: async () => ({ file: join(folder, `${randomBytes(6).toString('hex')}.db`) }),
    dispose: async () => rmSync(folder, { recursive: true, force: true }),
  }
}

async function createPostgresProvider(): Promise<Provider> {
  const cluster = givenServer
    ? { url: givenServer, stop: async () => undefined }
    : await startPostgresCluster(binaries ?? '')
  const name = `ohif_admin_test_${randomBytes(6).toString('hex')}`
  await runOn(cluster.url, `create database ${name}`)
  const url = new URL(cluster.url)
  url.pathname = `/${name}`
  return {
    async createLocation() {
      // Emptied rather than made anew: creating a database takes a third of a second.
      await runOn(url.href, 'drop schema public cascade; create schema public')
      return { url: url.href }
    },
    async dispose() {
      if (givenServer) await runOn(cluster.url, `drop database ${name} with (force)`)
      await cluster.stop()
    },
  }
}

async function runOn(url: string, statements: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(statements)
  await client.end()
}
