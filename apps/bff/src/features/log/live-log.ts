import { LogPlace, type LogRow, type StreamMessage } from '@ohif-admin/contracts'
import type { LogRecord } from '@ohif-admin/ohif-log'
import { toRecordLine } from '../../lib/log-lines.ts'
import { formatCursor, type LogPosition, parseCursor, type SourcePosition } from '../../lib/log-tail/index.ts'
import type { LogWatch } from '../../lib/log-watch.ts'
import type { Audience, Identified, StreamHub } from '../../lib/stream-hub.ts'
import { marker, START_UP } from './history/rows.ts'
import type { HistoryThread } from './history-thread.ts'

/**
 * Between two messages, at least and at most: while little is written a line is there at once, and a flood comes in five
 * messages a second.
 */
const SHORTEST_MS = 10
const LONGEST_MS = 200
/** What a row and a listener add to that: above 500 rows a second, or 5,000 messages to all, it becomes less often. */
const ROW_MS = 2
const LISTENER_MS = 0.2
/** Rows in one message: a flood is shown as its newest rows and the number of the others. */
const ROWS_PER_MESSAGE = 500
/** Pages that are sent again to who comes back; who was away for longer reads the log again. */
const REPLAYED_PAGES = 4

type RowFor = (masked: boolean) => LogRow[]

interface Needs {
  log: LogWatch
  hub: StreamHub
  history: HistoryThread
}

/** The log as it grows, for whoever listens to it. */
export class LiveLog {
  readonly #needs: Needs
  readonly #told = new Map<string, LogPosition>()
  readonly #reached = new Map<string, LogPosition>()
  #waiting: RowFor[] = []
  /** By cursor: only the newest state of a record matters. */
  readonly #grown = new Map<string, RowFor>()
  #skipped = 0
  #timer: NodeJS.Timeout | undefined
  /** Not before this, on the monotonic clock (ms). */
  #nextAt = 0

  constructor(needs: Needs) {
    this.#needs = needs
    needs.log.listen({
      records: (source, fileKey, records) => this.#addRecords(source, fileKey, records),
      grown: (source, fileKey, record) => this.#addGrown(source, fileKey, record),
      marker: (source, seen, at) => this.#add([() => [marker(source, seen, at)]]),
      pastCame: () => needs.hub.publish('log', { projectId: null }, () => ({ type: 'gap', topic: 'log' })),
    })
  }

  stop() {
    clearTimeout(this.#timer)
  }

  /**
   * What a new listener gets first: where the log stands, and when it comes back what came since. To be called at the
   * moment listening begins.
   */
  async snapshot(audience: Audience, lastEventId?: string): Promise<(StreamMessage | Identified)[]> {
    const until = this.#place()
    const here = (): Identified[] => {
      const id = write(until)
      return id === undefined ? [] : [{ id, message: { type: 'log', rows: [], skipped: 0 } }]
    }
    if (lastEventId === undefined) return here()
    const missed = await this.#missed(until, lastEventId, audience !== 'admin').catch(() => null)
    return missed ? [...missed, ...here()] : [{ type: 'gap', topic: 'log' }, ...here()]
  }

  /** The rows between two places; null when they are too many or not to be had. */
  async #missed(
    until: Map<string, LogPosition>,
    since: string,
    masked: boolean,
  ): Promise<Identified[] | null> {
    const { log, history } = this.#needs
    const sources = [...until].flatMap(([name, to]) => {
      const folder = log.folderOf(name)
      return folder === undefined ? [] : [{ name, folder, to, seen: log.markersOf(name) }]
    })
    const missed: Identified[] = []
    let place = since.split(',').map(parseCursor)
    for (let count = 0; count < REPLAYED_PAGES; count += 1) {
      if (!place.every((position) => position !== null && until.has(position.source))) return null
      const filter = { regex: false, matchCase: false, invert: false }
      const known = place.flatMap((position) => position ?? [])
      const page = await history.run<'page'>({
        kind: 'page',
        ...{ sources, filter, masked, place: known, time: null, side: 'after', limit: ROWS_PER_MESSAGE },
      })
      if (page.note !== null || page.after === null) return null
      if (page.rows.length > 0) missed.push({ id: page.after, message: replayed(page.rows, known) })
      if (!page.moreAfter) return missed
      place = page.after.split(',').map(parseCursor)
    }
    return null
  }

