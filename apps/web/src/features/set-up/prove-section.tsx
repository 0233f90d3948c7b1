import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { buttonClass } from '../../ui/button.tsx'
import type { SetUpSectionProps } from './set-up-params.ts'

/** From a server that runs to a user who sees its models: each step where it is done, in its order. */
export function ProveSection({ view }: SetUpSectionProps) {
  const { t } = useI18n()
  const { project, server } = view
  return (
    <section aria-labelledby="prove" className="grid gap-3">
      <h2 id="prove" className="text-lg font-semibold">
        {t('setUp.prove.title')}
      </h2>
      <p className="max-w-prose text-ink-2">{t('setUp.prove.intro')}</p>
      <ol className="card divide-y divide-line">
        <Step name="check">
          <Link to="/ai-servers" search={server ? { entry: server } : {}} className={buttonClass()}>
            {t('setUp.prove.check.go')}
          </Link>
        </Step>
        <Step name="models">
          <Link to="/ai-servers" search={{}} className={buttonClass()}>
            {t('setUp.prove.models.go')}
          </Link>
        </Step>
        <Step name="register">
          <Link
            to="/assignments"
            search={project ? { place: `project:${project}` } : {}}
            className={buttonClass()}
          >
            {t('setUp.prove.register.go')}
          </Link>
        </Step>
        <Step name="users">
          {project && (
            <Link
              to="/projects/$projectId/checklist"
              params={{ projectId: project }}
              className={buttonClass()}
            >
              {t('setUp.prove.users.go')}
            </Link>
          )}
        </Step>
      </ol>
    </section>
  )
}

function Step({ name, children }: { name: 'check' | 'models' | 'register' | 'users'; children: ReactNode }) {
  const { t } = useI18n()
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 p-4">
      <div className="min-w-0 flex-1 basis-72">
        <h3 className="font-medium">{t(`setUp.prove.${name}.title`)}</h3>
        <p className="text-sm text-ink-2">{t(`setUp.prove.${name}.hint`)}</p>
      </div>
      {children}
    </li>
  )
}
