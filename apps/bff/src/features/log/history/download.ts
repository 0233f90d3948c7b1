import { lineText, RecordMatch } from './filter.ts'
import type { DownloadJob, Emit } from './jobs.ts'
import { type Lane, merge } from './merge.ts'
import { readBytes } from './read-bytes.ts'
import type { Scoped } from './scope.ts'
import { SourceReader } from './source-reader.ts'

const PART_BYTES = 256 * 1024

/**
 * Writes the wanted records as text: as they are in the file, or masked. Lines of several sources are in the order of
 * their stamps, each with the name of its source in front.
 */
export async function download(
  scopes: readonly Scoped[],
  { filter, masked }: DownloadJob,
  emit: Emit<'download'>,
  signal: AbortSignal,
): Promise<undefined> {
  const [only] = scopes
  const whole = !masked && new RecordMatch(filter, masked).open
  if (only && scopes.length === 1 && whole) return copy(only, emit, signal)
  const lanes = scopes.map(({ history, from, to }): Lane => {
    const match = new RecordMatch(filter, masked)
    const budget = Number.POSITIVE_INFINITY
    const reader = new SourceReader({ history, match, masked, scope: { from, to }, budget, seen: [] })
    return { items: reader.forward(from), spot: from, end: to }
  })
  let parts: Buffer[] = []
  let length = 0
  for await (const { rows, bytes, lane } of merge(lanes, 'forward')) {
    if (signal.aborted) return undefined
    const line = rows?.findLast((row) => row.form === 'record')
    if (!line || !bytes) continue
    const text = masked ? Buffer.from(`${lineText(line)}\n`) : bytes
    const part = scopes.length > 1 ? labelled(text, scopes[lane]?.history.source ?? '') : text
    parts.push(part)
    length += part.length
    if (length < PART_BYTES) continue
    await emit(Buffer.concat(parts))
    parts = []
    length = 0
  }
  if (length > 0) await emit(Buffer.concat(parts))
  return undefined
}

async function copy(
  { history, from, to }: Scoped,
  emit: Emit<'download'>,
  signal: AbortSignal,
): Promise<undefined> {
  for (const [index, file] of history.files.entries()) {
    if (index < from.file || index > to.file) continue
    const end = index === to.file ? to.offset : file.end
    for (let at = index === from.file ? from.offset : 0; at < end && !signal.aborted; ) {
      const bytes = await readBytes(file, at, Math.min(end, at + PART_BYTES))
      if (bytes.length === 0) break
      at += bytes.length
      await emit(bytes)
    }
  }
  return undefined
}

function labelled(bytes: Buffer, source: string): Buffer {
  return Buffer.from(bytes.toString('latin1').replace(/^(?=[\s\S])/gm, `${source}: `), 'latin1')
}
