import type { AssignmentPlace, EffectSummary } from '@ohif-admin/contracts'
import { useQuery } from '@tanstack/react-query'
import { useI18n } from '../../i18n/i18n.ts'
import { useApi } from '../../lib/api-context.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { ForeignText } from '../../ui/foreign-text.tsx'
import { SkeletonRows } from '../../ui/skeleton.tsx'
import { SlowHint } from '../../ui/slow-hint.tsx'
import { assignmentQueries } from './assignments.queries.ts'

/** For whom the effective server changes. */
export function Impact({ place, list }: { place: AssignmentPlace; list: readonly string[] }) {
  const { t } = useI18n()
  const impact = useQuery(assignmentQueries.impact(useApi(), place, list))
  if (impact.isPending)
    return (
      <div>
        <SkeletonRows rows={1} label={t('effect.loading')} />
        <SlowHint />
      </div>
    )
  if (impact.isError)
    return <ErrorNotice error={impact.error} what={t('effect.failed')} onRetry={() => impact.refetch()} />
  return <Effect effect={impact.data} />
}

export function Effect({ effect }: { effect: EffectSummary }) {
  const { t } = useI18n()
  const { changes, unknown, first } = effect
  return (
    <section aria-label={t('effect.title')} className="grid gap-1">
      <p className="font-medium">{t('effect.changes', { count: changes })}</p>
      {unknown > 0 && <p className="text-sm text-attention">{t('effect.unknown', { count: unknown })}</p>}
      <p className="text-sm text-ink-2">{t('effect.reload')}</p>
      {changes > 0 && (
        <details>
          <summary className="text-sm">{t('effect.whom')}</summary>
          <ul className="mt-1 grid max-h-48 gap-1 overflow-auto text-sm">
            {first.map(({ projectId, title, before, after }) => (
              <li key={projectId} className="min-w-0">
                <ForeignText className="font-medium">{title}</ForeignText>{' '}
                <span className="text-ink-2">
                  <ForeignText className="font-mono text-xs">{before ?? t('effect.nothing')}</ForeignText>
                  {' → '}
                  <ForeignText className="font-mono text-xs">{after ?? t('effect.nothing')}</ForeignText>
                </span>
              </li>
            ))}
            {changes > first.length && (
              <li className="text-ink-2">{t('effect.more', { count: changes - first.length })}</li>
            )}
          </ul>
        </details>
      )}
    </section>
  )
}
