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
  const { uninstall } = closeWithGrace(
    { delay: GRACE_MS, logger: { error: (message) => logger.error(message) } },
    async ({ err }) => {
      if (err) logger.fatal({ err }, 'stopping because of an error nobody caught')
      await app.close()
    },
  )
  try {
    await app.listen({ host: config.HOST, port: config.PORT })
    // After listening: a gigabyte of log takes seconds to read, and the page can say so meanwhile.
    await deps.start()
  } catch (error) {
    // It would end the process as if nothing had happened.
    uninstall()
    // A server that answers without following its logs would show runs that never move.
    await app.close()
    throw error
  }
} catch (error) {
  process.exitCode = 1
  report(error)
}

/** One sentence for what an operator can put right, everything for what only a developer can. */
function report(error: unknown) {
  process.stderr.write(
    `${isExpected(error) ? error.message : String(error instanceof Error ? error.stack : error)}\n`,
  )
}

function isExpected(error: unknown): error is Error {
  if (error instanceof ConfigError || error instanceof StorageError || error instanceof DatabaseTooNewError)
    return true
  // The address is taken, or may not be used.
  return error instanceof Error && 'syscall' in error && error.syscall === 'listen'
}
