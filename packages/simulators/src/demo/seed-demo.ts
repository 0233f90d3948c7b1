import type { PastRun } from '../xnat/engine/history.ts'
import type { XnatSimulator } from '../xnat/simulator.ts'
import { addDemoAccounts, DEMO_ACCOUNTS, type DemoAccount } from './accounts.ts'
import { demoProjects } from './projects.ts'

export interface DemoServers {
  /** Address of an AIAA server; the site's default list. */
  aiaaUrl?: string
  /** Address of a MONAI Label server; the list of one project. */
  monaiLabelUrl?: string
}

export interface Demo {
  accounts: readonly DemoAccount[]
  /** Stored lists: the site's under the empty name, the others by project. */
  serverLists: Readonly<Record<string, readonly string[]>>
}

const HOUR_MS = 3_600_000

/** Fills a fresh simulator with the demo's accounts, projects, AI server lists and a log of yesterday and today. */
export async function seedDemo(xnat: XnatSimulator, servers: DemoServers = {}): Promise<Demo> {
  addDemoAccounts(xnat)
  for (const project of demoProjects()) xnat.addProject(project)
  const serverLists = {
    '': [servers.aiaaUrl ?? 'http://aiaa.example.org:5000'],
    LIVER: [servers.monaiLabelUrl ?? 'http://monai.example.org:8000'],
    BRAIN: [servers.aiaaUrl ?? 'http://aiaa.example.org:5000', 'https://spare.example.org/ignored/path'],
    KNEE: [],
  }
  for (const [project, urls] of Object.entries(serverLists)) xnat.storeAiServers(urls, project || undefined)
  await xnat.writeHistory(demoHistory(xnat))
  return { accounts: DEMO_ACCOUNTS, serverLists }
}

/** Yesterday evening and the last hours; what falls before midnight lands in yesterday's file. */
function demoHistory(xnat: XnatSimulator): PastRun[] {
  const now = xnat.now()
  const firstOf = (project: string) => xnat.sessions(project)[0]?.id ?? ''
  return [
    { startAt: now - 26 * HOUR_MS, what: 'project', target: 'BROKEN' },
    { startAt: now - 25 * HOUR_MS, what: 'visit', target: firstOf('BRAIN') },
    { startAt: now - 24.5 * HOUR_MS, what: 'project', target: 'BRAIN' },
    { startAt: now - 24 * HOUR_MS, what: 'restart' },
    { startAt: now - 23.5 * HOUR_MS, what: 'project', target: 'MIGRATED' },
    { startAt: now - 3 * HOUR_MS, what: 'event', target: firstOf('LUNG') },
    { startAt: now - 2 * HOUR_MS, what: 'subject', target: xnat.subjects('LIVER')[0]?.id ?? '' },
    { startAt: now - HOUR_MS, what: 'project', target: 'EMPTY' },
    { startAt: now - 0.5 * HOUR_MS, what: 'session', target: firstOf('LIVER') },
    { startAt: now - 0.4 * HOUR_MS, what: 'visit', target: firstOf('LIVER') },
  ]
}
