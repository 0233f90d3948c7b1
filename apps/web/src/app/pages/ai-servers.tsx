import { useNavigate, useSearch } from '@tanstack/react-router'
import { AiServersPage } from '../../features/ai-servers/ai-servers-page.tsx'
import { DocumentTitle } from '../document-title.tsx'

export function AiServersRoute() {
  const view = useSearch({ from: '/frame/ai-servers' })
  const navigate = useNavigate({ from: '/ai-servers' })
  return (
    <>
      <DocumentTitle page="servers.title" />
      <AiServersPage
        view={view}
        onView={(change, { replace }) =>
          void navigate({ search: (now) => ({ ...now, ...change }), replace, resetScroll: false })
        }
      />
    </>
  )
}
