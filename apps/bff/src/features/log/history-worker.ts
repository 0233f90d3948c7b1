import { parentPort } from 'node:worker_threads'
import { LogFileError } from '../../lib/log-tail/index.ts'
import type { Job } from './history/jobs.ts'
import { JobRunner } from './history/run-job.ts'
import type { FromWorker, ToWorker } from './worker-protocol.ts'

const port = parentPort
if (!port) throw new Error('This module is the entry of a worker thread.')

const runner = new JobRunner()
const running = new Map<number, { cancel: AbortController; more: () => void }>()

port.on('message', (message: ToWorker) => {
  if (message.type === 'job') void run(message.id, message.job)
  else if (message.type === 'more') running.get(message.id)?.more()
  else {
    const job = running.get(message.id)
    job?.cancel.abort()
    job?.more()
  }
})

async function run(id: number, job: Job) {
  const cancel = new AbortController()
  const state: { cancel: AbortController; more: () => void } = { cancel, more: () => undefined }
  running.set(id, state)
  const tell = (message: FromWorker) => port?.postMessage(message)
  try {
    const emit = (part: unknown) =>
      new Promise<void>((resolve) => {
        // Nobody listens to what was cancelled.
        if (cancel.signal.aborted) return resolve()
        state.more = resolve
        tell({ type: 'part', id, part })
      })
    tell({ type: 'done', id, result: await runner.run(job, emit, cancel.signal) })
  } catch (error) {
    if (error instanceof LogFileError) tell({ type: 'unreadable', id, problem: error.problem })
    else
      tell({
        type: 'failed',
        id,
        message: error instanceof Error ? (error.stack ?? error.message) : String(error),
      })
  } finally {
    running.delete(id)
  }
}
