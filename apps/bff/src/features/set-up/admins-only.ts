import type { Actor } from '../../lib/actor.ts'
import { AppError } from '../../lib/app-error.ts'

/** For what is audited, refusals included. Throws `AppError` `forbidden`. */
export function adminsOnly({ role }: Actor): void {
  if (role !== 'admin') throw new AppError('forbidden', 'Only site admins set things up.')
}
