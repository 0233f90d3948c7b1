import type { AuditDetail } from '@ohif-admin/contracts'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { useApi } from '../../lib/api-context.tsx'
import { visibleText } from '../../lib/visible-text.ts'
import { Badge } from '../../ui/badge.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { ForeignText } from '../../ui/foreign-text.tsx'
import { Instant } from '../../ui/instant.tsx'
import { SkeletonRows } from '../../ui/skeleton.tsx'
import { auditQueries } from './audit.queries.ts'
import { actionWord, RESULT_TONE, whySentence } from './audit-words.ts'
import { ValueDiff } from './value-diff.tsx'

/** Everything that is written of one action. */
export function AuditDetailPanel({ seq }: { seq: number }) {
  const { t } = useI18n()
  const detail = useQuery(auditQueries.detail(useApi(), seq))
  if (detail.isPending) return <SkeletonRows rows={8} label={t('audit.loading')} />
  if (detail.isError)
    return (
      <div className="p-4">
        <ErrorNotice error={detail.error} what={t('audit.detail.failed')} onRetry={detail.refetch} />
      </div>
    )
  return <Detail row={detail.data} />
}

function Detail({ row }: { row: AuditDetail }) {
  const { t } = useI18n()
  const why = whySentence(row, t)
  const changes = row.beforeValue !== undefined || row.afterValue !== undefined
  return (
    <div className="grid gap-4 p-4">
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1.5">
        <Fact name={t('audit.column.what')}>{actionWord(row.action, t)}</Fact>
        <Fact name={t('audit.column.result')}>
          <Badge tone={RESULT_TONE[row.result]}>{t(`audit.result.${row.result}`)}</Badge>
          {why && <span className="ml-2 text-sm">{why}</span>}
          {row.code && <code className="ml-2 font-mono text-xs text-ink-2">{visibleText(row.code)}</code>}
        </Fact>
        <Fact name={t('audit.column.who')}>
          <ForeignText>{row.actor}</ForeignText>
          {row.address && (
            <span className="ml-2 font-mono text-xs text-ink-2">{visibleText(row.address)}</span>
          )}
        </Fact>
        <Fact name={t('audit.column.when')}>
          <Instant at={row.at} as="clock" /> (<Instant at={row.at} />)
        </Fact>
        <Fact name={t('audit.column.target')}>{row.target && <ForeignText>{row.target}</ForeignText>}</Fact>
        <Fact name={t('audit.detail.reason')}>{row.reason && <ForeignText>{row.reason}</ForeignText>}</Fact>
        <Fact name={t('audit.detail.count')}>{row.count > 1 && t('audit.times', { count: row.count })}</Fact>
        <Fact name={t('audit.column.request')}>
          {row.requestId && <code className="font-mono text-xs break-all">{visibleText(row.requestId)}</code>}
        </Fact>
        <Fact name={t('audit.detail.event')}>
          {row.event && <code className="font-mono text-xs">{visibleText(row.event)}</code>}
        </Fact>
      </dl>
      {changes && (
        <section aria-labelledby="audit-change">
          <h3 id="audit-change" className="mb-1 font-medium">
            {t('audit.detail.change')}
          </h3>
          <p className="mb-2 text-sm text-ink-2">{afterSentence(row, t)}</p>
          <ValueDiff before={row.beforeValue} after={row.afterValue} />
        </section>
      )}
      <Entries row={row} />
    </div>
  )
}

type T = ReturnType<typeof useI18n>['t']

/** Whether what stands after was read back, asked for, or never came to be. */
function afterSentence({ result, confirmed, afterValue }: AuditDetail, t: T): string {
  if (afterValue === undefined) return t('audit.detail.noAfter')
  if (confirmed) return t('audit.detail.confirmed')
  if (result === 'refused' || result === 'failed') return t('audit.detail.notDone')
  return result === 'done' ? t('audit.detail.asked') : t('audit.detail.perhaps')
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  if (!children) return null
  return (
    <>
      <dt className="text-sm text-ink-2">{name}</dt>
      <dd className="min-w-0">{children}</dd>
    </>
  )
}

function Entries({ row }: { row: AuditDetail }) {
  const { t } = useI18n()
  return (
    <details>
      <summary className="min-h-6 text-sm font-medium">
        {t('audit.detail.entries', { count: row.entries.length })}
      </summary>
      {row.entries.map(({ seq, at, phase, detail, previousHash, hash }) => (
        <div key={seq} className="mt-2 rounded-md border border-line p-3 text-sm">
          <p>
            {t(`audit.phase.${phase}`, { seq: String(seq) })} · <Instant at={at} as="clock" />
          </p>
          <p className="mt-1 font-mono text-xs break-all text-ink-2">
            {t('audit.detail.hash')} {visibleText(hash)}
            <br />
            {t('audit.detail.previousHash')} {visibleText(previousHash)}
          </p>
          {detail != null && (
            <pre
              // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region has to be reachable by keyboard
              tabIndex={0}
              className="foreign mt-2 max-h-60 overflow-auto font-mono text-xs whitespace-pre-wrap"
            >
              {visibleText(JSON.stringify(detail, null, 1)).replaceAll('⟨LF⟩', '\n')}
            </pre>
          )}
        </div>
      ))}
    </details>
  )
}
