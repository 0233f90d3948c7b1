import { useQuery, useQueryClient } from '@tanstack/react-query'
import { aiModelQueries } from '../../features/ai-models/ai-models.queries.ts'
import { LoadPart } from '../../features/ai-models/load-part.tsx'
import { CheckPart } from '../../features/ai-servers/check-part.tsx'
import { KeptReport } from '../../features/ai-servers/kept-report.tsx'
import { PlacePart } from '../../features/assignments/place-part.tsx'
import { sessionQueries } from '../../features/session/session.queries.ts'
import { CheckFirst, ProveSection } from '../../features/set-up/prove-section.tsx'
import { setUpQueries } from '../../features/set-up/set-up.queries.ts'
import type { SetUpSectionProps } from '../../features/set-up/set-up-params.ts'
import { useApi } from '../../lib/api-context.tsx'

/** The way to the users, with the checks, the models and the lists of their own features in it. */
export function ProvePart(props: SetUpSectionProps) {
  const client = useQueryClient()
  const site = useQuery(sessionQueries.site(useApi()))
  const proveAgain = () => void client.invalidateQueries({ queryKey: setUpQueries.root })
  const checked = () => {
    proveAgain()
    // A check opens a server that no list names.
    void client.invalidateQueries({ queryKey: aiModelQueries.root })
  }
  return (
    <ProveSection
      {...props}
      check={(entry, project) => (
        <CheckPart
          key={`${entry} ${project}`}
          entry={entry}
          {...(project ? { projectId: project } : {})}
          onReport={checked}
        />
      )}
      models={(origin) => (
        <LoadPart key={origin} origin={origin} missing={<CheckFirst />} onRead={proveAgain} />
      )}
      register={(place, entry) => (
        <PlacePart
          key={`${place} ${entry}`}
          place={place}
          proposed={[entry]}
          siteName={site.data?.name ?? ''}
          foundByCheck={(checkId) => <KeptReport id={checkId} />}
          onSaved={proveAgain}
        />
      )}
    />
  )
}
