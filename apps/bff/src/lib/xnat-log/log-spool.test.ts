import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { deflateRawSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { LogSpool, OtherLogError } from './log-spool.ts'
import { LogZipError } from './log-zip.ts'

let folder: string
let spool: LogSpool

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'log-spool-'))
  spool = new LogSpool(folder)
  await spool.prepare()
})
afterEach(() => rm(folder, { recursive: true }))

interface Entry {
  name: string
  content: Buffer | string
  /** What the archive says its size is. */
  size?: number
}

/** An archive written by hand, so that it can lie. */
function archive(entries: readonly Entry[]): Buffer {
  const local: Buffer[] = []
  const central: Buffer[] = []
  let offset = 0
  for (const { name, content, size = content.length } of entries) {
    const packed = deflateRawSync(content)
    const fields = Buffer.alloc(26)
    fields.writeUInt16LE(20, 0)
    fields.writeUInt16LE(8, 4)
    fields.writeUInt32LE(packed.length, 14)
    fields.writeUInt32LE(size, 18)
    fields.writeUInt16LE(name.length, 22)
    const tail = Buffer.alloc(14)
    tail.writeUInt32LE(offset, 10)
    central.push(Buffer.from('PK\x01\x02\x14\0', 'latin1'), fields, tail, Buffer.from(name))
    const parts = [Buffer.from('PK\x03\x04', 'latin1'), fields, Buffer.from(name), packed]
    local.push(...parts)
    offset += Buffer.concat(parts).length
  }
  const directory = Buffer.concat(central)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(Math.min(65_535, entries.length), 8)
  end.writeUInt16LE(Math.min(65_535, entries.length), 10)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...local, directory, end])
}

const take = (...entries: Entry[]) => spool.take(Readable.from([archive(entries)]))
const log = (content: string, date?: string) => ({ name: `ohifviewer.log${date ? `.${date}` : ''}`, content })
const kept = (name = 'ohifviewer.log') => readFile(path.join(spool.folder, name), 'utf8')

describe('a copy of a log that comes as downloads', () => {
  it('grows by what is new, in the same file', async () => {
    expect(await take(log('one\n'))).toBe(true)
    const { ino } = await stat(path.join(spool.folder, 'ohifviewer.log'))
    expect(await take(log('one\ntwo\n'))).toBe(true)
    expect(await take(log('one\ntwo\n'))).toBe(false)
    expect(await kept()).toBe('one\ntwo\n')
    expect((await stat(path.join(spool.folder, 'ohifviewer.log'))).ino).toBe(ino)
  })

  it('rolls by a rename, with the lines that came in between', async () => {
    await take(log('one\n'))
    const { ino } = await stat(path.join(spool.folder, 'ohifviewer.log'))
    await take(log('three\n'), log('one\ntwo\n', '2024-03-12'))
    expect(await kept('ohifviewer.log.2024-03-12')).toBe('one\ntwo\n')
    expect(await kept()).toBe('three\n')
    expect((await stat(path.join(spool.folder, 'ohifviewer.log.2024-03-12'))).ino).toBe(ino)
  })

  it('is cut where the log was cut, and loses what the server deleted', async () => {
    await take(log('one\ntwo\n'), log('zero\n', '2024-03-11'))
    await take(log('new\n'))
    expect(await kept()).toBe('new\n')
    expect(await readdir(spool.folder)).toEqual(['ohifviewer.log'])
  })

  it('takes only what goes on with it when that is asked for', async () => {
    await take(log('one\n'))
    const other = Readable.from([archive([log('of another node\n')])])
    await expect(spool.take(other, { mustGoOn: true })).rejects.toThrow(OtherLogError)
    expect(await kept()).toBe('one\n')
    const rolled = Readable.from([archive([log('three\n'), log('one\ntwo\n', '2024-03-12')])])
    expect(await spool.take(rolled, { mustGoOn: true })).toBe(true)
    expect(await kept()).toBe('three\n')
  })

  it('is private', async () => {
    await take(log('one\n'))
    expect((await stat(spool.folder)).mode & 0o777).toBe(0o700)
    expect((await stat(path.join(spool.folder, 'ohifviewer.log'))).mode & 0o777).toBe(0o600)
  })
})

describe('an archive that is not to be trusted', () => {
  const untouched = async () => expect(await readdir(folder)).toEqual(['files'])

  it('cannot choose where its entries go', async () => {
    await take({ name: '../evil', content: 'x' }, { name: '/etc/evil', content: 'x' }, log('one\n'), {
      name: 'a/ohifviewer.log',
      content: 'x',
    })
    expect(await readdir(spool.folder)).toEqual(['ohifviewer.log'])
    await untouched()
  })

  it('cannot fill the disk', async () => {
    await expect(take({ name: 'ohifviewer.log', content: Buffer.alloc(20_000_000) })).rejects.toThrow(
      LogZipError,
    )
    await expect(
      take({ name: 'ohifviewer.log', content: Buffer.alloc(20_000_000), size: 1000 }),
    ).rejects.toThrow()
    const { size } = await stat(path.join(spool.folder, 'ohifviewer.log')).catch(() => ({ size: 0 }))
    expect(size).toBeLessThan(1_000_000)
    await untouched()
  })

  it('cannot have entries without end', async () => {
    const entries = Array.from({ length: 100_000 }, (_, index) => ({ name: `e${index}`, content: '' }))
    await expect(take(...entries)).rejects.toThrow(LogZipError)
    await untouched()
  })

  it('may be no archive at all', async () => {
    await expect(spool.take(Readable.from([Buffer.from('<html>sign in</html>')]))).rejects.toThrow(
      LogZipError,
    )
    await untouched()
  })
})
