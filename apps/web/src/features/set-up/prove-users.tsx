import type { ProjectId, SetUpStep } from '@ohif-admin/contracts'
import { Link } from '@tanstack/react-router'
import { useI18n } from '../../i18n/i18n.ts'
import { buttonClass } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { countProved, nextStep } from './step-words.ts'

interface ProveUsersProps {
  /** What is known of the server; empty while nothing is. */
  steps: readonly SetUpStep[]
  project: ProjectId | undefined
}

/** Whether the users of the project can begin, and what they are sent. */
export function ProveUsers({ steps, project }: ProveUsersProps) {
  const { t } = useI18n()
  const open = nextStep(steps)
  const isDone = steps.length > 0 && open === undefined
  return (
    <>
      <div role="status">
        {isDone && <Notice tone="good" title={t('setUp.prove.users.ready')} />}
        {open && (
          <p className="text-sm">
            {t('setUp.prove.users.open', { ...countProved(steps), step: t(`setUp.step.${open.step}`) })}
          </p>
        )}
      </div>
      {project ? (
        <p>
          <Link
            to="/projects/$projectId/checklist"
            params={{ projectId: project }}
            className={buttonClass(isDone ? 'primary' : 'secondary')}
          >
            {t('setUp.prove.users.go')}
          </Link>
        </p>
      ) : (
        <p className="text-sm text-ink-2">{t('setUp.prove.noProject')}</p>
      )}
    </>
  )
}
