import {
  type ACTIVE_RUN_STATES,
  type FollowUpTake,
  type GuidedFacts,
  type IdempotencyKey,
  LogCursor,
  type ProjectId,
  type Run,
  type RunCounts,
  type RunData,
  type RunId,
  RunMark,
  type RunReason,
  type RunState,
  type Verification,
  type XnatCall,
} from '@ohif-admin/contracts'
import { z } from 'zod'

type OpenRunState = 'queued' | (typeof ACTIVE_RUN_STATES)[number]
export type ClosedRunState = Exclude<RunState, OpenRunState>

/** Where each log source stood, by the source's name. */
export const Cursors = z.record(z.string(), LogCursor)
export type Cursors = z.infer<typeof Cursors>

export const LogThreads = z.object({ requestThread: z.string(), pool: z.number().int().nullable() })
export type LogThreads = z.infer<typeof LogThreads>

export const Throughput = z.array(z.number().int())

export const DicomwebFacts = z.object({
  enumerated: z.number(),
  notSupported: z.number(),
  scanned: z.number(),
})

export const Marks = z.array(RunMark)

/** The slot of the one run that this console has sent to XNAT, whatever its kind. */
export const DISPATCH_SLOT = 'dispatch'

/** A run as storage keeps it; times are epoch ms. */
export interface StoredRun {
  id: RunId
  kind: Run['kind']
  scope: Run['scope']
  projectId: ProjectId | null
  projectTitle: string | null
  data: RunData
  /** Accession id of a subject or a session, with the scopes of that name. */
  targetId: string | null
  targetLabel: string | null
  /** DICOMweb only. */
  overwrite: boolean
  /** What only one active run can hold; see `DISPATCH_SLOT`. */
  slot: string | null
  afterSignOut: boolean
  /** Epoch ms; null starts it as soon as its turn comes. */
  notBefore: number | null
  /** Order in the queue, lowest first; null when it is not in the queue. */
  queueRank: number | null
  repeat: 'nightly' | null
  parentId: RunId | null
  parentTake: FollowUpTake | null
  state: RunState
  reason: RunReason | null
  detail: string | null
  startedBy: string
  startedAt: number
  endedAt: number | null
  /** Null for runs nobody asked this console for. */
  idempotencyKey: IdempotencyKey | null
  xnatCall: XnatCall
  threads: number | null
  expected: number | null
  counts: RunCounts
  /** How the log names this run, once it is known there. */
  logKey: string | null
  logSource: string | null
  startCursors: Cursors | null
  endCursors: Cursors | null
  lastLineAt: number | null
  /** Of the viewer plugin, as XNAT listed it before the start. */
  pluginVersion: string | null
  /** Which threads of the log are this run's. */
  logThreads: LogThreads | null
  /** Sessions finished per minute, the last hour of the run. */
  throughput: number[]
  guided: GuidedFacts | null
  verification: Verification | null
  dicomweb: z.infer<typeof DicomwebFacts> | null
  /** The longest time without a line while the log showed the run at work. */
  longestSilenceMs: number | null
  marks: RunMark[]
  /** Names what the run rebuilds while it is open, so that nobody asks for the same twice; null when it is over. */
  targetKey: string | null
}

type Mutable = Omit<
  StoredRun,
  | 'id'
  | 'kind'
  | 'data'
  | 'overwrite'
  | 'afterSignOut'
  | 'parentId'
  | 'parentTake'
  | 'startedBy'
  | 'endedAt'
  | 'idempotencyKey'
  | 'state'
>

/** What may change in a run; leave out what stays. A state here is an open one: ending has its own method. */
export type RunPatch = Partial<Mutable> & { state?: OpenRunState }
export type RunEnding = Partial<Mutable> & { state: ClosedRunState; endedAt: number }
