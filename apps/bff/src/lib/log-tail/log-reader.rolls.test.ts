import { appendFile, copyFile, mkdir, open, rename, rm, unlink, writeFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { SteppedReader, TestFolder } from './test-kit.ts'

const READING = { state: 'reading', problem: null }

describe('the daily roll', () => {
  test('by rename: the old file is read to its end, then the new one from its first byte', async () => {
    await using folder = await TestFolder.create()
    await using reader = new SteppedReader(folder)
    let written = await folder.log(3)
    expect(await reader.look()).toEqual(READING)
    written += await folder.log(2)
    await folder.roll('2024-03-12')
    written += await folder.log(2)
    expect(await reader.look()).toEqual(READING)
    expect(reader.text).toBe(written)
    expect(reader.reasons).toEqual(['start', 'rotated'])
    expect(reader.markers).toEqual([])
  })

  test('by copy and delete: the old file is read to its end by its descriptor, the copy is not read', async () => {
    await using folder = await TestFolder.create()
    await using reader = new SteppedReader(folder)
    let written = await folder.log(3)
    await reader.look()
    written += await folder.log(2)
    await folder.rollByCopy('2024-03-12')
    written += await folder.log(2)
    await reader.look()
    await reader.look()
    expect(reader.text).toBe(written)
    expect(reader.reasons).toEqual(['start', 'rotated'])
    expect(reader.markers).toEqual([])
  })

  test('seen in the middle: while the new file is missing or empty the reader stays where it is', async () => {
    await using folder = await TestFolder.create()
    await using reader = new SteppedReader(folder)
    let written = await folder.log()
    await reader.look()
    await folder.roll('2024-03-12')
    expect(await reader.look()).toEqual({ state: 'waiting', problem: 'file-missing' })
    await writeFile(folder.live, '')
    expect(await reader.look()).toEqual({ state: 'waiting', problem: null })
    written += await folder.log()
    expect(await reader.look()).toEqual(READING)
    expect(reader.text).toBe(written)
  })

  test('several times while nobody looked: the files in between are read in order', async () => {
    await using folder = await TestFolder.create()
    await using reader = new SteppedReader(folder)
    let written = await folder.log()
    await reader.look()
    for (const date of ['2024-03-12', '2024-03-13', '2024-03-14']) {
      written += await folder.log(2)
      await (date === '2024-03-13' ? folder.rollByCopy(date) : folder.roll(date))
    }
    written += await folder.log()
    await reader.look()
    expect(reader.text).toBe(written)
    expect(reader.reasons).toEqual(['start', 'rotated', 'rotated', 'rotated'])
    expect(reader.markers).toEqual([])
  })

  test('onto a name that is taken: the overwritten file is not mistaken for news', async () => {
    await using folder = await TestFolder.create()
    await writeFile(folder.dated('2024-03-12'), folder.line())
    await using reader = new SteppedReader(folder)
    let written = await folder.log()
    await reader.look()
    written += await folder.log()
    await folder.roll('2024-03-12')
    written += await folder.log()
    await folder.roll('2024-03-13')
    written += await folder.log()
    await reader.look()
    expect(reader.text).toBe(written)
    expect(reader.markers).toEqual([])
  })

  test('beside files that were there before, dated in the future or restored later: none of them is read', async () => {
    await using folder = await TestFolder.create()
    await writeFile(folder.dated('2099-01-01'), folder.line())
    await using reader = new SteppedReader(folder)
    let written = await folder.log()
    await reader.look()
    await writeFile(folder.dated('2024-01-05'), folder.line())
    await folder.roll('2024-03-12')
    written += await folder.log()
    await reader.look()
    await unlink(folder.live)
    written += await folder.log()
    await reader.look()
    expect(reader.text).toBe(written)
  })

  test('of a file whose last line never ended: its bytes are still handed on', async () => {
    await using folder = await TestFolder.create()
    await using reader = new SteppedReader(folder)
    await writeFile(folder.live, 'no line feed')
    expect(await reader.look()).toEqual({ state: 'waiting', problem: null })
    expect(reader.text).toBe('')
    await folder.roll('2024-03-12')
    const written = await folder.log()
    await reader.look()
    expect(reader.text).toBe(`no line feed${written}`)
  })

  test('of files that all begin with the same line: each is read once', async () => {
    await using folder = await TestFolder.create()
    await using reader = new SteppedReader(folder)
    const first = '=== log opened ===\n'
    let written = ''
    for (const date of ['2024-03-12', '2024-03-13', '2024-03-14']) {
      await appendFile(folder.live, first)
      written += first + (await folder.log(2))
      await reader.look()
      await folder.roll(date)
    }
    await appendFile(folder.live, first)
    written += first + (await folder.log())
    await reader.look()
    expect(reader.text).toBe(written)
    expect(reader.markers).toEqual([])
  })

  test('past a dated name that is no file: it is passed with a marker', async () => {
    await using folder = await TestFolder.create()
    await using reader = new SteppedReader(folder)
    let written = await folder.log()
    await reader.look()
    await folder.roll('2024-03-12')
    await mkdir(folder.dated('2024-03-13'))
    written += await folder.log()
    await reader.look()
    expect(reader.text).toBe(written)
    expect(reader.markers).toEqual([{ type: 'gap', bytes: null, reason: 'not-a-regular-file' }])
  })
})

describe('a server that restarts', () => {
  test('lets the same file grow, and nothing is announced', async () => {
    await using folder = await TestFolder.create()
    await using reader = new SteppedReader(folder)
    let written = await folder.log(2)
    await reader.look()
    for (let life = 0; life < 3; life += 1) {
      const writer = await open(folder.live, 'a')
      const line = folder.line()
      await writer.write(line)
      await writer.close()
      written += line
      await reader.look()
    }
    expect(reader.text).toBe(written)
    expect(reader.reasons).toEqual(['start'])
    expect(reader.markers).toEqual([])
  })
})

describe('a deleted log', () => {
  test('that is created anew is read from its first byte, after the rest of the deleted one', async () => {
    await using folder = await TestFolder.create()
    await using reader = new SteppedReader(folder)
    let written = await folder.log(2)
    await reader.look()
    written += await folder.log()
    await unlink(folder.live)
    written += await folder.log()
    await reader.look()
    expect(reader.text).toBe(written)
    expect(reader.reasons).toEqual(['start', 'replaced'])
    expect(reader.markers).toEqual([])
  })

  test('into which the server goes on writing is followed until the new one has a line', async () => {
    await using folder = await TestFolder.create()
    await using reader = new SteppedReader(folder)
    let written = await folder.log()
    await reader.look()
    const writer = await open(folder.live, 'a')
    await unlink(folder.live)
    const say = async () => {
      const line = folder.line()
      await writer.write(line)
      written += line
    }
    await say()
    expect(await reader.look()).toEqual({ state: 'waiting', problem: 'file-missing' })
    expect(reader.text).toBe(written)
    await writeFile(folder.live, '')
    await say()
    await reader.look()
    expect(reader.text).toBe(written)
    await say()
    await writer.close()
    written += await folder.log()
    await reader.look()
    expect(reader.text).toBe(written)
    expect(reader.markers).toEqual([])
  })

  test('that comes back as a copy of itself is read on where it was left, once somebody writes to it', async () => {
    await using folder = await TestFolder.create()
    await using reader = new SteppedReader(folder)
    let written = await folder.log(5)
    await reader.look()
    const writer = await open(folder.live, 'a')
    await copyFile(folder.live, `${folder.live}.tmp`)
    await rename(`${folder.live}.tmp`, folder.live)
    const late = folder.line()
    await writer.write(late)
    await writer.close()
    written += late
    await reader.look()
    expect(reader.text).toBe(written)
    const after = [await folder.log(), await folder.log(3)].join('')
    await reader.look()
    // The copy lacks the late line, so its end is behind ours: what was added to it is all that is new there.
    expect(reader.text).toBe(written + after)
    expect(reader.reasons).toEqual(['start', 'replaced'])
    expect(reader.markers).toEqual([{ type: 'gap', bytes: null, reason: 'replaced' }])
  })
})

describe('a folder', () => {
  test('that goes away and comes back is said to be missing, and reading goes on by itself', async () => {
    await using folder = await TestFolder.create()
    await using reader = new SteppedReader(folder)
    let written = await folder.log()
    await reader.look()
    await rename(folder.path, `${folder.path}.away`)
    expect(await reader.look()).toEqual({ state: 'unreadable', problem: 'folder-missing' })
    await rename(`${folder.path}.away`, folder.path)
    written += await folder.log()
    expect(await reader.look()).toEqual(READING)
    await rm(folder.path, { recursive: true })
    expect(await reader.look()).toEqual({ state: 'unreadable', problem: 'folder-missing' })
    await mkdir(folder.path)
    expect(await reader.look()).toEqual({ state: 'waiting', problem: 'file-missing' })
    written += await folder.log()
    expect(await reader.look()).toEqual(READING)
    expect(reader.text).toBe(written)
  })

  test('without a log yet is waited for; the log is read from its first byte even if it has rolled since', async () => {
    await using folder = await TestFolder.create()
    await rm(folder.path, { recursive: true })
    await using reader = new SteppedReader(folder, 'end')
    expect(await reader.look()).toEqual({ state: 'unreadable', problem: 'folder-missing' })
    await mkdir(folder.path)
    expect(await reader.look()).toEqual({ state: 'waiting', problem: 'file-missing' })
    let written = await folder.log()
    await folder.roll('2024-03-12')
    written += await folder.log()
    expect(await reader.look()).toEqual(READING)
    expect(reader.text).toBe(written)
  })
})
