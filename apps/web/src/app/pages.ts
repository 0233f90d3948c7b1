import type { Me } from '@ohif-admin/contracts'
import { LayoutDashboard, type LucideIcon, RefreshCw, ScrollText } from 'lucide-react'
import { useMe } from './use-me.ts'

interface PageEntry {
  to: '/' | '/regeneration' | '/log'
  name: 'overview' | 'regeneration' | 'log'
  icon: LucideIcon
  /** The letter after `g` that goes there. */
  key: string
  /** Only for those who see the log's own words. */
  logOnly?: boolean
}

const PAGES: readonly PageEntry[] = [
  { to: '/', name: 'overview', icon: LayoutDashboard, key: 'o' },
  { to: '/regeneration', name: 'regeneration', icon: RefreshCw, key: 'r' },
  { to: '/log', name: 'log', icon: ScrollText, key: 'l', logOnly: true },
]

/** The pages of the rail, the bottom bar and the palette, for whoever is signed in. */
export function usePages(): readonly PageEntry[] {
  const me = useMe()
  return PAGES.filter(({ logOnly }) => !logOnly || readsLog(me))
}

/** Whether this person sees the log itself, as written or masked. */
export function readsLog(me: Me): boolean {
  return me.may.logView !== 'derived'
}
