import type { ManagedServer } from '@ohif-admin/contracts'
import { useI18n } from '../../i18n/i18n.ts'
import { Notice } from '../../ui/notice.tsx'
import { activeLoad } from './ai-models.queries.ts'
import { LoadCard } from './load-card.tsx'
import { LoadForm } from './load-form.tsx'
import { PastLoads } from './past-loads.tsx'

/** What is loaded into a server now, what became of earlier loads, and the form for another. */
export function ServerLoads({ server }: { server: ManagedServer }) {
  const { t } = useI18n()
  const active = activeLoad(server)
  return (
    <>
      {active && <LoadCard load={active} />}
      <PastLoads loads={server.loads.filter(({ state }) => state === 'over')} />
      {server.kind === 'monai-label' ? (
        <Notice tone="neutral" title={t('models.monai.title')}>
          {t('models.monai.text')}
        </Notice>
      ) : (
        <section className="grid grid-cols-[minmax(0,1fr)] gap-3 rounded-md border border-line p-3">
          <h3 className="font-semibold">{t('models.form.title')}</h3>
          <LoadForm server={server} busy={active !== undefined} />
        </section>
      )}
    </>
  )
}
