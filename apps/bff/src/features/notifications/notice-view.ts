import type { Delivery, Notice } from '@ohif-admin/contracts'
import type { StoredDelivery } from '../../storage/notice-deliveries.ts'

/** The notice as it may leave: names only for those who asked for them. */
export function toldNotice(notice: Notice, names: boolean): Notice {
  if (names) return notice
  const { projectId: _projectId, serverOrigin: _serverOrigin, ...rest } = notice
  return notice.kind === 'ai-server' ? { ...rest, page: 'ai-servers' } : rest
}

export function viewDelivery(delivery: StoredDelivery): Delivery {
  const { id, at, notice, names, channel, targetName, state, tries, log, nextAt } = delivery
  return {
    id,
    at: new Date(at).toISOString(),
    notice: toldNotice(notice, names),
    channel,
    target: targetName,
    state,
    tries,
    lastTries: log,
    nextTryAt: nextAt === null ? null : new Date(nextAt).toISOString(),
    mayRepeat: state === 'given-up',
  }
}
