import type { Overview } from '@ohif-admin/contracts'
import { useQuery } from '@tanstack/react-query'
import { Search } from 'lucide-react'
import { pluginFact, xnatFact } from '../features/overview/overview-facts.ts'
import { sessionQueries } from '../features/session/session.queries.ts'
import { useI18n } from '../i18n/i18n.ts'
import { useApi } from '../lib/api-context.tsx'
import { Badge } from '../ui/badge.tsx'
import { EnvironmentName } from '../ui/environment-name.tsx'
import { openPalette } from './palette-state.ts'
import { UserMenu } from './user-menu.tsx'
import { ZoneSwitch } from './zone-switch.tsx'

const EDGE = {
  production: 'border-t-env-production',
  test: 'border-t-env-test',
  demo: 'border-t-env-demo',
} as const

/** Which archive this is, how it is doing, and the controls that belong to no page. */
export function Header({ overview }: { overview: Overview | undefined }) {
  const { t } = useI18n()
  const site = useQuery(sessionQueries.site(useApi())).data
  const xnat = overview && xnatFact(overview, t)
  const plugin = overview && pluginFact(overview, t)
  return (
    <div
      className={`flex min-h-12 flex-wrap items-center gap-x-5 gap-y-1 border-t-3 border-b border-b-line bg-surface px-4 py-1 lg:px-6 ${site ? EDGE[site.environment] : 'border-t-transparent'}`}
    >
      {site && <EnvironmentName site={site} />}
      <div className="flex min-w-0 flex-wrap items-center gap-x-4">
        {xnat && (
          <Badge tone={xnat.tone} plain>
            {xnat.word}
          </Badge>
        )}
        {plugin && (
          <Badge tone={plugin.tone} plain>
            {plugin.word}
          </Badge>
        )}
      </div>
      <div className="ml-auto hidden items-center gap-1.5 md:flex">
        <button
          type="button"
          onClick={openPalette}
          className="flex h-8 items-center gap-2 rounded-md border border-line-strong px-2.5 text-sm text-ink-2 hover:bg-hover"
        >
          <Search aria-hidden="true" className="size-3.5" />
          {t('palette.open')}
          <kbd className="font-sans text-xs">{isApple() ? '⌘K' : 'Ctrl K'}</kbd>
        </button>
        <ZoneSwitch />
        <UserMenu />
      </div>
    </div>
  )
}

function isApple(): boolean {
  return /mac|iphone|ipad/i.test(navigator.userAgent)
}
