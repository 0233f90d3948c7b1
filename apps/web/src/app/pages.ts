import { LayoutDashboard, type LucideIcon, RefreshCw } from 'lucide-react'

interface PageEntry {
  to: '/' | '/regeneration'
  name: 'overview' | 'regeneration'
  icon: LucideIcon
  /** The letter after `g` that goes there. */
  key: string
}

/** The pages of the rail, the bottom bar and the palette. */
export const PAGES: readonly PageEntry[] = [
  { to: '/', name: 'overview', icon: LayoutDashboard, key: 'o' },
  { to: '/regeneration', name: 'regeneration', icon: RefreshCw, key: 'r' },
]
