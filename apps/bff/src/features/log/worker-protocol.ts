import type { LogProblem } from '@ohif-admin/contracts'
import type { Job } from './history/jobs.ts'

export type ToWorker =
  | { type: 'job'; id: number; job: Job }
  /** The last part was taken: the next one may come. */
  | { type: 'more'; id: number }
  | { type: 'cancel'; id: number }

export type FromWorker =
  | { type: 'part'; id: number; part: unknown }
  | { type: 'done'; id: number; result: unknown }
  | { type: 'unreadable'; id: number; problem: LogProblem }
  | { type: 'failed'; id: number; message: string }
