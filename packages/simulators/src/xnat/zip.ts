import { crc32 } from 'node:zlib'

export interface ZipFile {
  name: string
  content: Buffer
  modifiedAt: Date
}

/** A zip archive of stored (uncompressed) entries; without files it is a valid empty archive. */
export function zip(files: readonly ZipFile[]): Buffer {
  const local: Buffer[] = []
  const central: Buffer[] = []
  let offset = 0
  for (const file of files) {
    const name = Buffer.from(file.name, 'utf8')
    const common = commonFields(file, name)
    const header = Buffer.concat([signature(0x04034b50), common, name])
    const entry = Buffer.alloc(14)
    entry.writeUInt32LE(offset, 10)
    central.push(signature(0x02014b50), Buffer.from([20, 0]), common, entry, name)
    local.push(header, file.content)
    offset += header.length + file.content.length
  }
  const directory = Buffer.concat(central)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(files.length, 4)
  end.writeUInt16LE(files.length, 6)
  end.writeUInt32LE(directory.length, 8)
  end.writeUInt32LE(offset, 12)
  return Buffer.concat([...local, directory, signature(0x06054b50), end])
}

/** The 26 bytes that local and central headers share, from "version needed" to "extra field length". */
function commonFields({ content, modifiedAt }: ZipFile, name: Buffer): Buffer {
  const fields = Buffer.alloc(26)
  fields.writeUInt16LE(20, 0)
  fields.writeUInt16LE(0x0800, 2) // names are UTF-8
  fields.writeUInt16LE(
    (modifiedAt.getUTCHours() << 11) | (modifiedAt.getUTCMinutes() << 5) | (modifiedAt.getUTCSeconds() >> 1),
    6,
  )
  fields.writeUInt16LE(
    ((modifiedAt.getUTCFullYear() - 1980) << 9) |
      ((modifiedAt.getUTCMonth() + 1) << 5) |
      modifiedAt.getUTCDate(),
    8,
  )
  fields.writeUInt32LE(crc32(content), 10)
  fields.writeUInt32LE(content.length, 14)
  fields.writeUInt32LE(content.length, 18)
  fields.writeUInt16LE(name.length, 22)
  return fields
}

function signature(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}
