import type { AiServer } from '@ohif-admin/contracts'
import { useI18n } from '../../i18n/i18n.ts'
import { useNow } from '../../lib/use-now.ts'
import { cx } from '../../ui/cx.ts'
import { ForeignText } from '../../ui/foreign-text.tsx'
import { Instant } from '../../ui/instant.tsx'
import { openOnEnter } from '../../ui/open-on-enter.ts'
import { PlainTable, plainRow } from '../../ui/plain-table.tsx'
import { HealthStrip } from './health-strip.tsx'
import { ServerState } from './server-state.tsx'
import { kindText } from './server-words.ts'

const COLUMNS = ['server', 'kind', 'state', 'latency', 'history', 'models', 'usedBy', 'checked'] as const
const RIGHT = new Set<string>(['latency', 'models'])
const CELL = 'px-3 py-2 align-top max-lg:p-0'

interface ServersTableProps {
  servers: readonly AiServer[]
  onOpen: (server: AiServer) => void
}

/** Every server with how it is, worst first. */
export function ServersTable({ servers, onOpen }: ServersTableProps) {
  const { t } = useI18n()
  return (
    <PlainTable
      headings={COLUMNS.map((name) => ({
        name,
        text: t(`servers.column.${name}`),
        className: RIGHT.has(name) ? 'text-right' : undefined,
      }))}
    >
      {servers.map((server) => (
        <Row key={server.origin} server={server} onOpen={() => onOpen(server)} />
      ))}
    </PlainTable>
  )
}

function Row({ server, onOpen }: { server: AiServer; onOpen: () => void }) {
  const { t } = useI18n()
  const now = useNow(60_000)
  const { last } = server
  return (
    <tr tabIndex={-1} data-list-item onKeyDown={openOnEnter(onOpen)} className={plainRow}>
      <td className={CELL}>
        <button
          type="button"
          onClick={onOpen}
          className="link foreign min-w-52 text-left font-mono text-sm break-all"
        >
          {server.origin}
        </button>
      </td>
      <td className={cx(CELL, 'whitespace-nowrap')}>{kindText(server, t)}</td>
      <td className={cx(CELL, 'max-w-80')}>
        <ServerState last={last} problems={server.problems} />
      </td>
      <td className={cx(CELL, 'text-right tabular-nums whitespace-nowrap max-lg:hidden')}>
        {last?.latencyMs == null ? '–' : t('servers.ms', { ms: last.latencyMs })}
      </td>
      <td className={CELL}>
        <HealthStrip hours={server.hours} now={now} />
      </td>
      <td className={cx(CELL, 'text-right tabular-nums max-lg:hidden')}>
        {server.modelCount === null ? t('servers.notRead') : server.modelCount}
      </td>
      <td className={CELL}>{usedBy(server, t)}</td>
      <td className={cx(CELL, 'text-sm text-ink-2 max-lg:hidden')}>
        {last === null ? '–' : <Instant at={last.at} />}
        {last !== null && (
          <p>
            {server.checkedBy === null ? (
              <span className="whitespace-nowrap">{t('servers.byConsole')}</span>
            ) : (
              <ForeignText>{server.checkedBy}</ForeignText>
            )}
          </p>
        )}
      </td>
    </tr>
  )
}

function usedBy({ projects, usedBySite, watched }: AiServer, t: ReturnType<typeof useI18n>['t']): string {
  const parts = [
    projects > 0 ? t('servers.projects', { count: projects }) : null,
    usedBySite ? t('servers.site') : null,
    watched ? t('servers.watched') : null,
  ].filter((part) => part !== null)
  return parts.length > 0 ? parts.join(' · ') : t('servers.ignored')
}
