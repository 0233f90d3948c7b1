import type { PutAway, SetUpProgress, SetUpStep } from '@ohif-admin/contracts'
import type { Actor, Origin } from '../../../lib/actor.ts'
import type { Audit } from '../../../lib/audit.ts'
import type { SetUpRepository } from '../../../storage/set-up.ts'
import { adminsOnly } from '../admins-only.ts'
import { stepOf } from './observed.ts'
import { LOOKS, type StepNeeds } from './steps.ts'

export interface ProgressNeeds extends StepNeeds {
  repository: SetUpRepository
  audit: Audit
}

/** How far the set-up has come: every step is looked at again each time, and what it showed is kept. */
export class Progress {
  readonly #needs: ProgressNeeds

  constructor(needs: ProgressNeeds) {
    this.#needs = needs
  }

  /** Throws `UpstreamError` only when the XNAT session is over. */
  async read(actor: Actor): Promise<SetUpProgress> {
    const { repository, now } = this.#needs
    const [proofs, away] = await Promise.all([repository.proofs(), repository.mark('put-away')])
    const steps = await Promise.all(
      LOOKS.map(async ([step, look]): Promise<SetUpStep> => {
        const observed = await look(this.#needs, actor)
        if (observed.holds) await repository.prove(step, observed.at)
        return stepOf(step, observed, proofs.get(step), now())
      }),
    )
    return {
      steps,
      checkedAt: new Date(now()).toISOString(),
      putAway: away ? { by: away.by, at: new Date(away.at).toISOString() } : null,
    }
  }

  /** Takes the set-up from everybody's overview, or brings it back. */
  async putAway(actor: Actor, away: boolean, origin: Origin): Promise<PutAway> {
    const { audit, repository, now } = this.#needs
    const action = { actor: actor.username, action: 'set-up.put-away', after: { away }, origin } as const
    await audit.during(action, async () => {
      adminsOnly(actor)
      if (!away) return repository.clearMark('put-away')
      return repository.setMark({ name: 'put-away', at: now(), by: actor.username, detail: '{}' })
    })
    return { away }
  }
}
