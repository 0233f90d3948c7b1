import type { DoctorReport, PluginFeatureState } from '@ohif-admin/contracts'
import { useI18n } from '../../i18n/i18n.ts'
import { visibleText } from '../../lib/visible-text.ts'
import { Badge } from '../../ui/badge.tsx'
import { Instant } from '../../ui/instant.tsx'
import type { Tone } from '../../ui/tone.ts'

const PLUGIN_TONE: Record<DoctorReport['plugin']['state'], Tone> = {
  answers: 'good',
  'listed-only': 'bad',
  missing: 'bad',
  unknown: 'unknown',
}
const FIT_TONE: Record<DoctorReport['fit'], Tone> = {
  fits: 'good',
  'does-not-fit': 'bad',
  unknown: 'unknown',
}

/** XNAT, the plugin, and whether they belong together. */
export function DoctorFacts({ report }: { report: DoctorReport }) {
  const { t } = useI18n()
  const { xnat, plugin, fit } = report
  const version = plugin.listed === null ? '' : visibleText(plugin.listed)
  return (
    <dl className="card grid gap-x-6 gap-y-3 p-4 sm:grid-cols-2 lg:grid-cols-4">
      <Fact name={t('setUp.fact.xnat')}>
        <Badge tone={xnat.state === 'up' ? 'good' : 'bad'}>
          {xnat.state === 'up' ? visibleText(xnat.version ?? t('common.notKnown')) : t('setUp.fact.away')}
        </Badge>
      </Fact>
      <Fact name={t('setUp.fact.since')}>
        {xnat.startedAt ? (
          <Instant at={xnat.startedAt} as="clock" />
        ) : (
          <Badge tone="unknown">{t('common.notKnown')}</Badge>
        )}
      </Fact>
      <Fact name={t('setUp.fact.plugin')}>
        <Badge tone={PLUGIN_TONE[plugin.state]}>{t(`setUp.plugin.${plugin.state}`)}</Badge>
        {version && <span className="text-sm text-ink-2">{t('setUp.fact.listed', { version })}</span>}
      </Fact>
      <Fact name={t('setUp.fact.fit')}>
        {plugin.state === 'missing' ? '–' : <Badge tone={FIT_TONE[fit]}>{t(`setUp.fit.${fit}`)}</Badge>}
      </Fact>
    </dl>
  )
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div>
      <dt className="mb-1 text-sm text-ink-2">{name}</dt>
      <dd className="flex flex-wrap items-center gap-x-2 gap-y-1">{children}</dd>
    </div>
  )
}

const FEATURE_TONE: Record<PluginFeatureState['state'], Tone> = {
  present: 'good',
  absent: 'neutral',
  unknown: 'unknown',
}

/** What the running plugin can do, by its own answers where it can be asked. */
export function Features({ features }: { features: readonly PluginFeatureState[] }) {
  const { t } = useI18n()
  if (features.length === 0) return null
  return (
    <section aria-labelledby="set-up-features" className="card">
      <h2 id="set-up-features" className="border-b border-line px-4 py-2.5 font-medium">
        {t('setUp.features')}
      </h2>
      <ul className="grid gap-x-8 px-4 py-2 lg:grid-cols-2">
        {features.map(({ name, since, state, by }) => (
          <li key={name} className="flex flex-wrap items-center gap-x-3 gap-y-0.5 py-1.5">
            <span className="min-w-0 flex-1 basis-48">
              {t(`setUp.feature.${name}`)}{' '}
              <span className="text-sm text-ink-2">{t('setUp.since', { version: since })}</span>
            </span>
            <Badge tone={FEATURE_TONE[state]} plain>
              {t(
                by === 'version' && state !== 'unknown'
                  ? `setUp.byVersion.${state}`
                  : `setUp.presence.${state}`,
              )}
            </Badge>
          </li>
        ))}
      </ul>
    </section>
  )
}
