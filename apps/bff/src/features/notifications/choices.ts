import { ADMIN_NOTICES, type NoticeChoices, NoticeKind, type Role, RUN_NOTICES } from '@ohif-admin/contracts'
import type { NoticedPerson } from '../../storage/notice-people.ts'

/** Whoever has not been seen for so long is not told of what concerns the whole site: the role may be gone. */
const ABSENT_MS = 90 * 24 * 3_600_000

/** For people who chose nothing: their own runs, scans and requests, in their browser. */
export const DEFAULT_CHOICES: NoticeChoices = {
  browser: [...RUN_NOTICES, 'scan-over', 'request-decided'],
  email: [],
  runs: 'mine',
  names: false,
}

/** What somebody with this role can be told about. */
export function kindsFor(role: Role): NoticeKind[] {
  const forAdmins: readonly NoticeKind[] = ADMIN_NOTICES
  return NoticeKind.options.filter((kind) => role === 'admin' || !forAdmins.includes(kind))
}

export const mayHaveAllRuns = (role: Role) => role !== 'user'

export const choicesOf = (person: Pick<NoticedPerson, 'choices'> | undefined) =>
  person?.choices ?? DEFAULT_CHOICES

/** Whether this person still counts as having the role, for what only the role allows. */
export const isAround = ({ seenAt }: NoticedPerson, now: number) => now - seenAt < ABSENT_MS
