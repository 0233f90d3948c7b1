import type { SetUpStep } from '@ohif-admin/contracts'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { RefreshCw } from 'lucide-react'
import { useI18n } from '../../i18n/i18n.ts'
import { useApi } from '../../lib/api-context.tsx'
import { Button, buttonClass } from '../../ui/button.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Notice } from '../../ui/notice.tsx'
import { SkeletonRows } from '../../ui/skeleton.tsx'
import { setUpQueries } from './set-up.queries.ts'
import { StepState } from './step-state.tsx'
import { countProved, placeOf, stepSentence } from './step-words.ts'

/** How far the whole set-up is: each step with its proof, and where to go for the ones without. */
export function StepsSection() {
  const { t } = useI18n()
  const progress = useQuery(setUpQueries.progress(useApi()))
  const steps = progress.data?.steps ?? []
  return (
    <section aria-labelledby="set-up-steps" className="grid gap-3">
      <div className="flex flex-wrap items-center gap-3">
        <h2 id="set-up-steps" className="text-lg font-semibold">
          {progress.data ? t('setUp.steps.sentence', countProved(steps)) : t('setUp.steps.title')}
        </h2>
        <Button onClick={() => void progress.refetch()} disabled={progress.isFetching} className="ml-auto">
          <RefreshCw aria-hidden="true" className="size-4" />
          {t(progress.isFetching ? 'setUp.checking' : 'setUp.steps.again')}
        </Button>
      </div>
      {progress.isError && progress.data && <Notice tone="attention">{t('setUp.stale')}</Notice>}
      {progress.isError && !progress.data && (
        <ErrorNotice error={progress.error} what={t('setUp.steps.failed')} onRetry={progress.refetch} />
      )}
      <div className="card">
        {progress.isPending && <SkeletonRows rows={7} label={t('setUp.checking')} rowClass="h-16" />}
        <ol className="divide-y divide-line">
          {steps.map((step, at) => (
            <Step key={step.step} number={at + 1} step={step} />
          ))}
        </ol>
      </div>
    </section>
  )
}

function Step({ number, step }: { number: number; step: SetUpStep }) {
  const { t } = useI18n()
  const { to, search } = placeOf(step.step)
  return (
    <li className="grid grid-cols-[1.5rem_1fr] items-start gap-x-2 gap-y-2 px-4 py-3 md:grid-cols-[1.5rem_1fr_auto_9rem] md:items-center md:gap-x-4">
      <span aria-hidden="true" className="font-medium text-ink-2 tabular-nums">
        {number}
      </span>
      <div className="min-w-0">
        <h3 className="font-medium">{t(`setUp.step.${step.step}`)}</h3>
        <p className="text-sm break-words text-ink-2">{stepSentence(step, t)}</p>
      </div>
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1 max-md:col-start-2">
        <StepState step={step} />
      </p>
      <Link
        to={to}
        search={search}
        className={`${buttonClass('secondary', 'sm')} max-md:col-start-2 max-md:justify-self-start`}
      >
        {t(step.state === 'proved' ? 'setUp.steps.look' : 'setUp.steps.go')}
        <span className="sr-only">: {t(`setUp.step.${step.step}`)}</span>
      </Link>
    </li>
  )
}
