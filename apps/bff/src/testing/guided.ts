import { randomUUID } from 'node:crypto'
import { Run } from '@ohif-admin/contracts'
import type { Answer, Browser } from './browser.ts'
import type { TestConsole } from './console.ts'

const ofProject = (projectId: string) => ({ of: 'target', target: { scope: 'project', projectId } })

/** Asks for a guided run of a project, or of another selection. */
export function askGuided(browser: Browser, select: string | object, more: object = {}): Promise<Answer> {
  return browser.post('/api/runs', {
    kind: 'guided',
    select: typeof select === 'string' ? ofProject(select) : select,
    idempotencyKey: randomUUID(),
    ...more,
  })
}

/** The same, when it is taken on. Throws the answer otherwise. */
export async function startGuided(
  browser: Browser,
  select: string | object,
  more: object = {},
): Promise<Run> {
  const answer = await askGuided(browser, select, more)
  if (answer.status !== 202) throw new Error(`the run was not taken on: ${answer.status} ${answer.text}`)
  return Run.parse(answer.json)
}

/** What a bulk run of the project would do. */
export const askImpact = (browser: Browser, projectId: string): Promise<Answer> =>
  browser.post('/api/runs/impact', { kind: 'bulk', target: { scope: 'project', projectId } })

export async function runOf(browser: Browser, { id }: Pick<Run, 'id'>): Promise<Run> {
  return Run.parse((await browser.get(`/api/runs/${id}`)).json)
}

/** Ids of the sessions XNAT was asked to rebuild, in the order of the calls. */
export function sessionPosts({ xnat }: Pick<TestConsole, 'xnat'>): string[] {
  return xnat.calls
    .to('POST', /^\/xapi\/viewer\/projects\/[^/]+\/experiments\/[^/]+$/)
    .map(({ path }) => path.split('/').at(-1) ?? '')
}
