import {
  type AssignmentPlace,
  ProjectId,
  placeOfProject,
  ServerOrigin,
  type SetUpStep,
  type SetUpStepName,
  SITE_PLACE,
} from '@ohif-admin/contracts'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { useApi } from '../../lib/api-context.tsx'
import { buttonClass } from '../../ui/button.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { ProveForm } from './prove-form.tsx'
import { ProveStep } from './prove-step.tsx'
import { ProveUsers } from './prove-users.tsx'
import { setUpQueries } from './set-up.queries.ts'
import type { SetUpSectionProps } from './set-up-params.ts'

export interface ProveSectionProps extends SetUpSectionProps {
  /** The check of one server from both sides, for the users of a project where one is named. */
  check: (entry: string, project: ProjectId | undefined) => ReactNode
  /** What the server offers, and loading a model into it. */
  models: (origin: ServerOrigin) => ReactNode
  /** The list of the place with this server proposed for it. */
  register: (place: AssignmentPlace, entry: string) => ReactNode
}

/** From a server that runs to a user who sees its models: each step done here and proved here, in their order. */
export function ProveSection({ view, onView, check, models, register }: ProveSectionProps) {
  const { t } = useI18n()
  const { server = '' } = view
  const origin = URL.canParse(server) ? ServerOrigin.safeParse(new URL(server).origin).data : undefined
  const project = ProjectId.safeParse(view.project).data
  const proof = useQuery({
    ...setUpQueries.proof(useApi(), { server: origin, project }),
    enabled: origin !== undefined,
  })
  const steps = new Map<SetUpStepName, SetUpStep>(proof.data?.steps.map((step) => [step.step, step]))
  const isRegistered = steps.get('registered')?.state === 'proved'
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
      {proof.isError && (
        <ErrorNotice error={proof.error} what={t('setUp.steps.failed')} onRetry={proof.refetch} />
      )}
      {origin === undefined ? (
        <p className="text-ink-2">{t(server === '' ? 'setUp.prove.noServer' : 'setUp.prove.noAddress')}</p>
      ) : (
        <ol className="card divide-y divide-line">
          <ProveStep name="check" proof={steps.get('server-checked')}>
            {!isRegistered && check(server, undefined)}
          </ProveStep>
          <ProveStep name="models" proof={steps.get('model')}>
            {steps.get('server-checked')?.state === 'proved' ? models(origin) : <CheckFirst />}
          </ProveStep>
          <ProveStep name="register" proof={steps.get('registered')}>
            {register(project ? placeOfProject(project) : SITE_PLACE, server)}
            <p className="text-sm text-ink-2">
              {t(project ? 'setUp.prove.register.one' : 'setUp.prove.register.site')}{' '}
              <Link to="/assignments" className="link">
                {t('setUp.prove.register.go')}
              </Link>
            </p>
          </ProveStep>
          <ProveStep name="browser" proof={steps.get('browser')}>
            {isRegistered ? check(server, project) : <Later />}
          </ProveStep>
          <ProveStep name="users">
            <ProveUsers steps={proof.data?.steps ?? []} project={project} />
          </ProveStep>
        </ol>
      )}
      <p>
        <Link to="/set-up" search={{ part: 'steps' }} className={buttonClass('secondary', 'sm')}>
          {t('setUp.prove.whole')}
        </Link>
      </p>
    </section>
  )
}

/** What stands in place of the models until the server is open to whoever looks. */
export function CheckFirst() {
  const { t } = useI18n()
  return <p className="text-sm text-ink-2">{t('setUp.prove.models.checkFirst')}</p>
}

function Later() {
  const { t } = useI18n()
  return <p className="text-sm text-ink-2">{t('setUp.prove.browser.later')}</p>
}
