import { Assignment, AssignmentHistory, AssignmentLine, type SeenList } from '@ohif-admin/contracts'
import { createAuditRepository } from '../../../storage/audit.ts'
import type { Browser } from '../../../testing/browser.ts'
import type { TestConsole } from '../../../testing/console.ts'

export const A = 'https://ai-a.example.org:5000'
export const B = 'https://ai-b.example.org:5000'
export const C = 'https://ai-c.example.org:5000'

export const LIST_OF = (place: string) =>
  place === 'site' ? '/xapi/ohifaiaa/servers' : `/xapi/ohifaiaa/projects/${place.slice(8)}/servers`

export const NEVER_SET = {
  status: 404,
  contentType: 'application/json',
  body: '["No AIAA server list found"]',
}
export const LOGIN_PAGE = '<!DOCTYPE html><html><head><title>Login</title></head></html>'

export async function lines(browser: Browser): Promise<AssignmentLine[]> {
  const { status, text } = await browser.get('/api/assignments')
  if (status !== 200) throw new Error(`refused with ${status}: ${text}`)
  return text
    .trim()
    .split('\n')
    .map((line) => AssignmentLine.parse(JSON.parse(line)))
}

/** The last word of the listing about each project. */
export async function rows(browser: Browser): Promise<Record<string, Assignment>> {
  const all = await lines(browser)
  return Object.fromEntries(
    all.flatMap((line) => (line.type === 'row' ? [[line.row.projectId, line.row]] : [])),
  )
}

export const read = async (browser: Browser, place: string) =>
  Assignment.parse((await browser.get(`/api/assignments/places/${place}`)).json)

export const history = async (browser: Browser, place: string) =>
  AssignmentHistory.parse((await browser.get(`/api/assignments/places/${place}/history`)).json).versions

export const put = (
  browser: Browser,
  place: string,
  body: { list: string[]; seen: SeenList; reason?: string; through?: 'edit' | 'restore' },
) => browser.send('PUT', `/api/assignments/places/${place}`, { body })

/** What XNAT has, asked behind the console's back; null when it has no list. */
export async function inXnat(console: TestConsole, place: string): Promise<unknown> {
  const headers = { authorization: `Basic ${btoa('admin:admin')}` }
  const response = await fetch(`${console.xnat.url}${LIST_OF(place)}`, { headers })
  return response.status === 404 ? null : response.json()
}

/** As somebody with curl does. */
export async function putByCurl(console: TestConsole, place: string, list: string[]) {
  const response = await fetch(`${console.xnat.url}${LIST_OF(place)}`, {
    method: 'PUT',
    headers: { authorization: `Basic ${btoa('admin:admin')}`, 'content-type': 'application/json' },
    body: JSON.stringify(list),
  })
  if (response.status !== 200) throw new Error(`XNAT answered ${response.status}: ${await response.text()}`)
}

export const puts = ({ xnat }: TestConsole, place: string) => xnat.calls.to('PUT', LIST_OF(place))

/** Outcomes of the audit, oldest first, as `action outcome`. */
export async function audited({ deps }: TestConsole): Promise<string[]> {
  const entries = await createAuditRepository(deps.database).list({ limit: 1_000 })
  return entries
    .filter(({ phase }) => phase === 'outcome')
    .map(({ action, outcome }) => `${action} ${outcome}`)
    .reverse()
}
