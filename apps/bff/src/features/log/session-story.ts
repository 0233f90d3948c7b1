import type { EmptySign } from '@ohif-admin/contracts'
import { type LogEvent, parseMessage } from '@ohif-admin/ohif-log'
import type { RecordLine } from '../../lib/log-lines.ts'
import type { LoggedBuild } from '../../lib/logged-build.ts'

export type SourceLine = RecordLine & { source: string }

/** What a thread was heard to say of the session before it takes it up. */
interface Prelude {
  by: 'session-call' | 'event' | null
  user: string | null
  trigger: string | null
  empty: EmptySign[]
  line: SourceLine
}

const POOL_THREAD = /^pool-\d+-thread-\d+$/
const EVENT_THREAD = /^(?:reactorDispatcher|multThreadedQueueDispatcher)-\d+$/
/** The plugin's own names of XNAT events; anything else in their place is not passed on. */
const TRIGGERS = [
  'Transferred',
  'Merged',
  'Removed scan',
  'Pulled Data from DICOM',
  'Modified project',
  'Modified subject',
  'Renamed',
]
const REASON_LENGTH = 500

/**
 * Folds the records of one session, in the order of the log, into the times its data was made. The records are those that
 * name the session and those of a thread that has it in work. Pure: the same lines always give the same story.
 */
export function tellStory(sessionId: string, lines: readonly SourceLine[]): LoggedBuild[] {
  const story = new Story(sessionId)
  for (const line of lines) story.take(line)
  return story.builds
}

class Story {
  readonly builds: LoggedBuild[] = []
  readonly #id: string
  readonly #open = new Map<string, LoggedBuild>()
  readonly #preludes = new Map<string, Prelude>()

  constructor(sessionId: string) {
    this.#id = sessionId
  }

  take(line: SourceLine) {
    const thread = `${line.source} ${line.thread}`
    const sign = emptySign(line)
    if (sign) (this.#open.get(thread)?.empty ?? this.#prelude(thread, line).empty).push(sign)
    const event = parseMessage(line)
    if ('sessionId' in event && event.sessionId !== this.#id) return
    this.#follow(event, thread, line)
  }

  #follow(event: LogEvent, thread: string, line: SourceLine) {
    switch (event.kind) {
      case 'run-requested':
        if (event.target === this.#id) this.#prelude(thread, line).by = 'session-call'
        return
      case 'rebuild-triggered':
        Object.assign(this.#prelude(thread, line), { by: 'event', user: event.user, ...triggerOf(event) })
        return
      case 'noted':
        return this.#note(event, thread, line)
      case 'session-began':
      case 'session-migrating':
        return this.#begin(event.kind === 'session-migrating', thread, line)
      case 'session-stored':
        return this.#end(thread, line, null)
      case 'run-completed':
        // A slide is done without a line of its own.
        if (event.target === this.#id && this.#preludes.has(thread)) this.#end(thread, line, null)
        return
      case 'session-failed':
        return this.#end(thread, line, line.more.find((one) => one.trim() !== '') ?? '')
      case 'request-failed':
      case 'rebuild-failed':
        if (this.#open.has(thread) || this.#preludes.get(thread)?.by) this.#end(thread, line, event.error)
    }
  }

  /** `session-visible` tells who asks; its value is `user: session`. */
  #note({ name, value }: Extract<LogEvent, { kind: 'noted' }>, thread: string, line: SourceLine) {
    const ending = `: ${this.#id}`
    if (name !== 'session-visible' || !value.endsWith(ending)) return
    // The check of rights is the first thing on a request thread: what it did before is over.
    this.#preludes.delete(thread)
    this.#prelude(thread, line).user = value.slice(0, -ending.length)
  }

  #prelude(thread: string, line: SourceLine): Prelude {
    const known = this.#preludes.get(thread)
    if (known) return known
    const prelude: Prelude = { by: null, user: null, trigger: null, empty: [], line }
    this.#preludes.set(thread, prelude)
    return prelude
  }

  #begin(migrates: boolean, thread: string, line: SourceLine) {
    const build = this.#add(thread, line)
    build.began = line.at
    if (migrates) build.outcome = 'migrated'
    this.#open.set(thread, build)
  }

  /** Without a beginning, which lies further back than was read, or was never written. */
  #add(thread: string, line: SourceLine): LoggedBuild {
    const prelude = this.#preludes.get(thread)
    this.#preludes.delete(thread)
    const build: LoggedBuild = {
      by: kindOf(line.thread, prelude),
      source: line.source,
      runId: line.runId ?? null,
      outcome: 'no-end',
      began: null,
      ended: null,
      cursor: prelude?.by ? prelude.line.cursor : line.cursor,
      reason: null,
      trigger: prelude?.trigger ?? null,
      user: prelude?.user ?? null,
      empty: prelude?.empty ?? [],
    }
    this.builds.push(build)
    return build
  }

  #end(thread: string, line: SourceLine, failure: string | null) {
    const build = this.#open.get(thread) ?? this.#add(thread, line)
    this.#open.delete(thread)
    build.ended = line.at
    if (failure !== null) {
      build.outcome = 'failed'
      build.reason = failure.trim().slice(0, REASON_LENGTH)
    } else if (build.outcome !== 'migrated') build.outcome = 'stored'
  }
}

function kindOf(thread: string, prelude: Prelude | undefined): LoggedBuild['by'] {
  if (POOL_THREAD.test(thread)) return 'bulk-call'
  if (prelude?.by) return prelude.by
  if (EVENT_THREAD.test(thread)) return 'event'
  // Somebody was let in to read, and data had to be made first.
  return prelude?.user ? 'visit' : 'unknown'
}

function triggerOf({ trigger }: { trigger: string | null }) {
  const name = trigger?.replace(/ \(subject\)$/, '') ?? ''
  return { trigger: TRIGGERS.includes(name) ? name : null }
}

/** The texts of the scanner are not fixed: a sign is a reason to look, never a verdict. */
function emptySign({ logger, message }: Pick<SourceLine, 'logger' | 'message'>): EmptySign | null {
  if (/^Session \S+ contains zero scans$/.test(message)) return 'zero-scans'
  if (!logger.startsWith('icr.etherj') && !logger.includes('.etherj.')) return null
  if (message.startsWith('Not a directory or cannot be read: ')) return 'no-folder'
  return /^Scanning 0 files from /.test(message) ? 'no-files' : null
}
