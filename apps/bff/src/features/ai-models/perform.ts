import type { Readable } from 'node:stream'
import { type LoadCause, LoadOutcome } from '@ohif-admin/contracts'
import { AppError } from '../../lib/app-error.ts'
import type { LiveLoad } from './live-load.ts'
import { isGood, LoadEnded, notSent, outcome } from './outcomes.ts'
import { fileOf, judgeFile } from './preparation.ts'
import { sendModel } from './send-model.ts'
import type { ServerDoor } from './server-door.ts'
import type { Spool, SpooledFile } from './spool.ts'

interface Around {
  spool: Spool
  door: ServerDoor
  uploadLimitBytes: number
  now: () => number
  /** Called when the file is here and in order, and the server's turn begins. */
  begun: () => void
}

/**
 * A load from its first byte to what was seen of it. Throws `LoadEnded` when it came to no good end, `AppError`
 * `model-invalid`. Leaves no file behind.
 */
export async function perform(live: LiveLoad, stream: Readable | null, around: Around): Promise<LoadOutcome> {
  const file = stream && (await receive(live, stream, around.spool))
  try {
    if (file) {
      await live.enter('checking')
      await judgeFile(live.source, file, live.destination, around.uploadLimitBytes)
    }
    if (live.cause !== null) throw new LoadEnded(notSent(live.cause))
    around.begun()
    const ended = await sendModel(live, file, around)
    if (!isGood(ended)) throw new LoadEnded(ended)
    return ended
  } finally {
    if (file) await around.spool.drop(file)
  }
}

async function receive(live: LiveLoad, stream: Readable, spool: Spool): Promise<SpooledFile> {
  await live.enter('receiving')
  const bytes = fileOf(live.source)?.bytes ?? 0
  try {
    return await spool.receive(stream, {
      id: live.view.id,
      bytes,
      // Only MONAI Label names the checksum of what it stored.
      digest: live.source.form === 'weights',
      signal: live.signal,
      onBytes: (received) => live.received(received),
    })
  } catch (error) {
    const cause: LoadCause = live.cause ?? (isNoRoom(error) ? 'no-room' : 'left')
    throw new LoadEnded(notSent(cause))
  }
}

const isNoRoom = (error: unknown) => error instanceof Error && 'code' in error && error.code === 'ENOSPC'

/** How a load ended that threw. */
export function outcomeOfError(error: unknown, live: LiveLoad): LoadOutcome {
  if (error instanceof LoadEnded) return error.outcome
  if (error instanceof AppError && error.code === 'model-invalid')
    return outcome('not-sent', {
      cause: 'invalid',
      findings: LoadOutcome.shape.findings.parse(error.extra.findings),
    })
  const begun = live.view.sentAt !== null
  return outcome(begun ? 'unknown' : 'not-sent', { cause: live.cause ?? 'failed-here' })
}
