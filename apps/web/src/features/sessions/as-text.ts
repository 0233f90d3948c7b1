import { exactTime } from '../../lib/time.ts'
import { visibleText } from '../../lib/visible-text.ts'
import type { Step } from './step.ts'
import type { Words } from './words.ts'

interface Told {
  facts: { label: string; sessionId: string; projectId: string }
  steps: readonly Step[]
  /** Address of the page. */
  href: string
  username: string
  now: Date
}

/** What the page says, for a mail or a support ticket. Nothing in it is hidden or acts on whoever reads it. */
export function asText({ facts, steps, href, username, now }: Told, { t, locale, zone }: Words): string {
  const title = t('sessionPage.copied.title', {
    label: facts.label,
    id: facts.sessionId,
    project: facts.projectId,
  })
  const when = t('sessionPage.copied.at', { when: exactTime(now, zone, locale), name: username })
  const lines = steps.flatMap(({ name, verdict, notes }, index) => [
    `${index + 1}. ${t(`sessionPage.step.${name}`)} ${verdict}`,
    ...notes.map((note) => `   ${note}`),
  ])
  return [title, when, href, '', ...lines].map(visibleText).join('\n')
}
