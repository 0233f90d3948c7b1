import type { ModelLoad } from '@ohif-admin/contracts'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useI18n } from '../../i18n/i18n.ts'
import { useApi } from '../../lib/api-context.tsx'
import { byteSize } from '../../lib/bytes.ts'
import { visibleText } from '../../lib/visible-text.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { ForeignText } from '../../ui/foreign-text.tsx'
import { Instant } from '../../ui/instant.tsx'
import { aiModelQueries, cancelLoad } from './ai-models.queries.ts'
import { ByteBar } from './byte-bar.tsx'
import { useUploads } from './uploads.tsx'

/** The load that is under way: how far it is, and the way out of it. */
export function LoadCard({ load }: { load: ModelLoad }) {
  const { t, locale } = useI18n()
  const api = useApi()
  const client = useQueryClient()
  const uploads = useUploads()
  const cancel = useMutation({
    mutationFn: () => cancelLoad(api, load.id),
    onSettled: () => client.invalidateQueries({ queryKey: aiModelQueries.root }),
  })
  const total = load.totalBytes
  // What left this browser is known sooner than what arrived.
  const received = Math.max(load.receivedBytes, uploads.sentOf(load.id) ?? 0)
  const size = (bytes: number) => byteSize(bytes, locale)
  return (
    <section aria-label={t('models.now.title')} className="grid gap-3 rounded-md border border-line p-3">
      <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <p className="min-w-0 font-medium">
          {t(`models.state.${load.state}`, { name: visibleText(load.name) })}
        </p>
        <p className="text-sm text-ink-2">
          {t('models.now.by', { who: visibleText(load.startedBy) })} <Instant at={load.startedAt} />
        </p>
        <Button
          variant="danger"
          size="sm"
          className="ml-auto"
          disabled={cancel.isPending || load.state === 'confirming'}
          onClick={() => {
            uploads.abort(load.id)
            cancel.mutate()
          }}
        >
          {t('models.now.cancel')}
        </Button>
      </div>
      <ForeignText className="font-mono text-sm break-all text-ink-2">{load.what}</ForeignText>
      {total !== null && (
        <>
          <ByteBar
            label={t('models.now.received')}
            text={t('models.now.bytes', { done: size(Math.min(received, total)), total: size(total) })}
            done={received}
            total={total}
          />
          <ByteBar
            label={t('models.now.sent')}
            text={t('models.now.bytes', { done: size(load.sentBytes), total: size(total) })}
            done={load.sentBytes}
            total={total}
          />
        </>
      )}
      {load.givenUpAt !== null && (
        <p className="text-sm text-ink-2">
          {t('models.now.givenUp')} <Instant at={load.givenUpAt} as="clock" />
        </p>
      )}
      {cancel.error && <ErrorNotice error={cancel.error} what={t('models.now.cancelFailed')} />}
    </section>
  )
}
