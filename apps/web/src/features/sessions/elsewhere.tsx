import type { ProjectId } from '@ohif-admin/contracts'
import { Link } from '@tanstack/react-router'
import { useI18n } from '../../i18n/i18n.ts'

/** What people look for on the page of a session and find elsewhere. */
export function Elsewhere({ projectId, readsLog }: { projectId: ProjectId; readsLog: boolean }) {
  const { t } = useI18n()
  return (
    <>
      <section aria-labelledby="session-ai" className="card grid gap-1 p-4">
        <h2 id="session-ai" className="font-medium">
          {t('sessionPage.aiPanel')}
        </h2>
        <p className="text-sm text-ink-2">{t('sessionPage.aiPanelHint')}</p>
        <p>
          <Link to="/projects/$projectId/checklist" params={{ projectId }} className="link">
            {t('sessionPage.checklist')}
          </Link>
        </p>
      </section>
      <p className="flex flex-wrap gap-x-4 gap-y-1 px-1">
        <Link to="/projects/$projectId/sessions" params={{ projectId }} className="link">
          {t('sessionPage.allSessions')}
        </Link>
        <Link to="/projects/$projectId" params={{ projectId }} className="link">
          {t('sessionPage.project')}
        </Link>
      </p>
      {!readsLog && <p className="px-1 text-sm text-ink-2">{t('sessionPage.eventsOnly')}</p>}
    </>
  )
}
