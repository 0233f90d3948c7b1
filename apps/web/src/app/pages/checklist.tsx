import { ProjectId } from '@ohif-admin/contracts'
import { useParams } from '@tanstack/react-router'
import { CheckPart } from '../../features/ai-servers/check-part.tsx'
import { ChecklistPage } from '../../features/projects/checklist-page.tsx'
import { DocumentTitle } from '../document-title.tsx'
import { NotFoundPage } from '../not-found-page.tsx'

export function ChecklistRoute() {
  const params = useParams({ from: '/frame/projects/$projectId/checklist' })
  const projectId = ProjectId.safeParse(params.projectId).data
  if (projectId === undefined) return <NotFoundPage />
  return (
    <>
      <DocumentTitle page="checklist.title" />
      <ChecklistPage
        projectId={projectId}
        check={(entry, onReport) => (
          <CheckPart key={entry} entry={entry} projectId={projectId} onReport={onReport} />
        )}
      />
    </>
  )
}
