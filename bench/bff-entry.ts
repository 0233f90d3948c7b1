import { createServer } from 'node:http'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** The console's server as it is delivered, with a second port at which its own process can be asked how it is. */
setFlagsFromString('--expose-gc')
const gc = runInNewContext('gc') as (how: { type: 'major'; execution: 'sync'; flavor: 'last-resort' }) => void
const delay = monitorEventLoopDelay({ resolution: 5 })
delay.enable()

const facts = createServer((request, response) => {
  // Gives back to the system what nobody needs any more, as an idle process does after a while.
  if (request.url === '/collected') gc({ type: 'major', execution: 'sync', flavor: 'last-resort' })
  const { user, system } = process.cpuUsage()
  const body = {
    // The resolution is in every value: the timer itself takes that long.
    delayP50Ms: delay.percentile(50) / 1e6 - 5,
    delayP99Ms: delay.percentile(99) / 1e6 - 5,
    delayMaxMs: delay.max / 1e6 - 5,
    rssBytes: process.memoryUsage().rss,
    heapBytes: process.memoryUsage().heapUsed,
    cpuMs: (user + system) / 1000,
  }
  if (request.url === '/reset') delay.reset()
  response.end(JSON.stringify(body))
})
facts.listen(0, '127.0.0.1', () => {
  const address = facts.address()
  if (typeof address === 'object') process.stdout.write(`facts at ${address?.port}\n`)
})

await import('../apps/bff/dist/main.js' as string)
