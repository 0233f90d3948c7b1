import { useNavigate, useSearch } from '@tanstack/react-router'
import { RegenerationPage } from '../../features/regeneration/regeneration-page.tsx'
import { DocumentTitle } from '../document-title.tsx'
import { useMe } from '../use-me.ts'

const NEWEST_FIRST = '-started'

export function RegenerationRoute() {
  const me = useMe()
  const navigate = useNavigate({ from: '/regeneration' })
  const { project, q, sort } = useSearch({ from: '/frame/regeneration' })
  return (
    <>
      <DocumentTitle page="regeneration.title" />
      <RegenerationPage
        me={me}
        project={project}
        runsView={{ search: q ?? '', sort: sort ?? NEWEST_FIRST }}
        onProject={(id) => void navigate({ search: (old) => ({ ...old, project: id }), resetScroll: false })}
        onRunsView={(change) =>
          void navigate({
            search: (old) => ({
              ...old,
              ...(change.search !== undefined ? { q: change.search || undefined } : {}),
              ...(change.sort !== undefined ? { sort: change.sort } : {}),
            }),
            replace: true,
            resetScroll: false,
          })
        }
        onStarted={(runId) => void navigate({ to: '/runs/$runId', params: { runId } })}
      />
    </>
  )
}
