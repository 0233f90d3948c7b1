import { dirname } from 'node:path'
import { monitorEventLoopDelay, performance } from 'node:perf_hooks'
import type { RecordFilter } from '../apps/bff/src/features/log/history/filter.ts'
import type { JobParts } from '../apps/bff/src/features/log/history/jobs.ts'
import { HistoryThread } from '../apps/bff/src/features/log/history-thread.ts'
import { benchLog, grep, median } from './log-files.ts'

interface Case {
  filter: Partial<RecordFilter>
  masked?: boolean
  grep: readonly string[]
}

const CASES: readonly Case[] = [
  { filter: { text: 'created and stored', matchCase: true }, grep: ['created and stored'] },
  { filter: { text: 'created and stored' }, grep: ['-i', 'created and stored'] },
  { filter: { text: 'XNAT_E000777', matchCase: true }, grep: ['XNAT_E000777'] },
  { filter: { text: 'xnat_e000777' }, grep: ['-i', 'xnat_e000777'] },
  { filter: { text: 'INFO', matchCase: true }, grep: ['INFO'] },
  { filter: { levels: ['ERROR'] }, grep: ['] ERROR '] },
  {
    filter: { text: 'Session XNAT_E0007\\d\\d metadata', regex: true, matchCase: true },
    grep: ['-E', 'Session XNAT_E0007[0-9]{2} metadata'],
  },
  { filter: { text: 'created and stored' }, masked: true, grep: ['-i', 'created and stored'] },
]

const NOTHING = { regex: false, matchCase: false, invert: false }

async function searchOnce(thread: HistoryThread, folder: string, { filter, masked = false }: Case) {
  const sources = [{ name: 'bench', folder, seen: [] }]
  const began = performance.now()
  let matches = -1
  const onPart = async (part: JobParts['search']) => {
    if (part.type === 'done') matches = part.matches
  }
  await thread.run<'search'>(
    { kind: 'search', sources, filter: { ...NOTHING, ...filter }, masked },
    { onPart },
  )
  return { ms: performance.now() - began, matches }
}

await benchLog(async (file) => {
  const thread = new HistoryThread()
  const rows: string[] = []
  for (const one of CASES) {
    const delay = monitorEventLoopDelay({ resolution: 5 })
    delay.enable()
    const ours: Awaited<ReturnType<typeof searchOnce>>[] = []
    for (let round = 0; round < 3; round += 1) ours.push(await searchOnce(thread, dirname(file), one))
    delay.disable()
    const theirs = [0, 1, 2].map(() => grep(file, one.grep))
    const [ms, grepMs] = [median(ours.map((run) => run.ms)), median(theirs.map((run) => run.ms))]
    const count = theirs[0]?.count ?? -1
    const right = ours.every(({ matches }) => matches === count) ? 'same count' : `grep counts ${count}`
    const name = `${JSON.stringify(one.filter)}${one.masked ? ' masked' : ''}`
    rows.push(
      `${name}: ${ms.toFixed(0)} ms, grep ${grepMs.toFixed(0)} ms, ${ours[0]?.matches} matches, ${right}, ` +
        `event loop p99 ${(delay.percentile(99) / 1e6).toFixed(0)} ms`,
    )
  }
  await thread.stop()
  return rows
})
