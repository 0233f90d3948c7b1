import { type Assignment, type AssignmentVersion, type SavedAssignment, seenOf } from '@ohif-admin/contracts'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { useApi } from '../../lib/api-context.tsx'
import { visibleText } from '../../lib/visible-text.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Empty } from '../../ui/empty.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { ForeignText } from '../../ui/foreign-text.tsx'
import { Instant } from '../../ui/instant.tsx'
import { Notice } from '../../ui/notice.tsx'
import { SkeletonRows } from '../../ui/skeleton.tsx'
import { assignmentQueries } from './assignments.queries.ts'
import { SavePart } from './save-part.tsx'
import { sameList } from './words.ts'

interface HistoryTabProps {
  assignment: Assignment
  siteName: string
  mayEdit: boolean
}

/** Every version that was written or seen here. Any of them can come back. */
export function HistoryTab({ assignment, siteName, mayEdit }: HistoryTabProps) {
  const { t } = useI18n()
  const history = useQuery(assignmentQueries.history(useApi(), assignment.place))
  const [chosen, setChosen] = useState<number | null>(null)
  const [saved, setSaved] = useState<SavedAssignment | null>(null)
  if (history.isPending) return <SkeletonRows rows={4} label={t('history.loading')} rowClass="h-14" />
  if (history.isError)
    return (
      <div className="p-4">
        <ErrorNotice error={history.error} what={t('history.failed')} onRetry={() => history.refetch()} />
      </div>
    )
  if (history.data.length === 0) return <Empty title={t('history.none')}>{t('history.noneHint')}</Empty>
  const now = seenOf(assignment)
  const current = Array.isArray(now) ? now : []
  return (
    <div className="grid gap-3 p-4">
      <p className="text-sm text-ink-2">{t('history.intro')}</p>
      {saved && <Notice tone="good" role="status" title={t('history.restored')} />}
      <ol className="grid gap-2">
        {history.data.map((version) => (
          <li key={version.version} className="card grid gap-2 p-3">
            <Version version={version} />
            {mayEdit && version.outcome === 'confirmed' && !sameList(version.list ?? [], current) && (
              <div>
                <Button
                  size="sm"
                  aria-expanded={chosen === version.version}
                  onClick={() => setChosen(version.version)}
                >
                  {t('history.restore')}
                </Button>
              </div>
            )}
            {chosen === version.version && (
              <SavePart
                base={assignment}
                before={current}
                list={version.list ?? []}
                valid
                siteName={siteName}
                through="restore"
                // The panel has what XNAT has now by the time this is called.
                onBase={() => setChosen(null)}
                onSaved={(result) => {
                  setSaved(result)
                  setChosen(null)
                }}
              />
            )}
          </li>
        ))}
      </ol>
    </div>
  )
}

function Version({ version }: { version: AssignmentVersion }) {
  const { t } = useI18n()
  const { list, kind, by, at, stamp, reason, outcome } = version
  return (
    <>
      <p className="flex flex-wrap items-center gap-x-2 text-sm">
        <span className="font-medium">{t(`change.${kind}`)}</span>
        <span className="text-ink-2">
          {by === null ? t('changed.somebody') : visibleText(by)},{' '}
          {stamp !== null &&
            `${t('history.stamp', { stamp: visibleText(stamp.slice(0, 19)) })}, ${t('history.noticed')} `}
          <Instant at={at} />
        </span>
        {outcome !== 'confirmed' && (
          <Badge tone={outcome === 'unknown' ? 'unknown' : 'neutral'}>
            {t(`history.outcome.${outcome}`)}
          </Badge>
        )}
      </p>
      {reason !== null && <p className="text-sm">{t('history.reason', { reason: visibleText(reason) })}</p>}
      {list === null || list.length === 0 ? (
        <p className="text-sm text-ink-2">{t(list === null ? 'history.noList' : 'history.empty')}</p>
      ) : (
        <ol className="grid font-mono text-sm">
          {list.map((text, index) => (
            <li key={`${index}-${text}`} className={index > 0 ? 'line-through' : undefined}>
              <ForeignText>{text}</ForeignText>
            </li>
          ))}
        </ol>
      )}
    </>
  )
}
