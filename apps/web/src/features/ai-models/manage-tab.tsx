import type { ManagedServer, ServerOrigin } from '@ohif-admin/contracts'
import { useState } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { activeLoad } from './ai-models.queries.ts'
import { ModelList } from './model-list.tsx'
import { RemoveDialog } from './remove-dialog.tsx'
import { ServerLoads } from './server-loads.tsx'
import { ServerRead } from './server-read.tsx'
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
  return <ServerRead origin={origin}>{(server) => <Managed server={server} users={users} />}</ServerRead>
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
      <ServerLoads server={server} />
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
