import type { AiModelView } from '@ohif-admin/contracts'
import { useI18n } from '../../i18n/i18n.ts'
import { Badge } from '../../ui/badge.tsx'
import { ForeignText } from '../../ui/foreign-text.tsx'
import type { Tone } from '../../ui/tone.ts'

const VIEWER_TONE: Record<AiModelView['viewer'], Tone> = {
  usable: 'good',
  'listed-only': 'attention',
  hidden: 'neutral',
}

/** One model, and what the viewer makes of it. */
export function ModelCard({ model }: { model: AiModelView }) {
  const { t } = useI18n()
  const others = Object.entries(model.others)
  return (
    <li className="grid gap-1 rounded-md border border-line p-3">
      <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <ForeignText className="font-mono font-medium break-all">{model.name}</ForeignText>
        <ForeignText className="text-sm text-ink-2">{model.type}</ForeignText>
        <span className="ml-auto">
          <Badge tone={VIEWER_TONE[model.viewer]} plain>
            {t(`servers.viewer.${model.viewer}`)}
          </Badge>
        </span>
      </div>
      {model.viewer !== 'usable' && (
        <p className="text-sm text-ink-2">{t(`servers.viewerWhy.${model.viewer}`)}</p>
      )}
      {model.description !== '' && <ForeignText className="text-sm">{model.description}</ForeignText>}
      {model.labels.length > 0 && (
        <p className="text-sm text-ink-2">
          {t('servers.models.labels')}{' '}
          <ForeignText className="text-ink">{model.labels.join(', ')}</ForeignText>
        </p>
      )}
      {others.length > 0 && (
        <details className="text-sm">
          <summary className="cursor-pointer text-ink-2">
            {t('servers.models.others', { count: others.length })}
          </summary>
          <pre className="foreign mt-1 overflow-x-auto font-mono text-xs whitespace-pre-wrap">
            {others.map(([name, value]) => `${name}: ${JSON.stringify(value)}`).join('\n')}
          </pre>
        </details>
      )}
    </li>
  )
}
