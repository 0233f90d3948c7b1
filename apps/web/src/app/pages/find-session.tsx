import type { ListedSession } from '@ohif-admin/contracts'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { FindSessionPage } from '../../features/sessions/find-session-page.tsx'
import { DocumentTitle } from '../document-title.tsx'

export function FindSessionRoute() {
  const { q = '' } = useSearch({ from: '/frame/sessions' })
  const navigate = useNavigate({ from: '/sessions' })
  const onFound = ({ projectId, sessionId }: ListedSession) =>
    void navigate({
      to: '/projects/$projectId/sessions/$sessionId',
      params: { projectId, sessionId },
      replace: true,
    })
  return (
    <>
      <DocumentTitle page="sessionFind.title" />
      <FindSessionPage
        search={q}
        onSearch={(search) => void navigate({ search: search ? { q: search } : {}, replace: true })}
        onFound={onFound}
      />
    </>
  )
}
