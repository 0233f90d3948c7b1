import { randomUUID } from 'node:crypto'
import { json } from '../http/answers.ts'
import type { AiServerCall } from '../http/control.ts'
import { isObject, tryJson } from '../http/form.ts'
import type { RoleRoute } from './auth.ts'
import { detail } from './errors.ts'
import { type MonaiLabelState, modelsOf, type TaskStatus, type TrainTask } from './state.ts'

/** `GET`, `POST` and `DELETE /train/`. 404 means there is nothing to report. */
export function trainRoutes(state: MonaiLabelState): RoleRoute[] {
  return [
    {
      method: 'GET',
      path: '/train/',
      role: 'monailabel-user',
      handle: (call) => {
        const running = runningTask(state)
        if (isTrue(call, 'check_if_running')) {
          return running ? json(200, running) : detail(404, 'No Train Tasks are currently Running')
        }
        const last = state.tasks.at(-1)
        if (!last) return detail(404, 'No Train Tasks Found')
        return json(200, isTrue(call, 'all') ? state.tasks : (running ?? last))
      },
    },
    {
      method: 'POST',
      path: '/train/{model}',
      role: 'monailabel-admin',
      handle: (call, { model = '' }) => {
        if (runningTask(state) && !isTrue(call, 'enqueue')) {
          return detail(429, '++++++++++ Train Task is Already Running')
        }
        const options = tryJson(call.body.toString('utf8'))
        const task: TrainTask = {
          id: randomUUID(),
          status: 'SUBMITTED',
          request: { model, ...(isObject(options) ? options : {}) },
          start_ts: localTime(),
        }
        state.tasks.push(task)
        return json(200, task)
      },
    },
    {
      method: 'DELETE',
      path: '/train/',
      role: 'monailabel-admin',
      handle: () => {
        const running = runningTask(state)
        if (!running) return json(200, null)
        end(running, 'STOPPED')
        return json(200, running)
      },
    },
  ]
}

/** One step of the task at work: submitted → running → done. An unknown model fails only now. */
export function advanceTraining(state: MonaiLabelState) {
  const task = runningTask(state)
  if (!task) return
  if (task.status === 'RUNNING') return end(task, 'DONE')
  const model = task.request['model']
  if (typeof model === 'string' && model in modelsOf(state.info)) {
    task.status = 'RUNNING'
    task.details = ['Epoch: 1/50, Iter: 12/33 -- train_loss: 0.4123']
    return
  }
  end(task, 'ERROR')
}

function end(task: TrainTask, status: TaskStatus) {
  task.status = status
  task.end_ts = localTime()
}

function runningTask(state: MonaiLabelState): TrainTask | undefined {
  return state.tasks.find(({ status }) => status === 'SUBMITTED' || status === 'RUNNING')
}

function isTrue(call: AiServerCall, name: string): boolean {
  return call.query.get(name) === 'true'
}

/** The server's own wall clock without a zone, as upstream writes it. */
function localTime(): string {
  return new Date().toISOString().slice(0, 19).replace('T', ' ')
}
