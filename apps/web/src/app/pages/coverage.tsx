import type { CoverageScan } from '@ohif-admin/contracts'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { CoverageNotForYou } from '../../features/coverage/coverage-not-for-you.tsx'
import { CoveragePage } from '../../features/coverage/coverage-page.tsx'
import { TellMe } from '../../features/notifications/tell-me.tsx'
import { DocumentTitle } from '../document-title.tsx'
import { NoticeLink } from '../notice-link.tsx'
import { seesCoverage } from '../pages.ts'
import { useMe } from '../use-me.ts'

const tell = ({ id, endedAt }: CoverageScan) => (
  <TellMe
    watched={{ of: 'scan', id }}
    open={endedAt === null}
    settings={(text) => <NoticeLink page="notifications">{text}</NoticeLink>}
  />
)

export function CoverageRoute() {
  const me = useMe()
  const params = useSearch({ from: '/frame/coverage' })
  const navigate = useNavigate({ from: '/coverage' })
  return (
    <>
      <DocumentTitle page="coverage.title" />
      {seesCoverage(me) ? (
        <CoveragePage
          params={params}
          tell={tell}
          onView={(change, { replace }) =>
            void navigate({ search: (now) => ({ ...now, ...change }), replace, resetScroll: false })
          }
        />
      ) : (
        <CoverageNotForYou />
      )}
    </>
  )
}
