import type { AppFacts } from '@ohif-admin/contracts'
import type { ReactNode } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import type { MessageKey } from '../../i18n/translate.ts'
import { ForeignText } from '../../ui/foreign-text.tsx'

/** How a MONAI Label server was started, as far as it tells, and what of that nobody can see from here. */
export function AppFactsPart({ app }: { app: AppFacts }) {
  const { t } = useI18n()
  const { name, version, description, datastore } = app
  const list = (names: readonly string[], none: MessageKey) =>
    names.length > 0 ? <ForeignText>{names.join(', ')}</ForeignText> : t(none)
  return (
    <section aria-label={t('servers.app.title')} className="grid gap-2 rounded-md border border-line p-3">
      <h3 className="font-semibold">{t('servers.app.title')}</h3>
      <dl className="grid gap-x-4 gap-y-1 text-sm sm:grid-cols-[auto_minmax(0,1fr)]">
        <Fact name={t('servers.app.name')}>
          {list([name, description].filter(Boolean), 'servers.app.untold')}
        </Fact>
        <Fact name={t('servers.app.version')}>{list([version].filter(Boolean), 'servers.app.untold')}</Fact>
        <Fact name={t('servers.app.labels')}>{list(app.labels, 'servers.app.noLabels')}</Fact>
        <Fact name={t('servers.app.devices')}>{list(app.devices, 'servers.app.untold')}</Fact>
        <Fact name={t('servers.app.training')}>{list(app.trainers, 'servers.app.noTraining')}</Fact>
        <Fact name={t('servers.app.strategies')}>{list(app.strategies, 'servers.app.none')}</Fact>
        <Fact name={t('servers.app.scoring')}>{list(app.scoring, 'servers.app.none')}</Fact>
        <Fact name={t('servers.app.datastore')}>
          {t(`servers.app.place.${datastore.place}`)}
          {datastore.images !== null && (
            <> {t('servers.app.images', { images: datastore.images, labelled: datastore.labelled ?? 0 })}</>
          )}
        </Fact>
      </dl>
      {app.devices.length > 0 && app.devices.every((device) => device === 'cpu') && (
        <p className="text-sm">{t('servers.app.cpuOnly')}</p>
      )}
      <p className="text-sm text-ink-2">{t('servers.app.unseen')}</p>
    </section>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-ink-2">{name}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </>
  )
}
