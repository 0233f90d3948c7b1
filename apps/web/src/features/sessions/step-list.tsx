import type { SessionScans } from '@ohif-admin/contracts'
import { Link } from '@tanstack/react-router'
import { useI18n } from '../../i18n/i18n.ts'
import { visibleText } from '../../lib/visible-text.ts'
import { Badge } from '../../ui/badge.tsx'
import { SlowHint } from '../../ui/slow-hint.tsx'
import { ScanList } from './scan-list.tsx'
import type { Step } from './step.ts'

interface StepListProps {
  steps: readonly Step[]
  scans: SessionScans | undefined
}

/** The checks one below the other, each with its own verdict and what that rests on. */
export function StepList({ steps, scans }: StepListProps) {
  const { t } = useI18n()
  return (
    <section aria-labelledby="session-steps" className="card">
      <h2 id="session-steps" className="border-b border-line px-4 py-2 font-semibold">
        {t('sessionPage.heading')}
      </h2>
      <ol>
        {steps.map((step, index) => (
          <StepItem key={step.name} step={step} number={index + 1} scans={scans} />
        ))}
      </ol>
      {steps.some(({ pending }) => pending) && <SlowHint />}
    </section>
  )
}

function StepItem({ step, number, scans }: { step: Step; number: number; scans: SessionScans | undefined }) {
  const { t } = useI18n()
  const { name, tone, verdict, notes, pending, places = [], runs = [] } = step
  const pages = runs.filter(({ id }) => id !== null)
  return (
    <li
      aria-busy={pending}
      className="grid gap-x-4 gap-y-1 border-b border-line px-4 py-3 last:border-b-0 md:grid-cols-[17rem_minmax(0,1fr)]"
    >
      <div className="flex min-w-0 gap-2">
        <span aria-hidden="true" className="w-4 shrink-0 text-right text-ink-2">
          {number}
        </span>
        <h3 className="font-medium">{t(`sessionPage.step.${name}`)}</h3>
      </div>
      <div className="min-w-0 max-md:pl-6">
        <p>
          <Badge tone={pending ? 'running' : tone}>
            <span className="foreign whitespace-normal">{visibleText(verdict)}</span>
          </Badge>
        </p>
        {notes.map((note) => (
          <p key={note} className="foreign mt-1 max-w-prose text-sm wrap-anywhere text-ink-2">
            {visibleText(note)}
          </p>
        ))}
        {places.map(({ projectId, sessionId, label }) => (
          <p key={sessionId} className="mt-1">
            <Link
              to="/projects/$projectId/sessions/$sessionId"
              params={{ projectId, sessionId }}
              className="link foreign"
            >
              {visibleText(`${projectId}: ${label} (${sessionId})`)}
            </Link>
          </p>
        ))}
        {pages.length > 0 && (
          <p className="mt-1 flex flex-wrap gap-x-4 text-sm">
            {pages.map(
              ({ id }) =>
                id !== null && (
                  <Link key={id} to="/runs/$runId" params={{ runId: id }} className="link">
                    {t('sessionPage.openRun')}
                  </Link>
                ),
            )}
          </p>
        )}
        {name === 'scans' && scans && scans.total > 0 && <ScanList scans={scans} />}
      </div>
    </li>
  )
}
