import { type Me, type Run, type RunSessionsQuery, SHOWN_SESSIONS } from '@ohif-admin/contracts'
import type { ReactNode } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { TabPanel, Tabs } from '../../ui/tabs.tsx'
import { ThroughputTab } from './chart/throughput-tab.tsx'
import { DetailsTab } from './details-tab.tsx'
import { LogTab } from './log-tab.tsx'
import { troubled } from './run-outcome.ts'
import { SessionsTab } from './sessions-tab.tsx'

export const RUN_TABS = ['sessions', 'failures', 'throughput', 'log', 'details'] as const

/** What of the run is shown; all of it stands in the address. */
export interface RunView {
  tab: (typeof RUN_TABS)[number]
  show: RunSessionsQuery['show']
  search: string
}

const FAILURES_SHOWN = ['failures', 'failed', 'silent-failure', 'unknown'] as const

interface RunTabsProps {
  run: Run
  me: Me
  view: RunView
  log: ReactNode
  onView: (change: Partial<RunView>) => void
}

export function RunTabs({ run, me, view, log, onView }: RunTabsProps) {
  const { t } = useI18n()
  const failures = troubled(run.counts)
  const failuresShown = FAILURES_SHOWN.find((show) => show === view.show) ?? 'failures'
  const tabs = RUN_TABS.map((tab) => ({
    value: tab,
    label: t(`run.tab.${tab}`),
    count: tab === 'failures' && failures > 0 ? failures : null,
  }))
  return (
    <Tabs
      label={t('run.tabs')}
      tabs={tabs}
      value={view.tab}
      onChange={(tab) => onView({ tab, show: 'all', search: '' })}
      className="card flex min-h-0 flex-1 flex-col overflow-hidden lg:min-h-96"
    >
      <TabPanel value="sessions">
        <SessionsTab
          run={run}
          filter={view}
          options={SHOWN_SESSIONS}
          onFilter={({ show, search }) => onView({ show, search })}
        />
      </TabPanel>
      <TabPanel value="failures">
        <SessionsTab
          run={run}
          filter={{ show: failuresShown, search: view.search }}
          options={FAILURES_SHOWN}
          onFilter={({ show, search }) => onView({ show, search })}
        />
      </TabPanel>
      <TabPanel value="throughput" scrolls>
        <ThroughputTab run={run} />
      </TabPanel>
      <TabPanel value="log">
        <LogTab run={run} seen={me.may.logView} lines={log} />
      </TabPanel>
      <TabPanel value="details" scrolls>
        <DetailsTab run={run} />
      </TabPanel>
    </Tabs>
  )
}
