import { ProjectId, type SetUpStep, type SetUpStepName } from '@ohif-admin/contracts'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { useApi } from '../../lib/api-context.tsx'
import { buttonClass } from '../../ui/button.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { ProveForm } from './prove-form.tsx'
import { setUpQueries } from './set-up.queries.ts'
import type { SetUpSectionProps } from './set-up-params.ts'
import { StepState } from './step-state.tsx'
import { stepSentence } from './step-words.ts'

interface ProveSectionProps extends SetUpSectionProps {
  /** The check of one server from both sides, shown by the page that knows it. */
  check: (entry: string, onChecked: () => void) => ReactNode
}

/** From a server that runs to a user who sees its models: each step with its proof, in their order. */
export function ProveSection({ view, onView, check }: ProveSectionProps) {
  const { t } = useI18n()
  const api = useApi()
  const queryClient = useQueryClient()
  const progress = useQuery(setUpQueries.progress(api))
  const steps = new Map(progress.data?.steps.map((step) => [step.step, step]))
  const project = ProjectId.safeParse(view.project).data
  const { server = '' } = view
  const lookAgain = () =>
    void queryClient.invalidateQueries({ queryKey: setUpQueries.progress(api).queryKey })
  return (
    <section aria-labelledby="prove" className="grid grid-cols-1 gap-3">
      <h2 id="prove" className="text-lg font-semibold">
        {t('setUp.prove.title')}
      </h2>
      <p className="max-w-prose text-ink-2">{t('setUp.prove.intro')}</p>
      <ProveForm
        key={`${server} ${view.project}`}
        server={server}
        project={view.project ?? ''}
        onView={onView}
      />
      {progress.isError && (
        <ErrorNotice error={progress.error} what={t('setUp.steps.failed')} onRetry={progress.refetch} />
      )}
      <ol className="card divide-y divide-line">
        <Step name="check" proofs={['server-checked', 'browser']} steps={steps}>
          {server === '' ? (
            <p className="text-sm text-ink-2">{t('setUp.prove.noServer')}</p>
          ) : (
            check(server, lookAgain)
          )}
        </Step>
        <Step name="register" proofs={['registered']} steps={steps}>
          <Link
            to="/assignments"
            search={{ place: project ? `project:${project}` : 'site' }}
            className={buttonClass()}
          >
            {t('setUp.prove.register.go')}
          </Link>
        </Step>
        <Step name="models" proofs={['model']} steps={steps}>
          <Link to="/ai-servers" search={serverSearch(server)} className={buttonClass()}>
            {t('setUp.prove.models.go')}
          </Link>
        </Step>
        <Step name="users" proofs={[]} steps={steps}>
          {project ? (
            <Link
              to="/projects/$projectId/checklist"
              params={{ projectId: project }}
              className={buttonClass()}
            >
              {t('setUp.prove.users.go')}
            </Link>
          ) : (
            <p className="text-sm text-ink-2">{t('setUp.prove.noProject')}</p>
          )}
        </Step>
      </ol>
    </section>
  )
}

/** Where its models are loaded, when it has an address that a browser makes one of. */
const serverSearch = (server: string) =>
  URL.canParse(server) ? { server: new URL(server).origin, tab: 'manage' } : {}

interface StepProps {
  name: 'check' | 'models' | 'register' | 'users'
  /** The steps of the set-up that this one proves. */
  proofs: readonly SetUpStepName[]
  steps: ReadonlyMap<SetUpStepName, SetUpStep>
  children: ReactNode
}

function Step({ name, proofs, steps, children }: StepProps) {
  const { t } = useI18n()
  const shown = proofs.flatMap((proof) => steps.get(proof) ?? [])
  return (
    <li className="grid grid-cols-1 gap-2 p-4">
      <div>
        <h3 className="font-medium">{t(`setUp.prove.${name}.title`)}</h3>
        <p className="text-sm text-ink-2">{t(`setUp.prove.${name}.hint`)}</p>
      </div>
      {shown.map((step) => (
        <p key={step.step} className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm">
          <StepState step={step} />
          <span className="min-w-0 break-words">{stepSentence(step, t)}</span>
        </p>
      ))}
      <div>{children}</div>
    </li>
  )
}
