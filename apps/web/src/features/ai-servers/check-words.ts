import type { BrowserStep, BrowserVerdict, CheckReport, CheckStep } from '@ohif-admin/contracts'
import type { MessageKey, Translate } from '../../i18n/translate.ts'
import { visibleText } from '../../lib/visible-text.ts'
import { SERVER_TONE } from '../../ui/server-tone.ts'
import { kindText, reasonSentence } from './server-words.ts'

/** What a step found, in words. */
export function stepSentence({ step, note, facts }: CheckStep, t: Translate): string {
  if (note === null) return ''
  const key = `servers.note.${step}.${note}`
  const values = Object.fromEntries(
    Object.entries(facts).map(([name, value]) => [name, typeof value === 'number' ? value : asText(value)]),
  )
  const elsewhere = [`servers.reason.${note}`, `servers.problem.${note}`, `servers.why.${note}`]
  for (const name of [key, ...elsewhere]) {
    const text = t(name as MessageKey, values)
    if (text !== name) return text
  }
  // Of another version.
  return t('servers.noteUnknown', { note: asText(note) })
}

const asText = (value: string | null) => (value === null || value === '' ? '–' : String(visibleText(value)))

/**
 * The console's verdict in words. A server that does its work and that pages may not call is no good to the viewer, so a bad
 * step outweighs a good state.
 */
export function consoleVerdict({ state, reason, steps, kind, generation }: CheckReport, t: Translate) {
  const spoiler = state === 'ok' ? steps.find(({ outcome }) => outcome === 'bad') : undefined
  if (spoiler) {
    return { tone: 'bad' as const, word: t('servers.check.unusable'), sentence: stepSentence(spoiler, t) }
  }
  const sentence = state === 'ok' ? kindText({ kind, generation }, t) : reasonSentence(state, reason, t)
  return { tone: SERVER_TONE[state], word: t(`servers.state.${state}`), sentence }
}

/** What the browser found, what that means, and what a browser cannot tell. */
export function browserSentence(
  browser: BrowserVerdict,
  { origin }: Pick<CheckReport, 'origin'>,
  t: Translate,
): string {
  const { note, status, calledAs } = browser
  const values = { origin: origin ?? '', status: status ?? '' }
  const sentence = t(`servers.browserIs.${note}`, values)
  return note === 'answers' && calledAs === 'nobody'
    ? `${sentence} ${t('servers.browserIs.asNobody')}`
    : sentence
}

/** The whole report as lines of text, for a mail or a ticket. */
export function reportText(report: CheckReport, t: Translate): string {
  const { browser } = report
  const { word, sentence } = consoleVerdict(report, t)
  return [
    `${visibleText(report.entry)} · ${report.checkedBy} · ${report.checkedAt}`,
    '',
    `${t('servers.check.fromHere')}: ${word}. ${sentence}`,
    ...report.steps
      .filter(({ outcome }) => outcome !== 'skipped')
      .map((step) => stepLine(step, t(`servers.step.${step.step}`), stepSentence(step, t), t)),
    '',
    `${t('servers.check.fromBrowserOf', { name: report.checkedBy })}: ${browserLine(report, t)}`,
    ...(browser?.steps ?? []).map((step) => {
      const found = t(`servers.browserStepIs.${step.step}.${step.outcome}`)
      return stepLine(step, t(`servers.browserStep.${step.step}`), found, t)
    }),
  ].join('\n')
}

function browserLine({ browser, origin }: CheckReport, t: Translate): string {
  if (browser === null) return t('servers.state.not-checked')
  return `${t(`servers.browser.${browser.note}`)}. ${browserSentence(browser, { origin }, t)}`
}

type TimedStep = Pick<CheckStep | BrowserStep, 'outcome' | 'tookMs'>

function stepLine({ outcome, tookMs }: TimedStep, name: string, found: string, t: Translate): string {
  const took = tookMs === null ? '' : ` (${t('servers.ms', { ms: tookMs })})`
  return `  [${t(`servers.outcome.${outcome}`)}] ${name}: ${found}${took}`
}
