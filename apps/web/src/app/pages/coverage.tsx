import { useNavigate, useSearch } from '@tanstack/react-router'
import { CoverageNotForYou } from '../../features/coverage/coverage-not-for-you.tsx'
import { CoveragePage } from '../../features/coverage/coverage-page.tsx'
import { DocumentTitle } from '../document-title.tsx'
import { seesCoverage } from '../pages.ts'
import { useMe } from '../use-me.ts'

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
