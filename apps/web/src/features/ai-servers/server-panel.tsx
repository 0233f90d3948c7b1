import type { AiServer } from '@ohif-admin/contracts'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { ForeignText } from '../../ui/foreign-text.tsx'
import { Notice } from '../../ui/notice.tsx'
import { TabPanel, Tabs } from '../../ui/tabs.tsx'
import type { AiServerParams } from './ai-servers-params.ts'
import { CompareTab } from './compare-tab.tsx'
import { HistoryTab } from './history-tab.tsx'
import { LogTab } from './log-tab.tsx'
import { ModelsTab } from './models-tab.tsx'
import { ServerState } from './server-state.tsx'
import { kindText } from './server-words.ts'
import { WatchButton } from './watch-button.tsx'

const TABS = ['models', 'compare', 'manage', 'uses', 'history', 'log'] as const

interface ServerPanelProps {
  server: AiServer
  /** All there are, to compare it with. */
  servers: readonly AiServer[]
  /** May read its log and choose whether it is watched. */
  mayManage: boolean
  view: AiServerParams
  onView: (change: AiServerParams) => void
  /** Loading and removing models of this server; null for who may not. */
  manage: ReactNode
}

/** One server: its state, what it offers and who uses it. */
export function ServerPanel({ server, servers, mayManage, view, onView, manage }: ServerPanelProps) {
  const { t } = useI18n()
  const tabs = TABS.filter((name) => (name !== 'log' && name !== 'manage') || mayManage)
  const shown = tabs.find((name) => name === view.tab) ?? 'models'
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3 p-4">
      <div className="flex flex-wrap items-start gap-x-6 gap-y-2">
        <ServerState last={server.last} problems={server.problems} />
        <p>{kindText(server, t)}</p>
        <Link
          to="/ai-servers"
          search={{ entry: server.entries[0] ?? server.origin }}
          className="link ml-auto"
        >
          {t('servers.check.this')}
        </Link>
        {mayManage && <WatchButton entry={server.origin} watched={server.watched} />}
      </div>
      {server.kind !== null && (
        <Notice
          tone={server.openToAll === 'no' ? 'neutral' : 'attention'}
          title={t(`servers.open.title.${server.openToAll}`)}
        >
          {t(`servers.open.${server.kind}.${server.openToAll}`)}
        </Notice>
      )}
      <Tabs
        label={server.origin}
        tabs={tabs.map((value) => ({ value, label: t(`servers.tab.${value}`), count: null }))}
        value={shown}
        onChange={(tab) => onView({ tab })}
      >
        <TabPanel value="models">
          <ModelsTab origin={server.origin} filter={view} onFilter={onView} />
        </TabPanel>
        <TabPanel value="compare">
          <CompareTab
            origin={server.origin}
            servers={servers}
            other={view.with}
            onOther={(origin) => onView({ with: origin })}
          />
        </TabPanel>
        {mayManage && <TabPanel value="manage">{manage}</TabPanel>}
        <TabPanel value="uses">
          <Uses server={server} />
        </TabPanel>
        <TabPanel value="history">
          <HistoryTab server={server} />
        </TabPanel>
        <TabPanel value="log">
          <LogTab server={server} />
        </TabPanel>
      </Tabs>
    </div>
  )
}

function Uses({ server }: { server: AiServer }) {
  const { t } = useI18n()
  const more = server.projects - server.firstProjects.length
  return (
    <div className="grid gap-3 pt-3">
      <dl className="grid gap-1">
        <dt className="text-sm text-ink-2">{t('servers.registeredAs')}</dt>
        {server.entries.map((entry) => (
          <dd key={entry} className="font-mono text-sm break-all">
            <ForeignText>{entry}</ForeignText>
          </dd>
        ))}
      </dl>
      {server.usedBySite && <p>{t('servers.siteDefault')}</p>}
      <ul className="grid gap-1">
        {server.firstProjects.map(({ projectId, title }) => (
          <li key={projectId}>
            <Link to="/projects/$projectId" params={{ projectId }} className="link">
              <ForeignText>{title}</ForeignText>
            </Link>
          </li>
        ))}
      </ul>
      {more > 0 && <p className="text-sm text-ink-2">{t('servers.moreProjects', { count: more })}</p>}
    </div>
  )
}