  #addRecords(source: string, fileKey: string, records: readonly LogRecord[]) {
    const last = records.at(-1)
    if (last) this.#reached.set(source, { fileKey, offset: last.end })
    this.#add(
      records.map((record) => (masked) => {
        const line = { ...toRecordLine(record, { source, fileKey }, { masked }), source }
        if (record.message !== START_UP) return [line]
        const place = { fileKey, offset: record.offset }
        return [marker(source, { kind: 'restarted', bytes: null, ...place }, record.at), line]
      }),
    )
  }

  #addGrown(source: string, fileKey: string, record: LogRecord) {
    const place = { source, fileKey }
    this.#reached.set(source, { fileKey, offset: record.end })
    if (!this.#needs.hub.hasListeners('log')) return this.#add([])
    this.#grown.set(formatCursor(source, { fileKey, offset: record.offset }), (masked) => [
      { ...toRecordLine(record, place, { masked }), source },
    ])
    this.#tellSoon()
  }

  #add(rows: readonly RowFor[]) {
    if (!this.#needs.hub.hasListeners('log')) {
      if (this.#timer) this.#tell()
      this.#catchUp()
      return
    }
    for (const row of rows) this.#waiting.push(row)
    const tooMany = this.#waiting.length - ROWS_PER_MESSAGE
    if (tooMany > 0) {
      this.#waiting.splice(0, tooMany)
      this.#skipped += tooMany
    }
    this.#tellSoon()
  }

  #tellSoon() {
    const waitMs = this.#nextAt - performance.now()
    // Even at once not before all rows of this moment are here.
    this.#timer ??= setTimeout(() => this.#tell(), Math.max(0, waitMs))
  }

  #tell() {
    clearTimeout(this.#timer)
    this.#timer = undefined
    const rows = this.#waiting.splice(0)
    const grown = [...this.#grown.values()]
    const skipped = this.#skipped
    this.#grown.clear()
    this.#skipped = 0
    this.#catchUp()
    const { hub } = this.#needs
    const message = (audience: Audience): StreamMessage => {
      const seen = (some: readonly RowFor[]) => some.flatMap((rowFor) => rowFor(audience !== 'admin'))
      const again = seen(grown)
      return { type: 'log', rows: seen(rows), skipped, ...(again.length > 0 ? { grown: again } : {}) }
    }
    hub.publish('log', { projectId: null }, message, write(this.#place()))
    const wantedMs = Math.max(rows.length * ROW_MS, hub.listenersOf('log') * LISTENER_MS)
    this.#nextAt = performance.now() + Math.min(LONGEST_MS, Math.max(SHORTEST_MS, wantedMs))
  }

  #catchUp() {
    for (const [source, position] of this.#reached) this.#told.set(source, position)
  }

  /** Up to where everything was told; before the first live line: where reading stood when it was caught up. */
  #place(): Map<string, LogPosition> {
    const place = new Map<string, LogPosition>()
    for (const [source, position] of this.#needs.log.livePositions())
      place.set(source, this.#told.get(source) ?? position)
    return place
  }
}

/** A record that begins before the place was sent, and has got more lines since: the place is now in its middle. */
function replayed(rows: readonly LogRow[], since: readonly SourcePosition[]): StreamMessage {
  const wasSent = ({ cursor }: LogRow) => {
    const at = parseCursor(cursor)
    return since.some(
      ({ source, fileKey, offset }) => at?.source === source && at.fileKey === fileKey && at.offset < offset,
    )
  }
  const grown = rows.filter((row) => row.form === 'record' && wasSent(row))
  const news = rows.filter((row) => !grown.includes(row))
  return { type: 'log', rows: news, skipped: 0, ...(grown.length > 0 ? { grown } : {}) }
}

function write(place: ReadonlyMap<string, LogPosition>): string | undefined {
  const cursors = [...place].map(([source, position]) => formatCursor(source, position))
  return cursors.length === 0 ? undefined : LogPlace.parse(cursors.join(','))
}
