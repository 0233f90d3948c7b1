import { dirname } from 'node:path'
import { performance } from 'node:perf_hooks'
import { HistoryThread } from '../apps/bff/src/features/log/history-thread.ts'
import { benchLog, grep, median } from './log-files.ts'

const JUMPS = 200
const filter = { regex: false, matchCase: false, invert: false }

await benchLog(async (file) => {
  const thread = new HistoryThread()
  const sources = [{ name: 'bench', folder: dirname(file), seen: [] }]
  const began = performance.now()
  const [files] = await thread.run<'files'>({ kind: 'files', sources })
  const startMs = performance.now() - began
  const [first, last] = [files?.files[0]?.firstStamp ?? '', files?.files[0]?.lastStamp ?? '']
  const [from, to] = [first, last].map((stamp) => Date.parse(`${stamp.replace(' ', 'T').replace(',', '.')}Z`))
  const times: number[] = []
  for (let jump = 0; jump < JUMPS; jump += 1) {
    const at = (from ?? 0) + (((jump * 7919) % JUMPS) / JUMPS) * ((to ?? 0) - (from ?? 0))
    const time = new Date(at).toISOString().replace('T', ' ').replace('.', ',').slice(0, 23)
    const start = performance.now()
    await thread.run<'page'>({
      ...{ kind: 'page', sources, filter, masked: false, place: null, time, side: 'around', limit: 200 },
    })
    times.push(performance.now() - start)
  }
  await thread.stop()
  const stamp = last.slice(0, 16)
  const yardstick = grep(file, [`^${stamp}`])
  return [
    `jump to a time, 200 rows around it, ${JUMPS} times: median ${median(times).toFixed(0)} ms, ` +
      `worst ${Math.max(...times).toFixed(0)} ms; first answer of the thread ${startMs.toFixed(0)} ms`,
    `grep for a minute at the end: ${yardstick.ms.toFixed(0)} ms`,
  ]
})
