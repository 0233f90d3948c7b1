import type { CheckReport, CheckStep } from '@ohif-admin/contracts'
import type { MessageKey, Translate } from '../../i18n/translate.ts'
import { visibleText } from '../../lib/visible-text.ts'
import { kindText, reasonSentence } from './server-words.ts'

/** What a step found, in words. A note this page does not know is shown as it is. */
export function stepSentence({ step, note, facts }: CheckStep, t: Translate): string {
  if (note === null) return ''
  const key = `servers.note.${step}.${note}`
  const values = Object.fromEntries(
    Object.entries(facts).map(([name, value]) => [name, typeof value === 'number' ? value : asText(value)]),
  )
  const known = t(key as MessageKey, values)
  if (known !== key) return known
  const general = `servers.reason.${note}`
  const text = t(general as MessageKey, values)
  return text === general ? note : text
}

const asText = (value: string | null) => (value === null || value === '' ? '–' : String(visibleText(value)))

/** The whole report as lines of text, for a mail or a ticket. */
export function reportText(report: CheckReport, t: Translate): string {
  const { state, reason, browser } = report
  return [
    `${report.entry} · ${report.checkedAt}`,
    `${t('servers.check.fromHere')}: ${t(`servers.state.${state}`)}. ${state === 'ok' ? kindText(report, t) : reasonSentence(state, reason, t)}`,
    `${t('servers.check.fromBrowser')}: ${browser ? t(`servers.browser.${browser.note}`) : t('servers.state.not-checked')}`,
    ...report.steps
      .filter(({ outcome }) => outcome !== 'skipped')
      .map(
        (step) =>
          `[${t(`servers.outcome.${step.outcome}`)}] ${t(`servers.step.${step.step}`)}: ${stepSentence(step, t)}`,
      ),
  ].join('\n')
}
