import type { Me } from '@ohif-admin/contracts'

/** Time enough to finish a sentence and press a button. */
const WARN_MS = 3 * 60_000

/** When this sign-in ends next, by which limit, and whether that is near. */
export function expiryOf({ idleExpiresAt, expiresAt }: Pick<Me, 'idleExpiresAt' | 'expiresAt'>, now: number) {
  const idle = Date.parse(idleExpiresAt) < Date.parse(expiresAt)
  const at = idle ? idleExpiresAt : expiresAt
  return { kind: idle ? ('idle' as const) : ('absolute' as const), at, near: Date.parse(at) - now < WARN_MS }
}
