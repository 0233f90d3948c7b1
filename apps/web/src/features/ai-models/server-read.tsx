import type { ManagedServer, ServerOrigin } from '@ohif-admin/contracts'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { RefreshCw } from 'lucide-react'
import type { ReactNode } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { useApi } from '../../lib/api-context.tsx'
import { ApiError } from '../../lib/api-error.ts'
import { useTopic } from '../../lib/live-context.tsx'
import { Button } from '../../ui/button.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Instant } from '../../ui/instant.tsx'
import { SkeletonRows } from '../../ui/skeleton.tsx'
import { aiModelQueries, applyLoadMessage } from './ai-models.queries.ts'

interface ServerReadProps {
  origin: ServerOrigin
  /** What to say when the console does not open this server to the person. */
  missing?: ReactNode
  children: (server: ManagedServer) => ReactNode
}

/** What one server offers, read now and again whenever something is loaded into it. */
export function ServerRead({ origin, missing, children }: ServerReadProps) {
  const { t } = useI18n()
  const api = useApi()
  const client = useQueryClient()
  const query = useQuery(aiModelQueries.server(api, origin))
  useTopic('model-loads', (message) => applyLoadMessage(client, origin, message))
  const again = () => void client.fetchQuery({ ...aiModelQueries.server(api, origin, 'again'), staleTime: 0 })
  const { data: server, error } = query
  if (missing && error instanceof ApiError && error.code === 'not-found') return missing
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4 pt-3">
      <div className="flex items-center gap-2 text-sm text-ink-2">
        {server && (
          <span>
            {t('models.readAt')} <Instant at={server.readAt} />
          </span>
        )}
        <Button size="sm" onClick={again} disabled={query.isFetching} className="ml-auto">
          <RefreshCw aria-hidden="true" className="size-3.5" />
          {t('models.again')}
        </Button>
      </div>
      {query.isPending && <SkeletonRows rows={5} label={t('common.loading')} />}
      {error && <ErrorNotice error={error} what={t('models.unread')} onRetry={query.refetch} />}
      {server && children(server)}
    </div>
  )
}
