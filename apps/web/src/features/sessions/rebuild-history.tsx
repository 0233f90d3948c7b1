import type { SessionRebuild } from '@ohif-admin/contracts'
import { Link } from '@tanstack/react-router'
import { useI18n } from '../../i18n/i18n.ts'
import { usePreference } from '../../lib/preferences.ts'
import { visibleText } from '../../lib/visible-text.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { cx } from '../../ui/cx.ts'
import { Empty } from '../../ui/empty.tsx'
import type { KnownRebuilds } from './checks.ts'
import type { SessionChecks } from './use-checks.ts'
import { bySentence, toneOf, verdictWord, whenText, whyText } from './words.ts'

interface RebuildHistoryProps {
  sessionId: string
  known: KnownRebuilds
  /** Whether this person sees the log's own lines. */
  readsLog: boolean
  older: SessionChecks['older']
}

/** One line from 1024 px on; below, the same cells one after the other. */
const ROW = 'border-b border-line last:border-b-0 max-lg:grid max-lg:gap-0.5 max-lg:px-4 max-lg:py-2'
const CELL = 'lg:px-2 lg:py-2 lg:first:pl-4 lg:last:pr-4 align-top text-sm wrap-anywhere'

/** Every rebuild of a session that is known, newest first. */
export function RebuildHistory({ sessionId, known, readsLog, older }: RebuildHistoryProps) {
  const { t } = useI18n()
  const { rebuilds, log } = known
  return (
    <section aria-labelledby="session-history" className="card">
      <div className="flex flex-wrap items-baseline justify-between gap-2 border-b border-line px-4 py-2">
        <h2 id="session-history" className="font-semibold">
          {t('sessionPage.history')}
        </h2>
        <span role="status" className="text-sm text-ink-2">
          {t('sessionPage.historyCount', { count: rebuilds.length })}
        </span>
      </div>
      {rebuilds.length === 0 ? (
        <Empty title={t('sessionPage.historyNone')} />
      ) : (
        <table className="w-full border-collapse max-lg:block">
          <thead className="text-left text-xs text-ink-2 max-lg:hidden">
            <tr className="border-b border-line">
              {(['verdict', 'when', 'by', 'why'] as const).map((name) => (
                <th key={name} scope="col" className={cx(CELL, 'text-xs font-medium')}>
                  {t(`sessionPage.column.${name}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody className="max-lg:block">
            {rebuilds.map((rebuild, index) => (
              <HistoryRow
                key={rebuild.cursor ?? rebuild.run?.id ?? `${rebuild.at} ${index}`}
                rebuild={rebuild}
                sessionId={sessionId}
                readsLog={readsLog}
              />
            ))}
          </tbody>
        </table>
      )}
      {older.has && (
        <div className="flex flex-wrap items-center gap-3 border-t border-line px-4 py-2">
          <Button size="sm" disabled={older.pending} onClick={older.read}>
            {t(older.pending ? 'sessionPage.olderPending' : 'sessionPage.older')}
          </Button>
          {log.backTo && (
            <span className="text-sm text-ink-2">{t('sessionPage.last.backTo', { stamp: log.backTo })}</span>
          )}
        </div>
      )}
    </section>
  )
}

interface RowProps extends Pick<RebuildHistoryProps, 'sessionId' | 'readsLog'> {
  rebuild: SessionRebuild
}

function HistoryRow({ rebuild, sessionId, readsLog }: RowProps) {
  const { t, locale } = useI18n()
  const zone = usePreference('zone')
  const { run, cursor } = rebuild
  const why = whyText(rebuild, t)
  return (
    <tr className={ROW}>
      <td className={CELL}>
        <Badge tone={toneOf(rebuild)} plain>
          {verdictWord(rebuild, t)}
        </Badge>
      </td>
      <td className={cx(CELL, 'lg:whitespace-nowrap')}>{whenText(rebuild, { t, locale, zone })}</td>
      <td className={cx(CELL, 'foreign')}>{visibleText(bySentence(rebuild, t))}</td>
      <td className={cx(CELL, 'text-ink-2')}>
        {why && <span className="foreign mr-3">{visibleText(why)}</span>}
        <span className="inline-flex gap-3">
          {run?.id && (
            <Link to="/runs/$runId" params={{ runId: run.id }} className="link">
              {t('sessionPage.toRun')}
            </Link>
          )}
          {readsLog && cursor && (
            <Link
              to="/log"
              search={{ session: sessionId, cursor }}
              title={t('sessionPage.toLogAt')}
              className="link"
            >
              {t('sessionPage.toLog')}
            </Link>
          )}
        </span>
      </td>
    </tr>
  )
}
