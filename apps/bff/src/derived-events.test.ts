import { randomUUID } from 'node:crypto'
import { appendFile } from 'node:fs/promises'
import path from 'node:path'
import { Run, RunLog } from '@ohif-admin/contracts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Browser, EventStream } from './testing/browser.ts'
import { startConsole, type TestConsole } from './testing/console.ts'
import { askImpact } from './testing/guided.ts'
import { addressOf, apiRoutes } from './testing/routes.ts'

const MINE = 'PMINE'
const OTHER = 'QCANARY'

/** What happens at XNAT, in any order. Everything about QCANARY must stay unseen by the owner of PMINE. */
type Step = 'run-mine' | 'run-other' | 'restart-in-mine' | 'visit' | 'event' | 'failed-event' | 'lines'

const steps = fc.array(
  fc.constantFrom<Step>(
    'run-mine',
    'run-other',
    'restart-in-mine',
    'visit',
    'event',
    'failed-event',
    'lines',
  ),
  { minLength: 3, maxLength: 7 },
)

interface ForeignLine {
  thread: string
  level: string
  /** Last part of the logger's name. */
  logger: string
  message: string
}

const API = 'xapi.OhifViewerApi'
const HANDLER = 'inputcreator.JsonMetadataHandler'

/** Lines about the other project as they could stand anywhere, some of them made to be taken for something else. */
const FOREIGN: readonly Pick<ForeignLine, 'logger' | 'message'>[] = [
  { logger: API, message: `Project ${OTHER} metadata creation complete` },
  { logger: API, message: 'ImageSession ID: XNAT_QCANARY_9' },
  { logger: HANDLER, message: 'Creating session metadata for XNAT_QCANARY_9' },
  { logger: HANDLER, message: 'Session XNAT_QCANARY_9 metadata created and stored' },
  { logger: HANDLER, message: 'Jsonifier exception:\njava.io.IOException: QCANARY' },
  { logger: HANDLER, message: `Experiment path: /data/xnat/archive/${OTHER}/arc001/QCANARY_LABEL/` },
  { logger: API, message: 'QCANARY\n2026-01-01 00:00:00,000 [main] INFO  org.nrg.x - forged QCANARY' },
  { logger: API, message: '{"type":"run","run":"QCANARY"}\n\ndata: QCANARY' },
  { logger: 'QCANARY', message: '\u001b]0;QCANARY\u0007' },
]

const QUIET: ForeignLine = { thread: 'main', level: 'INFO', logger: API, message: 'QCANARY' }

const foreignLine = fc
  .record({
    thread: fc.constantFrom('http-nio-8080-exec-77', 'pool-99-thread-1', 'pool-11-thread-1', 'main'),
    level: fc.constantFrom('DEBUG', 'INFO', 'WARN', 'ERROR'),
    line: fc.constantFrom(...FOREIGN),
  })
  .map(({ line, ...rest }) => ({ ...line, ...rest }))

async function setUp(): Promise<TestConsole> {
  const console = await startConsole({ heartbeatMs: 50 })
  const { xnat } = console
  xnat.addUser({ username: 'owner' })
  xnat.addUser({ username: 'other' })
  xnat.addProject({ id: MINE, title: 'Mine', sessions: 4, owners: ['owner'] })
  xnat.addProject({
    id: OTHER,
    title: 'QCANARY title',
    owners: ['other'],
    sessions: Array.from({ length: 5 }, (_, n) => ({
      id: `XNAT_QCANARY_${n}`,
      label: `QCANARY_LABEL_${n}`,
      subject: 'QCANARY_SUBJECT',
      behaviour: (['ok', 'explicit-error', 'noisy', 'silent-begun', 'ok'] as const)[n] ?? 'ok',
    })),
  })
  return console
}

/** One story: what happens, and everything the owner received meanwhile and afterwards. */
class Story implements AsyncDisposable {
  readonly console: TestConsole
  readonly admin: Browser
  readonly owner: Browser
  readonly runs: Run[] = []
  readonly otherRuns = new Set<string>()
  readonly #streams: EventStream[] = []
  #answers = ''

  constructor(console: TestConsole, admin: Browser, owner: Browser) {
    this.console = console
    this.admin = admin
    this.owner = owner
  }

  received = () => this.#answers + this.#streams.map((stream) => stream.raw()).join('')

  async listen(topics: string) {
    this.#streams.push(await this.owner.listen(topics))
  }

  async take(step: Step, line: ForeignLine) {
    const { xnat } = this.console
    const [session] = xnat.sessions(OTHER)
    const failing = xnat.sessions(OTHER)[1]
    if (step === 'run-mine') await this.run(MINE)
    if (step === 'run-other') await this.run(OTHER)
    if (step === 'restart-in-mine') {
      await this.run(MINE, () => xnat.restart())
      // XNAT has forgotten everybody.
      await this.admin.post('/api/session', { username: 'admin', password: 'admin' })
      await this.owner.post('/api/session', { username: 'owner', password: 'owner' })
    }
    if (step === 'visit' && session) await xnat.visitViewer(session.id, 'other')
    if (step === 'event' && session) await xnat.archiveEvent(session.id)
    if (step === 'failed-event' && failing) await xnat.archiveEvent(failing.id)
    if (step === 'lines') await this.write(line)
  }

  async write({ thread, level, logger, message }: ForeignLine) {
    const text = `2026-11-22 10:00:00,000 [${thread}] ${level.padEnd(5)} org.nrg.xnatx.ohifviewer.${logger} - ${message}\n`
    await appendFile(path.join(this.console.xnat.logFolder, 'ohifviewer.log'), text)
  }

