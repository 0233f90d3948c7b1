import { LogPlace, type LogRow, type StreamMessage } from '@ohif-admin/contracts'
import type { LogRecord } from '@ohif-admin/ohif-log'
import { toRecordLine } from '../../lib/log-lines.ts'
import { formatCursor, type LogPosition, parseCursor } from '../../lib/log-tail/index.ts'
import type { LogWatch } from '../../lib/log-watch.ts'
import type { Audience, Identified, StreamHub } from '../../lib/stream-hub.ts'
import { marker, START_UP } from './history/rows.ts'
import type { HistoryThread } from './history-thread.ts'

/** Five messages a second. */
const TELL_MS = 200
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
  #skipped = 0
  #timer: NodeJS.Timeout | undefined

  constructor(needs: Needs) {
    this.#needs = needs
    needs.log.listen({
      records: (source, fileKey, records) => this.#addRecords(source, fileKey, records),
      marker: (source, seen, at) => this.#add([() => [marker(source, seen, at)]]),
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
      if (page.rows.length > 0)
        missed.push({ id: page.after, message: { type: 'log', rows: page.rows, skipped: 0 } })
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

  #add(rows: readonly RowFor[]) {
    if (!this.#needs.hub.hasListeners('log')) {
      if (this.#waiting.length > 0) this.#tell()
      this.#catchUp()
      return
    }
    for (const row of rows) this.#waiting.push(row)
    const tooMany = this.#waiting.length - ROWS_PER_MESSAGE
    if (tooMany > 0) {
      this.#waiting.splice(0, tooMany)
      this.#skipped += tooMany
    }
    this.#timer ??= setTimeout(() => this.#tell(), TELL_MS)
  }

  #tell() {
    clearTimeout(this.#timer)
    this.#timer = undefined
    const rows = this.#waiting
    const skipped = this.#skipped
    this.#waiting = []
    this.#skipped = 0
    this.#catchUp()
    this.#needs.hub.publish(
      'log',
      { projectId: null },
      (audience) => ({ type: 'log', rows: rows.flatMap((rowFor) => rowFor(audience !== 'admin')), skipped }),
      write(this.#place()),
    )
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

function write(place: ReadonlyMap<string, LogPosition>): string | undefined {
  const cursors = [...place].map(([source, position]) => formatCursor(source, position))
  return cursors.length === 0 ? undefined : LogPlace.parse(cursors.join(','))
}
