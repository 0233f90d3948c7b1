import type { LogRow } from '@ohif-admin/contracts'
import type { SeenMarker } from '../../../lib/log-markers.ts'
import { FileRecords, type Found, type FoundRecord, type Spend } from './file-records.ts'
import type { RecordMatch } from './filter.ts'
import { RecordWalk } from './record-walk.ts'
import { marker, recordRows } from './rows.ts'
import { recordFrom } from './seek.ts'
import type { HistoryFile, SourceHistory, Spot } from './source-history.ts'
import { isBefore } from './source-history.ts'

/** A session is in work for a minute or two: so much other threads write meanwhile, and more. */
const PAST_BYTES = 512 * 1024

/** What a source has to give next. */
export interface Item {
  /** Nothing, when the request has read as much as it may; reading goes on from the spots another time. */
  readonly rows: readonly LogRow[] | null
  /** For merging. */
  readonly at: string
  readonly from: Spot
  readonly to: Spot
  readonly bytes?: Buffer
}

interface Needs {
  history: SourceHistory
  match: RecordMatch
  masked: boolean
  /** Where a run's lines begin and end, else the whole history. */
  scope: { from: Spot; to: Spot }
  /** Most bytes to read. */
  budget: number
  seen: readonly SeenMarker[]
}

/** The wanted rows of one source from a spot on, in either direction, as they are asked for. */
export class SourceReader {
  readonly #needs: Needs
  readonly #files: FileRecords[]
  #left: number
  #lastAt = ''

  constructor(needs: Needs) {
    this.#needs = needs
    this.#left = needs.budget
    const spend: Spend = (bytes) => {
      this.#left -= bytes
      return this.#left > 0
    }
    this.#files = needs.history.files.map((file) => new FileRecords(file, spend))
  }

  async *forward(start: Spot): AsyncGenerator<Item, void, void> {
    const { history, scope } = this.#needs
    await this.#learnPast(start)
    for (let { file, offset } = start; file < history.files.length; file += 1, offset = 0) {
      const records = this.#files[file] as FileRecords
      const { end } = history.files[file] as HistoryFile
      while (offset < end) {
        const here = { file, offset }
        if (!isBefore(here, scope.to)) return
        if (this.#left <= 0) return yield this.#pause(here)
        const found = await records.after(offset)
        for (const one of found.records) {
          if (!isBefore({ file, offset: one.record.offset }, scope.to)) return
          const item = this.#item(file, one)
          if (item) yield item
        }
        offset = found.next
      }
      const crossing = await this.#crossing(file)
      if (crossing && isBefore(crossing.from, scope.to)) yield crossing
    }
  }

  async *backward(start: Spot): AsyncGenerator<Item, void, void> {
    const { history, scope } = this.#needs
    for (let { file, offset } = start; file >= scope.from.file; ) {
      const low = file === scope.from.file ? scope.from.offset : 0
      while (offset > low) {
        if (this.#left <= 0) return yield this.#pause({ file, offset })
        const found = await (this.#files[file] as FileRecords).before(offset)
        yield* (await this.#inReverse(file, found, low)).reverse()
        offset = found.next
      }
      file -= 1
      if (file < scope.from.file) return
      const crossing = await this.#crossing(file)
      if (crossing) yield crossing
      offset = (history.files[file] as HistoryFile).end
    }
  }

  async #inReverse(file: number, found: Found, low: number): Promise<Item[]> {
    await this.#learnPast({ file, offset: found.next })
    const items = found.records.map((one) => this.#item(file, one))
    return items.flatMap((item) => (item && item.from.offset >= low ? [item] : []))
  }

  /** What the threads were working on before a spot, as far as the lines just before it tell. */
  async #learnPast({ file, offset }: Spot) {
    const { history, match } = this.#needs
    if (!match.needsPast) return
    match.restart()
    const past: FoundRecord[][] = []
    for (let bytes = 0, at = { file, offset }; bytes < PAST_BYTES; ) {
      if (at.offset === 0) at = { file: at.file - 1, offset: history.files[at.file - 1]?.end ?? 0 }
      const found = await this.#files[at.file]?.before(at.offset)
      if (!found || found.next >= at.offset) break
      past.unshift([...found.records])
      bytes += at.offset - found.next
      at = { file: at.file, offset: found.next }
    }
    for (const one of past.flat()) match.matches(one)
  }

  #item(file: number, found: FoundRecord): Item | null {
    const { history, match, masked, seen } = this.#needs
    this.#lastAt = found.record.at
    if (!match.matches(found)) return null
    const { fileKey } = history.files[file] as HistoryFile
    const rows = recordRows(history, fileKey, found, { masked, markers: match.open })
    if (match.open) {
      const fits = (one: SeenMarker) =>
        one.fileKey === fileKey && one.offset >= found.record.offset && one.offset < found.end
      const before = seen.filter(fits).map((one) => marker(history.source, one, found.record.at))
      rows.unshift(...before)
    }
    const from = { file, offset: found.record.offset }
    return { rows, at: found.record.at, from, to: { file, offset: found.end }, bytes: found.bytes }
  }

  /** The rows between a file and the next one. */
  async #crossing(file: number): Promise<Item | null> {
    const { history, match } = this.#needs
    const [old, next] = [history.files[file], history.files[file + 1]]
    if (!match.open || !old || !next) return null
    const at = (await recordFrom(next, 0, new RecordWalk()))?.at ?? this.#lastAt
    const place = { fileKey: old.fileKey, offset: old.end }
    const rows = [
      ...next.missed.map(({ bytes }) => marker(history.source, { kind: 'unreadable', bytes, ...place }, at)),
      marker(history.source, { kind: 'rotated', bytes: null, ...place }, at),
    ]
    return { rows, at, from: { file, offset: old.end }, to: { file: file + 1, offset: 0 } }
  }

  #pause(spot: Spot): Item {
    return { rows: null, at: this.#lastAt, from: spot, to: spot }
  }
}
