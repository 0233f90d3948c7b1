import { type Overview, type Run, RunId } from '@ohif-admin/contracts'
import { QueryClient, QueryObserver } from '@tanstack/react-query'
import { describe, expect, it } from 'vitest'
import { createTranslate } from '../../i18n/translate.ts'
import { messagesOf } from '../../testing/messages.ts'
import { applyToOverview, overviewQueries, withRun } from './overview.queries.ts'
import { logSourceFact, overviewSentence, pluginFact, xnatFact } from './overview-facts.ts'

const t = createTranslate(messagesOf('en'), 'en')
const source: Overview['logSources'][number] = {
  name: 'main',
  state: 'reading',
  problem: null,
  lastLineAt: null,
  lastStamp: null,
  unrecognizedShare: 0,
}
const overview: Overview = {
  xnat: { state: 'up', version: '1.9.2', node: null },
  plugin: { state: 'present', version: '3.6.0' },
  logSources: [source],
  activeRun: null,
  lastRuns: [],
}

/** Only what the overview looks at. */
const run = (number: number, state: Run['state']) =>
  ({
    id: RunId.parse(`00000000-0000-4000-8000-00000000000${number}`),
    state,
    startedAt: `2024-03-12T1${number}:00:00.000Z`,
  }) as Run

describe('the facts', () => {
  it('call nothing good that is not known', () => {
    expect(xnatFact({ ...overview, xnat: { state: 'timeout', version: null, node: null } }, t).tone).toBe(
      'bad',
    )
    expect(pluginFact({ ...overview, plugin: { state: 'unknown', version: null } }, t).tone).toBe('unknown')
    expect(pluginFact({ ...overview, plugin: { state: 'missing', version: null } }, t).tone).toBe('bad')
    expect(logSourceFact({ ...source, state: 'waiting' }, t).tone).toBe('unknown')
    expect(logSourceFact({ ...source, unrecognizedShare: 0.5 }, t)).toMatchObject({
      tone: 'attention',
      why: expect.stringMatching(/^50 % of the lines/),
    })
  })

  it('say why a log cannot be read', () => {
    const unreadable = { ...source, state: 'unreadable', problem: 'folder-unreadable' } as const
    expect(logSourceFact(unreadable, t)).toEqual({
      tone: 'bad',
      word: 'not readable',
      why: 'the console may not read the log folder',
    })
  })

  it('make one sentence', () => {
    expect(overviewSentence(overview, t, false)).toBe(
      'XNAT answers, the log can be read, no run is going on that you may see.',
    )
    expect(overviewSentence(overview, t, true)).toMatch(/, this console is following no run\.$/)
    const worse: Overview = {
      ...overview,
      xnat: { state: 'unreachable', version: null, node: null },
      logSources: [source, { ...source, name: 'b', state: 'unreadable' }],
      activeRun: run(1, 'running'),
    }
    expect(overviewSentence(worse, t, true)).toBe(
      'XNAT cannot be used now, 1 of 2 logs cannot be read, a rebuild is running.',
    )
  })
})

describe('a run from the stream', () => {
  it('is the active one while it is open, and not after', () => {
    const running = withRun(overview, run(1, 'running'))
    expect(running.activeRun).toEqual(run(1, 'running'))
    expect(withRun(running, run(1, 'finished'))).toMatchObject({
      activeRun: null,
      lastRuns: [run(1, 'finished')],
    })
  })

  it('does not end another run by its own end', () => {
    const running = withRun(overview, run(2, 'running'))
    expect(withRun(running, run(1, 'finished')).activeRun).toEqual(run(2, 'running'))
  })

  it('stands among the last runs by its start, and the list does not grow without end', () => {
    const full = [1, 2, 3, 4, 5, 6, 7, 8, 9].reduce(
      (known, number) => withRun(known, run(number, 'finished')),
      overview,
    )
    expect(full.lastRuns.map(({ id }) => Number(id.at(-1)))).toEqual([9, 8, 7, 6, 5, 4, 3, 2])
  })

  it('is put into what was read, and a gap makes that be read again', async () => {
    const client = new QueryClient()
    client.setQueryData(overviewQueries.root, overview)
    await applyToOverview(client, { type: 'run', run: run(1, 'running') })
    expect(client.getQueryData<Overview>(overviewQueries.root)?.activeRun?.state).toBe('running')
    await applyToOverview(client, { type: 'log-sources', sources: [] })
    expect(client.getQueryData<Overview>(overviewQueries.root)?.logSources).toEqual([])
    expect(client.getQueryState(overviewQueries.root)?.isInvalidated).toBe(false)
    await applyToOverview(client, { type: 'gap', topic: 'runs' })
    expect(client.getQueryState(overviewQueries.root)?.isInvalidated).toBe(true)
  })

  it('is not undone by an answer that was on its way when it came', async () => {
    const client = new QueryClient()
    const answers: PromiseWithResolvers<Overview>[] = []
    const observer = new QueryObserver(client, {
      queryKey: overviewQueries.root,
      queryFn: () => {
        const answer = Promise.withResolvers<Overview>()
        answers.push(answer)
        return answer.promise
      },
    })
    const stop = observer.subscribe(() => undefined)
    const old = withRun(overview, run(1, 'running'))
    answers[0]?.resolve(old)
    await expect.poll(() => observer.getCurrentResult().data?.activeRun?.state).toBe('running')
    void observer.refetch()
    const applied = applyToOverview(client, { type: 'run', run: run(1, 'finished') })
    answers[1]?.resolve(old)
    await expect.poll(() => answers.length).toBe(3)
    answers[2]?.resolve(withRun(overview, run(1, 'finished')))
    await applied
    expect(observer.getCurrentResult().data?.activeRun).toBeNull()
    stop()
    client.clear()
  })
})
