import {
  CoverageProjectPage,
  CoverageScan,
  CoverageScanList,
  CoverageSessionPage,
  type StartCoverageScan,
} from '@ohif-admin/contracts'
import { expect } from 'vitest'
import type { Answer, Browser } from './browser.ts'

type Asked = { projectId: string | null } & Partial<Pick<StartCoverageScan, 'take' | 'perSecond'>>

export const askScan = (browser: Browser, asked: Asked): Promise<Answer> =>
  browser.post('/api/coverage/scans', asked)

/** Starts a scan. Throws the answer when it is refused. */
export async function startScan(browser: Browser, asked: Asked): Promise<CoverageScan> {
  const answer = await askScan(browser, asked)
  if (answer.status !== 202) throw new Error(`${answer.status}: ${answer.text}`)
  return CoverageScan.parse(answer.json)
}

export async function scansOf(browser: Browser): Promise<CoverageScanList> {
  return CoverageScanList.parse((await browser.get('/api/coverage/scans')).json)
}

/** Waits until the scan is as wanted, and gives it. */
export async function scanUntil(
  browser: Browser,
  { id }: Pick<CoverageScan, 'id'>,
  wanted: Partial<CoverageScan>,
): Promise<CoverageScan> {
  const found = async () => (await scansOf(browser)).scans.find((scan) => scan.id === id)
  await expect.poll(found, { timeout: 10_000 }).toMatchObject(wanted)
  const scan = await found()
  if (!scan) throw new Error('the scan is gone')
  return scan
}

export const controlScan = (browser: Browser, { id }: Pick<CoverageScan, 'id'>, action: string) =>
  browser.post(`/api/coverage/scans/${id}/control`, { action })

export async function knownSessions(browser: Browser, query = '') {
  return CoverageSessionPage.parse((await browser.get(`/api/coverage/sessions?${query}`)).json)
}

export async function knownProjects(browser: Browser, query = '') {
  return CoverageProjectPage.parse((await browser.get(`/api/coverage/projects?${query}`)).json)
}
