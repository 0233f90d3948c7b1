import type { LogLevel } from '@ohif-admin/contracts'
import { type LogRecord, parseMessage } from '@ohif-admin/ohif-log'
import { GuidedLines } from '../../../lib/guided-lines.ts'
import { maskRecord, type RecordLine } from '../../../lib/log-lines.ts'
import { ofRun, threadFits } from './head-test.ts'
import { createTextMatcher, type TextMatcher } from './text-match.ts'

/** Which records are wanted; plain data, because it goes to another thread. */
export interface RecordFilter {
  levels?: readonly LogLevel[] | undefined
  logger?: string | undefined
  thread?: string | undefined
  /** A run's request thread and the number of its pool. */
  runThreads?: { requestThread: string; pool: number | null } | undefined
  /** The sessions of a guided run, one id a line: the calls for them are wanted. */
  runCalls?: string | undefined
  sessionId?: string | undefined
  text?: string | undefined
  regex: boolean
  matchCase: boolean
  invert: boolean
}

/** The parts of a record's header and message, and its bytes. */
export interface Candidate {
  readonly record: Pick<LogRecord, 'at' | 'level' | 'thread' | 'logger' | 'message'>
  readonly bytes: Buffer
}

/** Decides about records. It sees what the reader may see and no more: a hit on hidden text would tell it. */
export class RecordMatch {
  /** Whether everything matches. */
  readonly open: boolean
  readonly #text: TextMatcher | null
  readonly #filter: RecordFilter
  readonly #masked: boolean
  readonly #working = new Map<string, string | null>()
  readonly #names: RegExp | null
  readonly #ended = new Set<string>()
  readonly #calls: GuidedLines | null

  constructor(filter: RecordFilter, masked: boolean) {
    const { levels, logger, thread, runThreads, runCalls, sessionId, text } = filter
    this.#filter = filter
    this.#masked = masked
    this.open = !(levels || logger || thread || runThreads || runCalls !== undefined || sessionId || text)
    this.#text = text ? createTextMatcher(text, filter) : null
    const id = sessionId?.replace(/[.-]/g, '\\$&')
    this.#calls = runCalls === undefined ? null : new GuidedLines(idsOf(runCalls))
    this.#names = id ? new RegExp(`(?<![A-Za-z0-9_])${id}(?![A-Za-z0-9_])`) : null
  }

  /** Whether what a record's thread did before matters. */
  get needsPast(): boolean {
    return this.#names !== null || this.#calls !== null
  }

  /** Forgets what the threads are working on. */
  restart() {
    this.#working.clear()
    this.#calls?.restart()
  }

  /** Whether a call for one of the run's sessions is under way on any thread. */
  get isCallOpen(): boolean {
    return this.#calls?.isBusy ?? false
  }

  /** Whether a thread has the wanted session in work. */
  isAtWork(thread: string): boolean {
    return this.#working.get(thread) === this.#filter.sessionId
  }

  get isSessionAtWork(): boolean {
    return this.#working.values().some((session) => session === this.#filter.sessionId)
  }

  /** Takes note of what a thread is working on; records have to pass in the order of the file. */
  #follow({ record }: Candidate) {
    if (!this.#names) return
    const event = parseMessage(record)
    if (event.kind === 'session-began' || event.kind === 'session-migrating')
      this.#working.set(record.thread, event.sessionId)
    else if (!this.#isWork(event.kind)) return
    else this.#ended.add(record.thread)
  }

  #isWork(kind: string) {
    return kind === 'session-stored' || kind === 'session-failed' || kind === 'request-failed'
  }

  matches(candidate: Candidate): boolean {
    this.#follow(candidate)
    const ofCall = this.#calls?.takes(candidate.record) ?? true
    const matched =
      ofCall &&
      this.#headMatches(candidate) &&
      this.#sessionMatches(candidate) &&
      this.#textMatches(candidate)
    for (const thread of this.#ended) this.#working.delete(thread)
    this.#ended.clear()
    return matched
  }

  #headMatches({ record }: Candidate): boolean {
    const { levels, logger, thread, runThreads } = this.#filter
    if (levels && !levels.includes(record.level as LogLevel)) return false
    const seen = this.#masked && (logger || thread) ? maskRecord(record) : record
    if (logger && !seen.logger.toLowerCase().includes(logger.toLowerCase())) return false
    if (thread && !threadFits(seen.thread, thread)) return false
    return !runThreads || ofRun(record.thread, runThreads)
  }

  #sessionMatches(candidate: Candidate): boolean {
    if (!this.#names) return true
    if (this.isAtWork(candidate.record.thread)) return true
    return this.#names.test(this.#masked ? visibleText(candidate.record) : candidate.bytes.toString('latin1'))
  }

  #textMatches({ record, bytes }: Candidate): boolean {
    if (!this.#text) return true
    const found = this.#masked ? this.#text.inText(visibleText(record)) : this.#text.inBytes(bytes)
    return found !== this.#filter.invert
  }
}

/** The header line of a record as support staff see it. */
function visibleText(record: Candidate['record']): string {
  const { thread, logger, message } = maskRecord(record)
  return `${record.at} [${thread}] ${record.level.padEnd(5)} ${logger} - ${message}`
}

/** A record as the explorer writes it. */
export function lineText(line: Pick<RecordLine, 'at' | 'level' | 'thread' | 'logger' | 'message'>): string {
  return `${line.at} [${line.thread}] ${line.level.padEnd(5)} ${line.logger} - ${line.message}`
}

let lastIds: { text: string; ids: ReadonlySet<string> } | undefined

/** A run over a large site has 100,000 ids, and a page of it is asked for again and again. */
function idsOf(text: string): ReadonlySet<string> {
  if (lastIds?.text !== text) lastIds = { text, ids: new Set(text.split('\n')) }
  return lastIds.ids
}
