import { useNavigate, useSearch } from '@tanstack/react-router'
import { ManageTab } from '../../features/ai-models/manage-tab.tsx'
import { UploadsProvider } from '../../features/ai-models/uploads.tsx'
import { AiServersPage } from '../../features/ai-servers/ai-servers-page.tsx'
import { DocumentTitle } from '../document-title.tsx'

export function AiServersRoute() {
  const view = useSearch({ from: '/frame/ai-servers' })
  const navigate = useNavigate({ from: '/ai-servers' })
  return (
    <UploadsProvider>
      <DocumentTitle page="servers.title" />
      <AiServersPage
        view={view}
        onView={(change, { replace }) =>
          void navigate({ search: (now) => ({ ...now, ...change }), replace, resetScroll: false })
        }
        manage={({ origin, usedBySite, firstProjects, projects }) => (
          <ManageTab origin={origin} users={{ usedBySite, projects: firstProjects, total: projects }} />
        )}
      />
    </UploadsProvider>
  )
}
