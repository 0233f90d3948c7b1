import type { Assignment } from '@ohif-admin/contracts'
import type { Translate } from '../../i18n/translate.ts'
import { visibleText } from '../../lib/visible-text.ts'

/** Which server the viewers of the project use and where that comes from, in one sentence. */
export function serverSentence({ effective }: Assignment, t: Translate): string {
  const { entry, from, reason } = effective
  if (from === 'unknown') return t('projectPage.sentence.unknown')
  if (entry === null) return t('projectPage.sentence.none', { why: reason ? t(`reason.${reason}`) : '' })
  if (entry.origin === null) return t('projectPage.sentence.dead', { server: visibleText(entry.text) })
  return t(`projectPage.sentence.${from === 'project' ? 'project' : 'site'}`, { server: entry.origin })
}

/** What somebody who opens the viewer in this project sees, in the order they meet it. */
export function usersWillSee({ effective }: Assignment, t: Translate): string[] {
  const { entry, from, health } = effective
  if (from === 'unknown') return [t('projectPage.see.unknown')]
  if (entry === null) return [t('projectPage.see.switch'), t('projectPage.see.noUrl')]
  if (entry.origin === null) return [t('projectPage.see.switch'), t('projectPage.see.dead')]
  const call = { origin: entry.origin }
  return [
    t('projectPage.see.switch'),
    t(
      health.kind === 'aiaa' || health.kind === 'monai-label'
        ? `projectPage.see.${health.kind}`
        : 'projectPage.see.either',
      call,
    ),
    t('projectPage.see.browser', call),
    ...(health.health === 'bad' ? [t('projectPage.see.bad')] : []),
  ]
}
