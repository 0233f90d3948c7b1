import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'

interface Watched {
  pid: () => number | undefined
  /** What the process has written so far: it names its inspector there. */
  heard: () => string
}

/**
 * What a Node process holds after everything that nobody needs any more was collected, in MB of heap. What it occupies is
 * more: V8 collects late while there is room.
 */
export async function heldMegabytes({ pid, heard }: Watched): Promise<number> {
  const process_ = pid()
  if (process_ === undefined) throw new Error('the process is not running')
  if (!heard().includes('Debugger listening')) process.kill(process_, 'SIGUSR1')
  let address: string | undefined
  for (let tries = 0; address === undefined && tries < 50; tries += 1) {
    await sleep(100)
    address = /Debugger listening on (ws:\S+)/.exec(heard())?.[1]
  }
  if (address === undefined) throw new Error('the process has no inspector: is its port taken?')
  const socket = new WebSocket(address)
  await once(socket, 'open')
  await ask(socket, 1, 'HeapProfiler.collectGarbage')
  const { usedSize } = (await ask(socket, 2, 'Runtime.getHeapUsage')) as { usedSize: number }
  socket.close()
  return usedSize / 1e6
}

async function ask(socket: WebSocket, id: number, method: string): Promise<unknown> {
  socket.send(JSON.stringify({ id, method }))
  for (;;) {
    const [{ data }] = (await once(socket, 'message')) as [MessageEvent]
    const answer = JSON.parse(String(data)) as { id?: number; result?: unknown }
    if (answer.id === id) return answer.result
  }
}
