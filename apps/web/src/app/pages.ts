import type { Me } from '@ohif-admin/contracts'
import {
  Bell,
  BrainCircuit,
  LayoutDashboard,
  type LucideIcon,
  MessageSquare,
  PieChart,
  RefreshCw,
  ScrollText,
  ShieldCheck,
  Waypoints,
  Wrench,
} from 'lucide-react'
import { useMe } from './use-me.ts'

export interface PageEntry {
  to:
    | '/'
    | '/regeneration'
    | '/coverage'
    | '/log'
    | '/assignments'
    | '/requests'
    | '/audit'
    | '/notifications'
    | '/ai-servers'
    | '/set-up'
  name:
    | 'overview'
    | 'regeneration'
    | 'coverage'
    | 'log'
    | 'assignments'
    | 'requests'
    | 'audit'
    | 'notifications'
    | 'aiServers'
    | 'setUp'
  icon: LucideIcon
  /** The letter after `g` that goes there. */
  key: string
  /** For whom the page is there; everybody when absent. Others who have its address are told so. */
  isFor?: (me: Me) => boolean
}

const PAGES: readonly PageEntry[] = [
  { to: '/', name: 'overview', icon: LayoutDashboard, key: 'o' },
  { to: '/regeneration', name: 'regeneration', icon: RefreshCw, key: 'r' },
  { to: '/coverage', name: 'coverage', icon: PieChart, key: 'c', isFor: seesCoverage },
  { to: '/log', name: 'log', icon: ScrollText, key: 'l', isFor: readsLog },
  { to: '/ai-servers', name: 'aiServers', icon: BrainCircuit, key: 'i' },
  { to: '/assignments', name: 'assignments', icon: Waypoints, key: 'a' },
  { to: '/requests', name: 'requests', icon: MessageSquare, key: 'q', isFor: seesRequests },
  { to: '/set-up', name: 'setUp', icon: Wrench, key: 's', isFor: isAdmin },
  { to: '/notifications', name: 'notifications', icon: Bell, key: 'n' },
  { to: '/audit', name: 'audit', icon: ShieldCheck, key: 'u', isFor: isAdmin },
]

/** The pages of the rail, the bottom bar and the palette, for whoever is signed in. */
export function usePages(): readonly PageEntry[] {
  const me = useMe()
  return PAGES.filter(({ isFor }) => !isFor || isFor(me))
}

/** Whether this person sees the log itself, as written or masked. */
export function readsLog(me: Me): boolean {
  return me.may.logView !== 'derived'
}

/** Whether this person sees what is known of sessions: of all, or of projects whose sessions they may edit. */
export function seesCoverage(me: Me): boolean {
  return me.role !== 'user' || me.mayEdit.length > 0
}

/** Whether there can be change requests for this person: an admin decides on them, an owner makes them. */
export function seesRequests(me: Me): boolean {
  return isAdmin(me) || me.ownerOf.length > 0
}

function isAdmin(me: Me): boolean {
  return me.role === 'admin'
}