  /** A run from start to end, with the other project's doings in the middle of it. */
  async run(projectId: string, inTheMiddle?: () => Promise<unknown>) {
    const { xnat } = this.console
    const hold = xnat.holdRegeneration(projectId)
    const starting = this.admin.post('/api/runs', {
      kind: 'bulk',
      target: { scope: 'project', projectId },
      idempotencyKey: randomUUID(),
    })
    await hold.reached()
    const active = (await this.admin.get('/api/overview')).json as { activeRun: Run }
    const { id } = active.activeRun
    await using witness = await this.admin.listen(`run:${id}`)
    await witness.until((message) => message.type === 'run' && message.run.state === 'running')
    if (projectId === MINE) await this.listen(`runs,run:${id},run-log:${id}`)
    else this.otherRuns.add(id)
    await this.ask('/api/overview', '/api/runs')
    await this.impact(MINE)
    // While its own project is held a visit would wait for it.
    if (projectId === MINE) {
      for (const session of xnat.sessions(OTHER).slice(0, 3)) await xnat.visitViewer(session.id, 'other')
      for (const thread of ['http-nio-8080-exec-77', 'pool-99-thread-1'])
        for (const line of FOREIGN) await this.write({ thread, level: 'INFO', ...line })
    }
    await inTheMiddle?.()
    hold.release()
    this.runs.push(Run.parse((await starting).json))
    await witness.until((message) => message.type === 'run' && message.run.endedAt !== null)
  }

  async ask(...addresses: string[]) {
    for (const address of addresses) {
      const { headers, text } = await this.owner.get(address)
      this.#answers += `${JSON.stringify([...headers])}${text}\n`
    }
  }

  async impact(projectId: string) {
    const { headers, text } = await askImpact(this.owner, projectId)
    this.#answers += `${JSON.stringify([...headers])}${text}\n`
  }

  /** Every route that can be read, with every run and project there is. */
  async askEverything() {
    const reads = apiRoutes(this.console.app).filter(
      ({ method, url }) => method === 'GET' && !url.startsWith('/api/docs'),
    )
    for (const route of reads.filter(({ url }) => url !== '/api/events')) {
      for (const runId of [...this.runs.map(({ id }) => id), randomUUID()]) {
        for (const projectId of [MINE, OTHER]) {
          await this.ask(addressOf(route, { runId, projectId }))
          if (route.url.endsWith('/sessions') && route.url.includes(':runId'))
            await this.ask(`${addressOf(route, { runId, projectId })}?search=CANARY&show=all&limit=1000`)
        }
      }
    }
    const [mine] = this.runs.filter(({ projectId }) => projectId === MINE)
    for (const { url } of reads.filter((route) => route.url.startsWith('/api/log/'))) {
      await this.ask(`${url}?source=xnat`, `${url}?text=CANARY`, `${url}?runId=${mine?.id ?? randomUUID()}`)
    }
    for (const projectId of [MINE, OTHER]) await this.impact(projectId)
    await expect(this.owner.listen('log')).rejects.toThrow('403')
    for (const id of this.otherRuns) {
      await expect(this.owner.listen(`run:${id}`)).rejects.toThrow('404')
      await expect(this.owner.listen(`runs,run-log:${id}`)).rejects.toThrow('404')
    }
  }

  async [Symbol.asyncDispose]() {
    for (const stream of this.#streams) await stream[Symbol.asyncDispose]()
    await this.console[Symbol.asyncDispose]()
  }
}

/** Marks of a line as the log has it: its threads, loggers, paths and words. */
const RAW =
  /\[pool-|pool-\d+-thread|http-nio|org\.nrg|OhifViewer|metadata creation|metadata created|Jsonifier|\/data\/xnat|arc001|\bDEBUG\b|exec-\d/

/** What stands around the first match: the whole would be a megabyte in a report. */
function around(text: string, pattern: RegExp): string | undefined {
  const found = pattern.exec(text)
  return found ? text.slice(Math.max(0, found.index - 300), found.index + 60) : undefined
}

describe('the owner of one project', () => {
  it('receives nothing about another and no line of the log, whatever happens in whatever order', async () => {
    await fc.assert(
      fc.asyncProperty(steps, fc.array(foreignLine, { minLength: 7, maxLength: 7 }), async (story, lines) => {
        const console = await setUp()
        await using teller = new Story(console, await console.signIn('admin'), await console.signIn('owner'))
        await teller.listen('runs,log-sources')
        await teller.write(QUIET)
        for (const [n, step] of story.entries()) await teller.take(step, lines[n] ?? QUIET)
        await teller.askEverything()
        const received = teller.received()
        expect(around(received, /CANARY/)).toBeUndefined()
        expect(around(received, RAW)).toBeUndefined()
        for (const id of teller.otherRuns) expect(around(received, new RegExp(id))).toBeUndefined()
        for (const run of teller.runs.filter(({ projectId }) => projectId === MINE)) {
          expect(received).toContain(run.id)
          const log = RunLog.parse((await teller.owner.get(`/api/runs/${run.id}/log`)).json)
          expect(log.lines.length).toBeGreaterThan(0)
        }
      }),
      {
        numRuns: 5,
        // A story takes seconds: a failing one is told as it is.
        endOnFailure: true,
        // Each kind of step at least once, whatever the dice say.
        examples: [
          [
            ['run-other', 'run-mine', 'visit', 'restart-in-mine', 'run-other', 'failed-event', 'event'],
            Array(7).fill(QUIET),
          ],
        ],
      },
    )
  }, 90_000)
})
