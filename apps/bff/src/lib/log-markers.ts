import type { LogMarkerKind } from '@ohif-admin/contracts'
import type { FileReason, LogPosition, TailMarker } from './log-tail/index.ts'

/** Something the tail saw happen to a file, at the place where reading went on. */
export interface SeenMarker extends LogPosition {
  kind: LogMarkerKind
  bytes: number | null
}

/** What is remembered of one source: a log that is cut every minute fills this in three hours. */
const REMEMBERED = 200

/** Keeps what happened to the files of one source, until reading goes on and the place is known. */
export class MarkerMemory {
  readonly #onSeen: (marker: SeenMarker) => void
  #waiting: Omit<SeenMarker, keyof LogPosition>[] = []
  #seen: SeenMarker[] = []
  #last: LogPosition | null = null

  constructor(onSeen: (marker: SeenMarker) => void) {
    this.#onSeen = onSeen
  }

  /** Oldest first; a roll is not among them, because the files tell of it themselves. */
  get seen(): readonly SeenMarker[] {
    return this.#seen
  }

  happened(marker: TailMarker) {
    if (marker.type === 'gone') this.#waiting.push({ kind: 'gone', bytes: null })
    else this.#waiting.push({ kind: kindOf(marker.reason), bytes: marker.bytes })
  }

  /** Reading goes on in copies of the log, or in its folder again. */
  switched(kind: 'through-xnat' | 'from-folder') {
    this.#waiting.push({ kind, bytes: null })
  }

  /** Reading goes on in a file. */
  wentTo(position: LogPosition, why: FileReason) {
    if (why === 'rotated' && this.#last) this.#onSeen({ kind: 'rotated', bytes: null, ...this.#last })
    if ((why === 'truncated' || why === 'replaced') && this.#waiting.length === 0)
      this.#waiting.push({ kind: kindOf(why), bytes: null })
    this.readFrom(position, 0)
  }

  /** Reading goes on here with so many bytes. */
  readFrom(position: LogPosition, length: number) {
    for (const marker of this.#waiting.splice(0)) {
      const seen = { ...marker, ...position }
      this.#seen = [...this.#seen, seen].slice(-REMEMBERED)
      this.#onSeen(seen)
    }
    this.#last = { fileKey: position.fileKey, offset: position.offset + length }
  }
}

function kindOf(reason: string): LogMarkerKind {
  if (reason === 'truncated') return 'truncated'
  return reason === 'replaced' ? 'gap' : 'unreadable'
}
