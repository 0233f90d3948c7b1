import { ModelLoad } from '@ohif-admin/contracts'
import { useQueryClient } from '@tanstack/react-query'
import { useBlocker } from '@tanstack/react-router'
import { createContext, type ReactNode, useContext, useState } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { useApi } from '../../lib/api-context.tsx'
import { uploadFile } from '../../lib/upload.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { aiModelQueries, fileUrl } from './ai-models.queries.ts'

interface Uploads {
  /** Bytes of this load that have left the browser; undefined when this page does not send it. */
  sentOf(id: string): number | undefined
  /** Sends the file of a load. Rejects with `ApiError`. */
  send(load: ModelLoad, file: File): Promise<ModelLoad>
  /** Breaks an upload off. */
  abort(id: string): void
}

interface Sending {
  id: string
  bytes: number
  stop: AbortController
}

const UploadsContext = createContext<Uploads | null>(null)

/** Files on their way from this page. They live as long as the page, whatever panel is open, and it says so on leaving. */
export function UploadsProvider({ children }: { children: ReactNode }) {
  const api = useApi()
  const client = useQueryClient()
  const [sending, setSending] = useState<Sending | null>(null)
  const uploads: Uploads = {
    sentOf: (id) => (sending?.id === id ? sending.bytes : undefined),
    async send(load, file) {
      const stop = new AbortController()
      setSending({ id: load.id, bytes: 0, stop })
      const onSent = (bytes: number) => setSending((now) => now && { ...now, bytes })
      try {
        const url = fileUrl(api, load.id)
        return await uploadFile({ schema: ModelLoad, url, file, onSent, signal: stop.signal })
      } finally {
        setSending(null)
        void client.invalidateQueries({ queryKey: aiModelQueries.root })
      }
    },
    abort: (id) => sending?.id === id && sending.stop.abort(),
  }
  return (
    <UploadsContext value={uploads}>
      {children}
      <LeaveGuard active={sending !== null} />
    </UploadsContext>
  )
}

/** What goes on in an upload. Throws outside of the provider. */
export function useUploads(): Uploads {
  const uploads = useContext(UploadsContext)
  if (!uploads) throw new Error('useUploads needs an UploadsProvider above it')
  return uploads
}

/** Asks before the page is left: the file is read from here, and without the page nobody sends the rest. */
function LeaveGuard({ active }: { active: boolean }) {
  const { t } = useI18n()
  const { status, proceed, reset } = useBlocker({
    shouldBlockFn: ({ current, next }) => active && current.pathname !== next.pathname,
    enableBeforeUnload: active,
    withResolver: true,
  })
  return (
    <Dialog open={status === 'blocked'} onClose={() => reset?.()} title={t('models.leave.title')}>
      <div className="grid gap-3 p-4">
        <p>{t('models.leave.text')}</p>
        <div className="flex flex-wrap justify-end gap-2">
          <Button variant="danger" onClick={() => proceed?.()}>
            {t('models.leave.go')}
          </Button>
          <Button variant="primary" onClick={() => reset?.()}>
            {t('models.leave.stay')}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}
