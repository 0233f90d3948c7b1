import { appendFile, mkdir, readFile, truncate, unlink, writeFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import type { LogPosition } from './cursor.ts'
import type { TailStart } from './log-reader.ts'
import { FaultyFolder, SteppedReader, TestFolder } from './test-kit.ts'

/** Reads what there is and gives the place reached. */
async function readAll(folder: TestFolder, from?: TailStart): Promise<LogPosition> {
  await using reader = new SteppedReader(folder, from)
  await reader.look()
  const cursor = reader.reader.cursor()
  if (!cursor) throw new Error('nothing was read')
  return cursor
}

describe('a stored place', () => {
  test('in the live file: reading goes on there', async () => {
    await using folder = await TestFolder.create()
    await folder.log(3)
    const cursor = await readAll(folder)
    const after = await folder.log(2)
    await using reader = new SteppedReader(folder, cursor)
    await reader.look()
    expect(reader.text).toBe(after)
    expect(reader.files).toEqual([{ ...cursor, why: 'resumed' }])
  })

  test('in a file that has rolled since, by rename or by copy: the rest of it, then all later files', async () => {
    await using folder = await TestFolder.create()
    await folder.log(3)
    const cursor = await readAll(folder)
    let after = await folder.log(2)
    await folder.rollByCopy('2024-03-12')
    after += await folder.log()
    await folder.roll('2024-03-13')
    after += await folder.log()
    await using reader = new SteppedReader(folder, cursor)
    await reader.look()
    expect(reader.text).toBe(after)
    expect(reader.reasons).toEqual(['resumed', 'rotated', 'rotated'])
    expect(reader.markers).toEqual([])
  })

  test('in a file that rolls again while the history is read', async () => {
    await using folder = await TestFolder.create()
    await folder.log(3)
    const cursor = await readAll(folder)
    let after = await folder.log()
    await folder.roll('2024-03-12')
    after += await folder.log()
    await using reader = new SteppedReader(folder, cursor)
    reader.afterNextChunk = async () => {
      await folder.roll('2024-03-13')
      after += await folder.log()
    }
    await reader.look()
    expect(reader.reasons).toEqual(['resumed', 'rotated', 'rotated'])
    expect(reader.text).toBe(after)
  })

  test('in a file that was copied and emptied meanwhile: the rest is read from the copy', async () => {
    await using folder = await TestFolder.create()
    await folder.log(3)
    const cursor = await readAll(folder)
    let after = await folder.log(2)
    await folder.copyAndEmpty('2024-03-12')
    after += await folder.log()
    await using reader = new SteppedReader(folder, cursor)
    await reader.look()
    expect(reader.text).toBe(after)
  })

  test('in a copy that is still being made: the live file is taken', async () => {
    await using folder = await TestFolder.create()
    const before = await folder.log(3)
    const cursor = await readAll(folder)
    const after = await folder.log(2)
    await writeFile(folder.dated('2024-03-12'), before)
    await using reader = new SteppedReader(folder, { ...cursor, offset: 10 })
    await reader.look()
    expect(reader.text).toBe((before + after).slice(10))
  })

  test('in history before a copy that is still being made: nothing of the live file is read twice', async () => {
    await using folder = await TestFolder.create()
    await folder.log(3)
    const cursor = await readAll(folder)
    await folder.roll('2024-03-12')
    const live = await folder.log(5)
    await writeFile(folder.dated('2024-03-13'), live.slice(0, 100))
    await using reader = new SteppedReader(folder, cursor)
    await reader.look()
    expect(reader.text).toBe(live)
  })

  test('beyond the end of a file that was cut: reading goes on at its end, with a marker', async () => {
    await using folder = await TestFolder.create()
    const kept = await folder.log(2)
    await folder.log(2)
    const cursor = await readAll(folder)
    await truncate(folder.live, kept.length)
    await using reader = new SteppedReader(folder, cursor)
    await reader.look()
    expect(reader.markers).toEqual([{ type: 'gap', bytes: null, reason: 'truncated' }])
    const after = await folder.log()
    await reader.look()
    expect(reader.text).toBe(after)
  })

  test('in a file that is no longer on disk: said so, and the live file is read from its first byte', async () => {
    await using folder = await TestFolder.create()
    await folder.log()
    const cursor = await readAll(folder)
    await unlink(folder.live)
    await folder.log()
    await folder.roll('2024-03-12')
    const live = await folder.log(2)
    await using reader = new SteppedReader(folder, cursor)
    await reader.look()
    expect(reader.markers).toEqual([{ type: 'gone', ...cursor }])
    expect(reader.text).toBe(live)
    expect(reader.reasons).toEqual(['start'])
  })

  test('in a dated file is read while the live file cannot be', async () => {
    await using folder = await TestFolder.create()
    await folder.log()
    const cursor = await readAll(folder)
    const after = await folder.log()
    await folder.roll('2024-03-12')
    await mkdir(folder.live)
    await using reader = new SteppedReader(folder, cursor)
    expect(await reader.look()).toEqual({ state: 'unreadable', problem: 'not-a-regular-file' })
    expect(reader.text).toBe(after)
  })

  test('that may be in an unreadable file is asked for three times before it is called gone', async () => {
    await using folder = await TestFolder.create()
    await folder.log()
    const cursor = await readAll(folder)
    await folder.roll('2024-03-12')
    const live = await folder.log()
    const files = new FaultyFolder(folder)
    files.openProblems.set('ohifviewer.log.2024-03-12', 'file-unreadable')
    await using reader = new SteppedReader(folder, cursor, files)
    for (let look = 0; look < 2; look += 1) {
      expect(await reader.look()).toEqual({ state: 'unreadable', problem: 'file-unreadable' })
    }
    await reader.look()
    expect(reader.markers).toEqual([{ type: 'gone', ...cursor }])
    expect(reader.text).toBe(live)
  })

  test('is kept while the folder is missing, and not called gone', async () => {
    await using folder = await TestFolder.create()
    await folder.log()
    const cursor = await readAll(folder)
    const after = await folder.log()
    const content = await readFile(folder.live)
    await folder[Symbol.asyncDispose]()
    await using reader = new SteppedReader(folder, cursor)
    expect(await reader.look()).toEqual({ state: 'unreadable', problem: 'folder-missing' })
    await mkdir(folder.path)
    await writeFile(folder.live, content)
    await reader.look()
    expect(reader.text).toBe(after)
    expect(reader.markers).toEqual([])
  })
})

describe('the end of the live file', () => {
  test('means the end of its last complete line', async () => {
    await using folder = await TestFolder.create()
    await folder.log(3)
    await appendFile(folder.live, 'half')
    await using reader = new SteppedReader(folder, 'end')
    await reader.look()
    await appendFile(folder.live, ' line\n')
    await reader.look()
    expect(reader.text).toBe('half line\n')
  })

  test('of an empty file is its beginning', async () => {
    await using folder = await TestFolder.create()
    await writeFile(folder.live, '')
    await using reader = new SteppedReader(folder, 'end')
    await reader.look()
    const written = await folder.log()
    await reader.look()
    expect(reader.text).toBe(written)
  })
})
