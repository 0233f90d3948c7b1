import { inflateRawSync } from 'node:zlib'

const END_OF_DIRECTORY = 0x06054b50
const DIRECTORY_ENTRY = 0x02014b50
const END_LENGTH = 22
const DEFLATED = 8

/** Files of a zip by name. Undefined when the bytes are no zip; enough for the archives tests make (no zip64, no encryption). */
export function zipEntries(bytes: Buffer): Map<string, Buffer> | undefined {
  const end = bytes.lastIndexOf(signature(END_OF_DIRECTORY))
  if (end < 0 || end + END_LENGTH > bytes.length) return undefined
  const entries = new Map<string, Buffer>()
  let at = bytes.readUInt32LE(end + 16)
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left -= 1) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== DIRECTORY_ENTRY) return undefined
    const nameLength = bytes.readUInt16LE(at + 28)
    const name = bytes.toString('utf8', at + 46, at + 46 + nameLength)
    entries.set(name, entryBytes(bytes, at))
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32)
  }
  return entries
}

function entryBytes(bytes: Buffer, directoryAt: number): Buffer {
  const local = bytes.readUInt32LE(directoryAt + 42)
  const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28)
  const packed = bytes.subarray(start, start + bytes.readUInt32LE(directoryAt + 20))
  return bytes.readUInt16LE(directoryAt + 10) === DEFLATED ? inflateRawSync(packed) : packed
}

function signature(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}
