import { ProjectId } from '@ohif-admin/contracts'
import { useParams } from '@tanstack/react-router'
import { CheckPart } from '../../features/ai-servers/check-part.tsx'
import { KeptReport } from '../../features/ai-servers/kept-report.tsx'
import { ProjectCoverage } from '../../features/coverage/project-coverage.tsx'
import { ProjectPage } from '../../features/projects/project-page.tsx'
import { ProjectRequests } from '../../features/requests/project-requests.tsx'
import { ViewerSettingsCard } from '../../features/viewer-settings/viewer-settings-card.tsx'
import { DocumentTitle } from '../document-title.tsx'
import { NotFoundPage } from '../not-found-page.tsx'
import { useMe } from '../use-me.ts'

export function ProjectRoute() {
  const me = useMe()
  const projectId = ProjectId.safeParse(useParams({ from: '/frame/projects/$projectId' }).projectId).data
  if (projectId === undefined) return <NotFoundPage />
  const admin = me.role === 'admin'
  const owner = me.ownerOf.includes(projectId)
  return (
    <>
      <DocumentTitle page="projectPage.title" />
      <ProjectPage
        projectId={projectId}
        admin={admin}
        check={({ effective }) =>
          effective.entry && <CheckPart entry={effective.entry.text} projectId={projectId} />
        }
        coverage={
          (me.role !== 'user' || me.mayEdit.includes(projectId)) && <ProjectCoverage projectId={projectId} />
        }
        viewerSettings={<ViewerSettingsCard projectId={projectId} />}
        requests={({ entries }) =>
          (owner || admin) && (
            <ProjectRequests
              projectId={projectId}
              owner={owner}
              hasOwnList={entries.length > 0}
              check={(entry, onChecked) => (
                <CheckPart entry={entry} projectId={projectId} onReport={({ id }) => onChecked(id)} />
              )}
              foundByCheck={(checkId) => <KeptReport id={checkId} />}
            />
          )
        }
      />
    </>
  )
}
