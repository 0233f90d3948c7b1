import type { ManagedServer, ServerOrigin } from '@ohif-admin/contracts'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { RefreshCw } from 'lucide-react'
import { useState } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { useApi } from '../../lib/api-context.tsx'
import { useTopic } from '../../lib/live-context.tsx'
import { Button } from '../../ui/button.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Instant } from '../../ui/instant.tsx'
import { Notice } from '../../ui/notice.tsx'
import { SkeletonRows } from '../../ui/skeleton.tsx'
import { activeLoad, aiModelQueries, applyLoadMessage } from './ai-models.queries.ts'
import { LoadCard } from './load-card.tsx'
import { LoadForm } from './load-form.tsx'
import { ModelList } from './model-list.tsx'
import { PastLoads } from './past-loads.tsx'
import { RemoveDialog } from './remove-dialog.tsx'
import { WeightsDialog } from './weights-dialog.tsx'

/** Whose viewers use a server. */
export interface ServerUsers {
  usedBySite: boolean
  /** The first of them. */
  projects: readonly { title: string }[]
  total: number
}

interface ManageTabProps {
  origin: ServerOrigin
  users: ServerUsers
}

/** Loading models into one server and removing them, with what goes on there now. */
export function ManageTab({ origin, users }: ManageTabProps) {
  const { t } = useI18n()
  const api = useApi()
  const client = useQueryClient()
  const query = useQuery(aiModelQueries.server(api, origin))
  useTopic('model-loads', (message) => applyLoadMessage(client, origin, message))
  const again = () => void client.fetchQuery({ ...aiModelQueries.server(api, origin, 'again'), staleTime: 0 })
  const server = query.data
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
      {query.error && <ErrorNotice error={query.error} what={t('models.unread')} onRetry={query.refetch} />}
      {server && <Managed server={server} users={users} />}
    </div>
  )
}

function Managed({ server, users }: { server: ManagedServer; users: ServerUsers }) {
  const { t } = useI18n()
  const [asked, setAsked] = useState<{ what: 'remove' | 'weights'; name: string } | null>(null)
  const active = activeLoad(server)
  const close = () => setAsked(null)
  if (server.kind === null) return <Notice tone="attention">{t('models.notKnown')}</Notice>
  const isMonai = server.kind === 'monai-label'
  return (
    <>
      {active && <LoadCard load={active} />}
      <PastLoads loads={server.loads.filter(({ state }) => state === 'over')} />
      {isMonai ? (
        <Notice tone="neutral" title={t('models.monai.title')}>
          {t('models.monai.text')}
        </Notice>
      ) : (
        <section className="grid grid-cols-[minmax(0,1fr)] gap-3 rounded-md border border-line p-3">
          <h3 className="font-semibold">{t('models.form.title')}</h3>
          <LoadForm server={server} busy={active !== undefined} />
        </section>
      )}
      <ModelList models={server.models}>
        {(name) => (
          <>
            {isMonai && (
              <Button
                size="sm"
                disabled={active !== undefined}
                onClick={() => setAsked({ what: 'weights', name })}
              >
                {t('models.weights.open')}
              </Button>
            )}
            <Button
              size="sm"
              variant="danger"
              disabled={active !== undefined}
              onClick={() => setAsked({ what: 'remove', name })}
            >
              {t(isMonai ? 'models.remove.openWeights' : 'models.remove.open')}
            </Button>
          </>
        )}
      </ModelList>
      {asked?.what === 'remove' && (
        <RemoveDialog server={server} name={asked.name} users={users} onClose={close} />
      )}
      {asked?.what === 'weights' && <WeightsDialog server={server} name={asked.name} onClose={close} />}
    </>
  )
}
