import type { HistoryFile } from './source-history.ts'

/** Bytes `[from, to)` of a file, or fewer when it was cut meanwhile. Throws `LogFileError`. */
export async function readBytes({ file }: HistoryFile, from: number, to: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafeSlow(Math.max(0, to - from))
  return bytes.subarray(0, await file.read(bytes, from))
}
