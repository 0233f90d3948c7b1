import type { AiServer } from '@ohif-admin/contracts'
import { useI18n } from '../../i18n/i18n.ts'
import { useNow } from '../../lib/use-now.ts'
import { Badge } from '../../ui/badge.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Instant } from '../../ui/instant.tsx'
import { SERVER_TONE } from '../../ui/server-tone.ts'
import { HealthStrip } from './health-strip.tsx'
import { type HistoryDay, historyByDay } from './history-by-day.ts'

/** How a server was in the last seven days and how long it took to answer, seen from the console. */
export function HistoryTab({ server }: { server: AiServer }) {
  const { t } = useI18n()
  const now = useNow(60_000)
  const days = historyByDay(server.hours, now)
  if (days.length === 0) return <Empty title={t('servers.history.none')} />
  return (
    <div className="grid gap-3 pt-3">
      <HealthStrip hours={server.hours} now={now} className="w-full" />
      <p className="text-sm text-ink-2">{t('servers.history.about')}</p>
      <table className="w-full border-collapse text-left">
        <thead>
          <tr className="border-b border-line text-xs text-ink-2">
            {(['from', 'worst', 'typical', 'slowest', 'looks'] as const).map((column) => (
              <th key={column} scope="col" className="h-8 pr-3 font-medium">
                {t(`servers.history.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {days.map((day) => (
            <Day key={day.from} day={day} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Day({ day: { from, looks, worst, typicalMs, slowestMs } }: { day: HistoryDay }) {
  const { t } = useI18n()
  const took = (ms: number | null) => (ms === null ? '–' : t('servers.ms', { ms }))
  return (
    <tr className="border-b border-line last:border-b-0">
      <th scope="row" className="py-1.5 pr-3 font-normal">
        <Instant at={new Date(from).toISOString()} as="clock" />
      </th>
      <td className="pr-3">
        <Badge tone={SERVER_TONE[worst]} plain>
          {t(`servers.state.${worst}`)}
        </Badge>
      </td>
      <td className="pr-3 whitespace-nowrap tabular-nums">{took(typicalMs)}</td>
      <td className="pr-3 whitespace-nowrap tabular-nums">{took(slowestMs)}</td>
      <td className="tabular-nums">{looks}</td>
    </tr>
  )
}
