import path from 'node:path'
import closeWithGrace from 'close-with-grace'
import { buildApp } from './app.ts'
import { ConfigError, parseConfig } from './config.ts'
import { buildDeps } from './deps.ts'
import { createLogger } from './logger.ts'
import { DatabaseTooNewError, StorageError } from './storage/errors.ts'

/** Streams are told to end at once and requests get this long to finish. */
const GRACE_MS = 10_000

try {
  const config = parseConfig(process.env)
  const logger = createLogger(config.LOG_LEVEL)
  const deps = await buildDeps(config, logger)
  const webFolder = path.resolve(import.meta.dirname, '../../web/dist')
  const app = await buildApp(config, deps, { logger, webFolder })
  closeWithGrace(
    { delay: GRACE_MS, logger: { error: (message) => logger.error(message) } },
    async ({ err }) => {
      if (err) logger.fatal({ err }, 'stopping because of an error nobody caught')
      await app.close()
    },
  )
  await app.listen({ host: config.HOST, port: config.PORT })
  // After listening: a gigabyte of log takes seconds to read, and the page can say so meanwhile.
  await deps.start()
} catch (error) {
  const expected =
    error instanceof ConfigError || error instanceof StorageError || error instanceof DatabaseTooNewError
  process.stderr.write(`${expected ? error.message : String(error instanceof Error ? error.stack : error)}\n`)
  process.exitCode = 1
}
