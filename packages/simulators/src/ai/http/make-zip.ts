import { crc32, deflateRawSync } from 'node:zlib'

const VERSION = 20
const DEFLATED = 8

/** A small zip for tests: every file deflated, no dates, no attributes. */
export function makeZip(files: Readonly<Record<string, string>>): Uint8Array<ArrayBuffer> {
  const bodies: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const [name, content] of Object.entries(files)) {
    const data = deflateRawSync(content)
    const nameBytes = Buffer.from(name)
    // Version, flags, method, time, date, checksum, sizes, lengths of name and extra: the same in both headers.
    const common = Buffer.concat([
      ...[VERSION, 0, DEFLATED, 0, 0].map(uint16),
      ...[crc32(content), data.length, Buffer.byteLength(content)].map(uint32),
      ...[nameBytes.length, 0].map(uint16),
    ])
    const body = Buffer.concat([uint32(0x04034b50), common, nameBytes, data])
    const attributes = Buffer.alloc(10)
    directory.push(uint32(0x02014b50), uint16(VERSION), common, attributes, uint32(offset), nameBytes)
    bodies.push(body)
    offset += body.length
  }
  const list = Buffer.concat(directory)
  const count = bodies.length
  const end = [
    uint32(0x06054b50),
    ...[0, 0, count, count].map(uint16),
    uint32(list.length),
    uint32(offset),
    uint16(0),
  ]
  return new Uint8Array(Buffer.concat([...bodies, list, ...end]))
}

function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2)
  bytes.writeUInt16LE(value)
  return bytes
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}
