import type { ProjectId } from '@ohif-admin/contracts'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { useApi } from '../../lib/api-context.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { SkeletonRows } from '../../ui/skeleton.tsx'
import { AskForm } from './ask-form.tsx'
import { RequestDetailPanel } from './request-detail.tsx'
import { requestQueries } from './requests.queries.ts'
import { RequestsTable } from './requests-table.tsx'

interface ProjectRequestsProps {
  projectId: ProjectId
  /** May ask for a change. */
  owner: boolean
  hasOwnList: boolean
  /** Looks at a server and tells the number of the check. */
  check: (entry: string, onChecked: (checkId: string) => void) => ReactNode
  foundByCheck: (checkId: string) => ReactNode
}

/** What was asked for this project, what became of it, and the way to ask. */
export function ProjectRequests({ projectId, owner, hasOwnList, check, foundByCheck }: ProjectRequestsProps) {
  const { t } = useI18n()
  const query = useQuery(requestQueries.ofProject(useApi(), projectId))
  const [asking, setAsking] = useState(false)
  const [shown, setShown] = useState<NonNullable<typeof query.data>['requests'][number]['id'] | null>(null)
  const requests = query.data?.requests ?? []
  const isOpen = requests.some(({ state }) => state === 'open')
  return (
    <section aria-labelledby="project-requests" className="card">
      <div className="flex flex-wrap items-center gap-2 border-b border-line py-2 pr-2 pl-4">
        <h2 id="project-requests" className="mr-auto font-semibold">
          {t('requests.title')}
        </h2>
        {owner && query.data && !isOpen && (
          <Button variant="primary" size="sm" onClick={() => setAsking(true)}>
            {t('requests.ask.button')}
          </Button>
        )}
      </div>
      {query.isPending && <SkeletonRows rows={2} label={t('requests.loading')} />}
      {query.isError && (
        <ErrorNotice error={query.error} what={t('requests.failed')} onRetry={query.refetch} />
      )}
      {query.data && requests.length === 0 && (
        <p className="px-4 py-3 text-sm text-ink-2">{t('requests.noneOfProject')}</p>
      )}
      {requests.length > 0 && <RequestsTable requests={requests} onOpen={setShown} />}
      <Dialog open={asking} onClose={() => setAsking(false)} place="wide" title={t('requests.ask.title')}>
        <AskForm
          projectId={projectId}
          hasOwnList={hasOwnList}
          check={check}
          onDone={() => setAsking(false)}
        />
      </Dialog>
      <Dialog open={shown !== null} onClose={() => setShown(null)} place="wide" title={t('requests.one')}>
        {shown && <RequestDetailPanel key={shown} id={shown} foundByCheck={foundByCheck} />}
      </Dialog>
    </section>
  )
}
