import { mkdir, unlink, writeFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import {
  listLogFiles,
  PositionGoneError,
  type RangeOptions,
  type RangePiece,
  readRange,
} from './read-range.ts'
import { FaultyFolder, TestFolder } from './test-kit.ts'

async function collect(options: RangeOptions) {
  const pieces: RangePiece[] = []
  for await (const piece of readRange(options)) pieces.push(piece)
  const text = Buffer.concat(
    pieces.flatMap((piece) => (piece.type === 'bytes' ? [piece.bytes] : [])),
  ).toString()
  return { pieces, text }
}

/** Two dated files and the live one, with 3 lines each. */
async function threeDays(folder: TestFolder) {
  const texts = [await folder.log(3)]
  await folder.roll('2024-03-11')
  texts.push(await folder.log(3))
  await folder.roll('2024-03-12')
  texts.push(await folder.log(3))
  const keys = (await listLogFiles(folder.path)).map(({ fileKey }) => fileKey)
  const at = (day: number, offset: number) => ({ fileKey: keys[day] ?? '', offset })
  return { all: texts.join(''), texts, at }
}

const maxBytes = Number.MAX_SAFE_INTEGER

describe('the files of a log', () => {
  test('are listed oldest first with identity and size, without empty or unreadable ones', async () => {
    await using folder = await TestFolder.create()
    const { texts } = await threeDays(folder)
    await writeFile(folder.dated('2024-03-10'), '')
    await mkdir(folder.dated('2024-03-09'))
    const listed = await listLogFiles(folder.path)
    expect(listed.map(({ name, size }) => [name, size])).toEqual([
      ['ohifviewer.log.2024-03-11', texts[0]?.length],
      ['ohifviewer.log.2024-03-12', texts[1]?.length],
      ['ohifviewer.log', texts[2]?.length],
    ])
  })
})

describe('a range', () => {
  test('between any two places of three files is exactly what lies between them', async () => {
    await using folder = await TestFolder.create()
    const { all, texts, at } = await threeDays(folder)
    const starts = [0, texts[0]?.length ?? 0, (texts[0]?.length ?? 0) + (texts[1]?.length ?? 0)]
    const places = starts.flatMap((start, day) =>
      [0, 1, 70, texts[day]?.length ?? 0].map((offset) => ({
        position: at(day, offset),
        index: start + offset,
      })),
    )
    for (const from of places) {
      for (const to of places) {
        const { text } = await collect({
          folder: folder.path,
          from: from.position,
          to: to.position,
          maxBytes,
        })
        expect(text).toBe(all.slice(from.index, Math.max(from.index, to.index)))
      }
    }
  })

  test('without an end goes to the end of the log, in pieces that say where they are', async () => {
    await using folder = await TestFolder.create()
    const { all, at } = await threeDays(folder)
    const { pieces, text } = await collect({ folder: folder.path, from: at(0, 10), maxBytes })
    expect(text).toBe(all.slice(10))
    expect(pieces.map((piece) => (piece.type === 'bytes' ? [piece.fileKey, piece.offset] : piece))).toEqual([
      [at(0, 0).fileKey, 10],
      [at(1, 0).fileKey, 0],
      [at(2, 0).fileKey, 0],
    ])
  })

  test('never gives more than asked for', async () => {
    await using folder = await TestFolder.create()
    const { all, at } = await threeDays(folder)
    for (const most of [0, 1, 100, 300, all.length, all.length + 1]) {
      const { text } = await collect({ folder: folder.path, from: at(0, 0), maxBytes: most })
      expect(text).toBe(all.slice(0, most))
    }
  })

  test('of a large file comes in pieces of at most 256 KB', async () => {
    await using folder = await TestFolder.create()
    const written = await folder.log(20_000)
    const [file] = await listLogFiles(folder.path)
    const { pieces, text } = await collect({
      folder: folder.path,
      from: { fileKey: file?.fileKey ?? '', offset: 0 },
      maxBytes,
    })
    expect(text).toBe(written)
    const sizes = pieces.map((piece) => (piece.type === 'bytes' ? piece.bytes.length : 0))
    expect(Math.max(...sizes)).toBe(256 * 1024)
  })

  test('goes on in order when the log rolls while it is read', async () => {
    await using folder = await TestFolder.create()
    const { all, texts, at } = await threeDays(folder)
    let added = ''
    let text = ''
    for await (const piece of readRange({ folder: folder.path, from: at(1, 0), maxBytes })) {
      if (piece.type === 'bytes') text += Buffer.from(piece.bytes).toString()
      if (added) continue
      await folder.roll('2024-03-13')
      added = await folder.log()
    }
    expect(text).toBe(all.slice(texts[0]?.length) + added)
  })

  test('from or to a file that is no longer on disk says so', async () => {
    await using folder = await TestFolder.create()
    const { at } = await threeDays(folder)
    await unlink(folder.dated('2024-03-11'))
    await expect(collect({ folder: folder.path, from: at(0, 5), maxBytes })).rejects.toThrow(
      PositionGoneError,
    )
    await expect(collect({ folder: folder.path, from: at(1, 5), to: at(0, 5), maxBytes })).rejects.toThrow(
      PositionGoneError,
    )
  })

  test('passes what it cannot read and says how much that is', async () => {
    await using folder = await TestFolder.create()
    const { texts, at } = await threeDays(folder)
    const files = new FaultyFolder(folder)
    files.openProblems.set('ohifviewer.log.2024-03-12', 'file-unreadable')
    const { pieces, text } = await collect({ folder: folder.path, from: at(0, 0), maxBytes, files })
    expect(text).toBe(`${texts[0]}${texts[2]}`)
    expect(pieces).toContainEqual({ type: 'gap', bytes: texts[1]?.length, reason: 'file-unreadable' })
    expect(files.closed).toBe(files.opened)
  })

  test('over dated files does not need the live file', async () => {
    await using folder = await TestFolder.create()
    const { texts, at } = await threeDays(folder)
    await unlink(folder.live)
    const dated = `${texts[0]}${texts[1]}`
    expect((await collect({ folder: folder.path, from: at(0, 0), maxBytes })).text).toBe(dated)
    await mkdir(folder.live)
    const { pieces, text } = await collect({ folder: folder.path, from: at(0, 0), maxBytes })
    expect(text).toBe(dated)
    expect(pieces.at(-1)).toEqual({ type: 'gap', bytes: null, reason: 'not-a-regular-file' })
    await expect(collect({ folder: folder.path, from: at(2, 0), maxBytes })).rejects.toMatchObject({
      problem: 'not-a-regular-file',
    })
  })

  test('in a folder that is missing is an error of the folder, not a missing place', async () => {
    await using folder = await TestFolder.create()
    const { at } = await threeDays(folder)
    const range = { folder: `${folder.path}/none`, from: at(0, 0), maxBytes }
    await expect(collect(range)).rejects.toMatchObject({ problem: 'folder-missing' })
  })

  test('that is left half-way closes its files', async () => {
    await using folder = await TestFolder.create()
    const { at } = await threeDays(folder)
    const files = new FaultyFolder(folder)
    for await (const piece of readRange({ folder: folder.path, from: at(0, 0), maxBytes, files })) {
      if (piece.type === 'bytes' && piece.fileKey === at(1, 0).fileKey) break
    }
    expect(files.opened).toBeGreaterThan(1)
    expect(files.closed).toBe(files.opened)
  })
})
