import { setTimeout as sleep } from 'node:timers/promises'
import { parentPort, workerData } from 'node:worker_threads'

/** Reads pages over and over in a thread of its own, so that nothing else's work is in the figures. */
const { base, pages, headers } = workerData as {
  base: string
  pages: string[]
  headers: Record<string, string>
}
const times: Record<string, number[]> = Object.fromEntries(pages.map((page) => [page, []]))
let stopped = false
parentPort?.once('message', () => {
  stopped = true
})
while (!stopped) {
  for (const page of pages) {
    const began = performance.now()
    await (await fetch(new URL(page, base), { headers })).arrayBuffer()
    times[page]?.push(performance.now() - began)
  }
  await sleep(250)
}
parentPort?.postMessage(times)
