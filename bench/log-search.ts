import { dirname } from 'node:path'
import { monitorEventLoopDelay, performance } from 'node:perf_hooks'
import type { RecordFilter } from '../apps/bff/src/features/log/history/filter.ts'
import { HistoryThread } from '../apps/bff/src/features/log/history-thread.ts'
import { runSearch } from '../apps/bff/src/features/log/search-run.ts'
import { SEARCH_THREADS } from '../apps/bff/src/features/log/thread-pool.ts'
import { benchLog, grep, median } from './log-files.ts'

const BUDGET_MS = 5_000

interface Case {
  filter: Partial<RecordFilter>
  masked?: boolean
  /** What counts the same lines; nothing does for some, whose counts are then not checked here. */
  grep?: readonly string[]
}

const CASES: readonly Case[] = [
  { filter: { text: 'created and stored', matchCase: true }, grep: ['created and stored'] },
  { filter: { text: 'created and stored' }, grep: ['-i', 'created and stored'] },
  { filter: { text: 'xnat_e000777' }, grep: ['-i', 'xnat_e000777'] },
  { filter: { text: 'info' }, grep: ['-i', 'info'] },
  { filter: { text: 'created and stored', invert: true }, grep: ['-v', '-i', 'created and stored'] },
  { filter: { levels: ['ERROR'] }, grep: ['] ERROR '] },
  { filter: { levels: ['INFO'], text: 'stored' }, grep: ['-iE', '] INFO .*stored'] },
  { filter: { logger: 'JsonMetadataHandler' }, grep: ['JsonMetadataHandler - '] },
  { filter: { thread: 'pool-3-thread-1' }, grep: ['\\[pool-3-thread-1\\]'] },
  {
    filter: { runThreads: { requestThread: 'http-nio-8080-exec-3', pool: 3 } },
    grep: ['-E', '\\[(http-nio-8080-exec-3|pool-3-thread-[0-9]+)\\]'],
  },
  { filter: { sessionId: 'XNAT_E000777' } },
  {
    filter: { text: 'Session XNAT_E0007\\d\\d metadata', regex: true, matchCase: true },
    grep: ['-E', 'Session XNAT_E0007[0-9]{2} metadata'],
  },
  { filter: { text: '(stored|complete)$', regex: true }, grep: ['-iE', '(stored|complete)$'] },
  { filter: { text: '[0-9]{7}', regex: true }, grep: ['-E', '[0-9]{7}'] },
  { filter: { text: 'stored|complete', regex: true, invert: true }, grep: ['-viE', 'stored|complete'] },
  // Nothing in this log is beyond ASCII.
  { filter: { text: 'ünits' } },
  { filter: { text: 'created and stored' }, masked: true, grep: ['-i', 'created and stored'] },
  { filter: { text: '(masked)' }, masked: true },
  { filter: { text: '[0-9]{7}', regex: true }, masked: true },
]

const NOTHING = { regex: false, matchCase: false, invert: false }

async function searchOnce(
  threads: readonly HistoryThread[],
  folder: string,
  { filter, masked = false }: Case,
) {
  const sources = [{ name: 'bench', folder, seen: [] }]
  const job = { sources, filter: { ...NOTHING, ...filter }, masked }
  const began = performance.now()
  const emit = async () => undefined
  const { matches } = await runSearch(threads, job, { signal: new AbortController().signal, emit })
  return { ms: performance.now() - began, matches }
}

await benchLog(async (file) => {
  const threads = Array.from({ length: SEARCH_THREADS }, () => new HistoryThread())
  const rows = [`budget ${BUDGET_MS} ms; ${SEARCH_THREADS} threads; median of 3`]
  for (const one of CASES) {
    const delay = monitorEventLoopDelay({ resolution: 5 })
    delay.enable()
    const ours: Awaited<ReturnType<typeof searchOnce>>[] = []
    for (let round = 0; round < 3; round += 1) ours.push(await searchOnce(threads, dirname(file), one))
    delay.disable()
    const name = `${JSON.stringify(one.filter)}${one.masked ? ' masked' : ''}`
    rows.push(
      [
        `${name}: ${median(ours.map(({ ms }) => ms)).toFixed(0)} ms`,
        `${ours[0]?.matches} matches`,
        one.grep ? besideGrep(file, one.grep, ours) : 'nothing counts the same',
        `event loop p99 ${(delay.percentile(99) / 1e6 - 5).toFixed(0)} ms`,
      ].join(', '),
    )
  }
  await Promise.all(threads.map((thread) => thread.stop()))
  return rows
})

function besideGrep(file: string, args: readonly string[], ours: readonly { matches: number }[]): string {
  const theirs = [0, 1, 2].map(() => grep(file, args))
  const count = theirs[0]?.count ?? -1
  const isRight = ours.every(({ matches }) => matches === count)
  return `grep ${median(theirs.map(({ ms }) => ms)).toFixed(0)} ms, ${isRight ? 'same count' : `grep counts ${count}`}`
}
