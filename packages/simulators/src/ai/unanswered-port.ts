import { connect, type Socket } from 'node:net'
import { Worker } from 'node:worker_threads'

/** Far more than a queue of one takes, whatever the system makes of that number. */
const MOST_CALLERS = 64
const NO_ANSWER_MS = 400

// A thread of its own, for it listens and then stands still: nobody ever takes a connection from the queue.
const LISTEN = `
  const { parentPort, workerData } = require('node:worker_threads')
  const server = require('node:net').createServer()
  server.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
    parentPort.postMessage(server.address().port)
    Atomics.wait(new Int32Array(workerData), 0, 0)
  })
`

export interface UnansweredPort extends AsyncDisposable {
  readonly url: string
}

/**
 * A port of 127.0.0.1 that answers no attempt to connect, neither yes nor no, as behind a firewall that drops: its queue of
 * connections is full, and Linux leaves further ones unanswered. Throws where the system answers all the same.
 */
export async function startUnansweredPort(): Promise<UnansweredPort> {
  const gate = new SharedArrayBuffer(4)
  const worker = new Worker(LISTEN, { eval: true, workerData: gate })
  const callers: Socket[] = []
  const stop = async () => {
    for (const caller of callers) caller.destroy()
    Atomics.store(new Int32Array(gate), 0, 1)
    Atomics.notify(new Int32Array(gate), 0)
    await worker.terminate()
  }
  const port = await new Promise<number>((resolve, reject) => {
    worker.once('message', resolve)
    worker.once('error', reject)
  })
  let answers = true
  while (answers && callers.length < MOST_CALLERS) {
    const caller = connect({ port, host: '127.0.0.1' })
    callers.push(caller)
    answers = await isAnswered(caller)
  }
  if (answers) {
    await stop()
    throw new Error('This system answers however many connections wait.')
  }
  return { url: `http://127.0.0.1:${port}`, [Symbol.asyncDispose]: stop }
}

function isAnswered(caller: Socket): Promise<boolean> {
  return new Promise((resolve) => {
    const patience = setTimeout(() => resolve(false), NO_ANSWER_MS)
    const answered = () => {
      clearTimeout(patience)
      resolve(true)
    }
    caller.once('connect', answered)
    caller.once('error', answered)
  })
}
