import type { ManagedServer, ServerOrigin } from '@ohif-admin/contracts'
import { type ReactNode, useEffect, useEffectEvent } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { Notice } from '../../ui/notice.tsx'
import { ModelList } from './model-list.tsx'
import { ServerLoads } from './server-loads.tsx'
import { ServerRead } from './server-read.tsx'

interface LoadPartProps {
  origin: ServerOrigin
  /** What to say when the console does not open this server to the person. */
  missing: ReactNode
  /** The list of the server was read, at this time. */
  onRead: (readAt: string) => void
}

/** Loading a model into one server, with the server's own list as the proof: for pages where the address is known. */
export function LoadPart({ origin, missing, onRead }: LoadPartProps) {
  return (
    <ServerRead origin={origin} missing={missing}>
      {(server) => <Offered server={server} onRead={onRead} />}
    </ServerRead>
  )
}

function Offered({ server, onRead }: { server: ManagedServer; onRead: LoadPartProps['onRead'] }) {
  const { t } = useI18n()
  const tell = useEffectEvent(onRead)
  useEffect(() => tell(server.readAt), [server.readAt])
  if (server.kind === null) return <Notice tone="attention">{t('models.notKnown')}</Notice>
  return (
    <>
      <ModelList models={server.models} />
      <ServerLoads server={server} />
    </>
  )
}
