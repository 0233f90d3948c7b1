import type { Assignment, CheckReport } from '@ohif-admin/contracts'
import type { ReactNode } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { Badge } from '../../ui/badge.tsx'
import { SERVER_TONE } from '../../ui/server-tone.ts'
import type { Tone } from '../../ui/tone.ts'

interface ChecklistReadyProps {
  assignment: Assignment
  /** What this person's own check found; undefined until they have made one. */
  report: CheckReport | undefined
  /** Looking at the server from this browser, from the page that can. */
  check: (entry: string) => ReactNode
}

type Need = 'registered' | 'works' | 'browser'

/** What has to be there before switching anything on helps: each with what is known of it. */
export function ChecklistReady({ assignment, report, check }: ChecklistReadyProps) {
  const { t } = useI18n()
  const needs = needsOf(assignment, report)
  const { entry } = assignment.effective
  const isAll = needs.every(([, tone]) => tone === 'good')
  return (
    <section aria-labelledby="checklist-ready" className="card grid max-w-5xl gap-3 p-4 lg:p-6">
      <h2 id="checklist-ready" className="font-semibold">
        {t('checklist.ready')}
      </h2>
      <ul className="grid gap-2">
        {needs.map(([need, tone]) => (
          <li key={need} className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <Badge tone={tone}>{t(`checklist.state.${stateOf(tone)}`)}</Badge>
            <span className="min-w-0 flex-1 basis-60">{t(`checklist.need.${need}`)}</span>
          </li>
        ))}
      </ul>
      <p role="status" className="empty:hidden">
        {isAll && t('checklist.allReady')}
      </p>
      {entry?.origin && check(entry.text)}
    </section>
  )
}

function needsOf(
  { effective: { from, entry, health } }: Assignment,
  report: CheckReport | undefined,
): readonly (readonly [Need, Tone])[] {
  const registered = from === 'unknown' ? 'unknown' : entry?.origin ? 'good' : 'bad'
  // What was found just now is newer than what is known.
  const found = report && foundIn(report)
  const works = registered === 'good' ? (found ?? WORKS[health.health]) : 'unknown'
  const browser = report?.browser ? BROWSER[report.browser.outcome] : 'unknown'
  return [
    ['registered', registered],
    ['works', works],
    ['browser', registered === 'good' ? browser : 'unknown'],
  ]
}

const WORKS: Record<Assignment['effective']['health']['health'], Tone> = {
  ok: 'good',
  attention: 'attention',
  bad: 'bad',
  unknown: 'unknown',
  'not-checked': 'unknown',
}

/** Nothing for a server that the console did not call: it found out nothing. */
function foundIn({ state }: CheckReport): Tone | undefined {
  return state === 'not-called' || state === 'not-checked' ? undefined : SERVER_TONE[state]
}

const BROWSER: Record<NonNullable<CheckReport['browser']>['outcome'], Tone> = {
  ok: 'good',
  attention: 'attention',
  bad: 'bad',
  unknown: 'unknown',
}

const stateOf = (tone: Tone) => (tone === 'good' || tone === 'attention' || tone === 'bad' ? tone : 'unknown')
