import { useNavigate, useSearch } from '@tanstack/react-router'
import { AuditNotForYou } from '../../features/audit/audit-not-for-you.tsx'
import { AuditPage } from '../../features/audit/audit-page.tsx'
import { paramsOf, viewOf } from '../../features/audit/audit-view.ts'
import { DocumentTitle } from '../document-title.tsx'
import { useMe } from '../use-me.ts'

export function AuditRoute() {
  const admin = useMe().role === 'admin'
  const view = viewOf(useSearch({ from: '/frame/audit' }))
  const navigate = useNavigate({ from: '/audit' })
  return (
    <>
      <DocumentTitle page="audit.title" />
      {admin ? (
        <AuditPage
          view={view}
          onView={(next, { replace }) =>
            void navigate({ search: paramsOf(next), replace, resetScroll: false })
          }
        />
      ) : (
        <AuditNotForYou />
      )}
    </>
  )
}
