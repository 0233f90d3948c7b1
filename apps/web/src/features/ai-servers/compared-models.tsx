import type { AiModelView, ServerOrigin } from '@ohif-admin/contracts'
import { useI18n } from '../../i18n/i18n.ts'
import { Badge } from '../../ui/badge.tsx'
import { ForeignText } from '../../ui/foreign-text.tsx'
import type { ComparedModel } from './compare-models.ts'

interface ComparedModelsProps {
  rows: readonly ComparedModel[]
  one: ServerOrigin
  other: ServerOrigin
}

/** Each model with what the two servers make of it. */
export function ComparedModels({ rows, one, other }: ComparedModelsProps) {
  const { t } = useI18n()
  const alike = rows.filter((row) => row.one && row.other && row.differences.length === 0).length
  return (
    <>
      <p role="status" className="text-sm text-ink-2">
        {t('servers.compare.count', { count: rows.length, alike, different: rows.length - alike })}
      </p>
      <ul className="grid gap-2">
        {rows.map((row) => (
          <li key={row.name} className="grid gap-2 rounded-md border border-line p-3">
            <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
              <ForeignText className="font-mono font-medium break-all">{row.name}</ForeignText>
              <Difference row={row} />
            </div>
            <div className="grid gap-2 sm:grid-cols-2">
              <Side origin={one} model={row.one} />
              <Side origin={other} model={row.other} />
            </div>
          </li>
        ))}
      </ul>
    </>
  )
}

function Difference({ row: { one, other, differences } }: { row: ComparedModel }) {
  const { t } = useI18n()
  if (one === null || other === null) {
    return (
      <Badge tone="attention" plain>
        {t('servers.compare.onlyOne')}
      </Badge>
    )
  }
  if (differences.length === 0) {
    return (
      <Badge tone="neutral" plain>
        {t('servers.compare.alike')}
      </Badge>
    )
  }
  return (
    <Badge tone="attention" plain>
      {t('servers.compare.differs', {
        parts: differences.map((part) => t(`servers.compare.part.${part}`)).join(', '),
      })}
    </Badge>
  )
}

function Side({ origin, model }: { origin: ServerOrigin; model: AiModelView | null }) {
  const { t } = useI18n()
  return (
    <div className="min-w-0 text-sm">
      <p className="font-mono text-xs break-all text-ink-2">{origin}</p>
      {model === null ? (
        <p>{t('servers.compare.missing')}</p>
      ) : (
        <>
          <p>
            <ForeignText>{model.type}</ForeignText>
            {model.version !== '' && (
              <>
                {' · '}
                <ForeignText>{model.version}</ForeignText>
              </>
            )}
            {' · '}
            {t(`servers.viewer.${model.viewer}`)}
          </p>
          {model.labels.length > 0 && (
            <ForeignText className="block break-words text-ink-2">{model.labels.join(', ')}</ForeignText>
          )}
          {model.description !== '' && <ForeignText className="block">{model.description}</ForeignText>}
        </>
      )}
    </div>
  )
}
