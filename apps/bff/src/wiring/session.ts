import type { FastifyBaseLogger } from 'fastify'
import { PasswordProof } from '../features/session/password-proof.ts'
import { RightsCache } from '../features/session/rights.ts'
import { SessionService } from '../features/session/session.service.ts'
import { SignInThrottle } from '../features/session/sign-in-throttle.ts'
import { createSignInFailuresRepository } from '../storage/sign-in-failures.ts'
import { createSignInsRepository } from '../storage/sign-ins.ts'
import { HOUR_MS, MINUTE_MS, type Shared } from './shared.ts'

export function wireSession({ config, database, xnat, audit, access, now }: Shared) {
  const common = {
    xnat,
    signIns: createSignInsRepository(database),
    throttle: new SignInThrottle({ failures: createSignInFailuresRepository(database), now }),
    audit,
    now,
  }
  const session = new SessionService({
    ...common,
    rights: new RightsCache(xnat, config.SUPPORT_GROUPS, now),
    idleMs: config.SESSION_IDLE_MINUTES * MINUTE_MS,
    maxMs: config.SESSION_MAX_HOURS * HOUR_MS,
  })
  session.onEnded((signInId) => access.forget(signInId))
  return { session, proof: new PasswordProof(common) }
}

/** Tidies up sign-ins once a minute, and once more at the end. */
export function createSweeper(session: SessionService, logger: FastifyBaseLogger) {
  let timer: NodeJS.Timeout | undefined
  const sweep = (how?: { closing: boolean }) =>
    session.sweep(how).catch((err: unknown) => logger.warn({ err }, 'sign-ins were not swept'))
  return {
    start() {
      timer = setInterval(sweep, MINUTE_MS)
    },
    async stop() {
      clearInterval(timer)
      await sweep({ closing: true })
    },
  }
}
