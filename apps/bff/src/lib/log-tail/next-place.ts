import { alikeUpTo, hasHead } from './file-identity.ts'
import { LIVE_FILE } from './guarded-open.ts'
import type { LogChain, NextLog } from './log-chain.ts'
import { createPlace, holdsAll, type Place } from './place.ts'
import type { FileReason, GapReason } from './tail-events.ts'

/** Where reading goes on; `lost` says why bytes in between may not have been read. */
export interface Step {
  readonly place: Place
  readonly lost: GapReason | null
}

/**
 * Where to begin in the next file; null while it has nothing that was not handed on, because the writer may then
 * still hold the old one. Throws `LogFileError`.
 */
export async function stepTo(next: NextLog, old: Place): Promise<Step | null> {
  const { file, head } = next
  if (!head) return null
  const sameStart = !old.emptied && !old.spent && old.head?.key === head.key
  if (sameStart && old.file.name !== LIVE_FILE && (await alikeUpTo(old.offset, head, old.file, file))) {
    // The dated file is a copy, made while the live one went on.
    const { offset, window } = old
    return { place: createPlace({ file, head, offset }, null, { window }), lost: null }
  }
  if (sameStart && !next.rolled) {
    // The live file was replaced by a copy of itself, whole or edited.
    const offset = await old.window.resumePoint(file)
    const { size } = await file.facts()
    if (size <= offset) return null
    const lost = offset < old.offset ? 'replaced' : null
    return { place: createPlace({ file, head, offset }, 'replaced'), lost }
  }
  const place = createPlace({ file, head, offset: 0 }, reasonFor(next, old))
  return { place, lost: old.emptied && !old.spent ? 'truncated' : null }
}

function reasonFor(next: NextLog, old: Place): FileReason {
  if (old.emptied) return 'truncated'
  return next.rolled || next.file.name !== LIVE_FILE ? 'rotated' : 'replaced'
}

/**
 * Where to go on when the open file is no longer what was read from it: in a dated copy that was made before it was
 * emptied, after what is left of it, or nowhere: then the chain tells what has come since, the new content of this
 * file included. The old file is closed only by the first of these. Throws `LogFileError`.
 */
export async function stepAfterRewrite(chain: LogChain, old: Place): Promise<Step> {
  const copy = await chain.copyOf(old, (other) => holdsAll(other, old))
  if (copy) {
    await old.file.close()
    const { offset, window } = old
    return { place: createPlace({ ...copy, offset }, null, { window, emptied: true }), lost: null }
  }
  const { file, head } = old
  if (head && (await hasHead(file, head))) {
    const offset = await old.window.resumePoint(file)
    return { place: createPlace({ file, head, offset }, 'truncated'), lost: 'truncated' }
  }
  return { place: { ...old, spent: true, emptied: true }, lost: 'truncated' }
}
