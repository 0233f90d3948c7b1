import { execFileSync } from 'node:child_process'
import { mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { FaultyFolder, SteppedReader, TestFolder } from './test-kit.ts'

const READING = { state: 'reading', problem: null }

describe('something else under the name of the log', () => {
  test.each([
    ['a link that leads out', 'outside-folder', (path: string) => symlink('/etc/hostname', path)],
    ['a pipe', 'not-a-regular-file', async (path: string) => void execFileSync('mkfifo', [path])],
    ['a folder', 'not-a-regular-file', (path: string) => mkdir(path)],
  ])('%s is refused at once, and reading goes on when the log is back', async (_what, problem, make) => {
    await using folder = await TestFolder.create()
    await using reader = new SteppedReader(folder)
    let written = await folder.log(2)
    await reader.look()
    await folder.roll('2024-03-12')
    await make(folder.live)
    expect(await reader.look()).toEqual({ state: 'unreadable', problem })
    await rm(folder.live, { recursive: true })
    written += await folder.log()
    expect(await reader.look()).toEqual(READING)
    expect(reader.text).toBe(written)
  })

  test('from the beginning: nothing is read', async () => {
    await using folder = await TestFolder.create()
    await writeFile(join(folder.path, 'other.txt'), 'secret\n')
    await symlink(join(folder.path, 'other.txt'), folder.live)
    await using reader = new SteppedReader(folder)
    expect(await reader.look()).toEqual({ state: 'unreadable', problem: 'not-a-regular-file' })
    expect(reader.text).toBe('')
  })

  test('a link as a dated file is passed with a marker, whatever it leads to', async () => {
    await using folder = await TestFolder.create()
    await using reader = new SteppedReader(folder)
    let written = await folder.log()
    await reader.look()
    await folder.roll('2024-03-12')
    await symlink('/etc/hostname', folder.dated('2024-03-13'))
    written += await folder.log()
    await reader.look()
    expect(reader.text).toBe(written)
    expect(reader.markers).toEqual([{ type: 'gap', bytes: null, reason: 'outside-folder' }])
  })
})

describe('a log without read rights', () => {
  test('is said to be unreadable, and read from its first byte when the rights are back', async () => {
    await using folder = await TestFolder.create()
    const files = new FaultyFolder(folder)
    files.openProblems.set('ohifviewer.log', 'file-unreadable')
    await using reader = new SteppedReader(folder, 'start-of-live-file', files)
    const written = await folder.log()
    expect(await reader.look()).toEqual({ state: 'unreadable', problem: 'file-unreadable' })
    files.openProblems.clear()
    expect(await reader.look()).toEqual(READING)
    expect(reader.text).toBe(written)
  })

  test('after a roll: the old file is kept until the new one can be opened', async () => {
    await using folder = await TestFolder.create()
    const files = new FaultyFolder(folder)
    await using reader = new SteppedReader(folder, 'start-of-live-file', files)
    let written = await folder.log()
    await reader.look()
    await folder.roll('2024-03-12')
    written += await folder.log()
    files.openProblems.set('ohifviewer.log', 'file-unreadable')
    expect(await reader.look()).toEqual({ state: 'unreadable', problem: 'file-unreadable' })
    files.openProblems.clear()
    await reader.look()
    expect(reader.text).toBe(written)
    expect(reader.markers).toEqual([])
  })

  test('as a dated file in between is tried three times, then left out with its size', async () => {
    await using folder = await TestFolder.create()
    const files = new FaultyFolder(folder)
    await using reader = new SteppedReader(folder, 'start-of-live-file', files)
    let written = await folder.log()
    await reader.look()
    await folder.roll('2024-03-12')
    const lost = await folder.log(4)
    await folder.roll('2024-03-13')
    written += await folder.log()
    files.openProblems.set('ohifviewer.log.2024-03-13', 'file-unreadable')
    expect(await reader.look()).toEqual({ state: 'unreadable', problem: 'file-unreadable' })
    expect(await reader.look()).toEqual({ state: 'unreadable', problem: 'file-unreadable' })
    expect(await reader.look()).toEqual(READING)
    expect(reader.text).toBe(written)
    expect(reader.markers).toEqual([{ type: 'gap', bytes: lost.length, reason: 'file-unreadable' }])
  })
})

describe('reads that fail', () => {
  test.each([1, 2, 3, 5])('%i times in a row: said so, then everything is read once', async (times) => {
    await using folder = await TestFolder.create()
    const files = new FaultyFolder(folder)
    await using reader = new SteppedReader(folder, 'start-of-live-file', files)
    let written = await folder.log(2)
    await reader.look()
    written += await folder.log()
    let left = times
    files.failsAt = () => left-- > 0
    expect(await reader.look()).toEqual({ state: 'unreadable', problem: 'read-error' })
    while (left > 0) await reader.look()
    written += await folder.log()
    expect(await reader.look()).toEqual(READING)
    expect(reader.text).toBe(written)
    expect(reader.markers).toEqual([])
  })

  test('for good in a file that has rolled: its rest is given up with its size, later files are read', async () => {
    await using folder = await TestFolder.create()
    const files = new FaultyFolder(folder)
    const begun = await folder.log(2)
    await using before = new SteppedReader(folder, 'start-of-live-file', files)
    await before.look()
    const lost = await folder.log(3)
    await folder.roll('2024-03-12')
    const between = await folder.log()
    await folder.roll('2024-03-13')
    const live = await folder.log()
    files.failsAt = (name, position) => name.endsWith('2024-03-12') && position >= begun.length
    await using reader = new SteppedReader(folder, before.reader.cursor() ?? 'end', files)
    for (let look = 0; look < 5; look += 1) {
      expect(await reader.look()).toEqual({ state: 'unreadable', problem: 'read-error' })
    }
    await reader.look()
    expect(await reader.look()).toEqual(READING)
    expect(reader.text).toBe(between + live)
    expect(reader.markers).toEqual([{ type: 'gap', bytes: lost.length, reason: 'read-error' }])
  })
})

describe('files that were opened', () => {
  test('are all closed again, after rolls, cuts, faults and a stored place', async () => {
    await using folder = await TestFolder.create()
    const files = new FaultyFolder(folder)
    {
      await using reader = new SteppedReader(folder, 'start-of-live-file', files)
      await folder.log()
      await reader.look()
      await folder.copyAndEmpty('2024-03-12')
      await reader.look()
      await folder.log()
      await reader.look()
      await folder.roll('2024-03-13')
      await folder.log()
      await reader.look()
      let left = 4
      files.failsAt = () => left-- > 0
      await folder.log()
      for (let look = 0; look < 6; look += 1) await reader.look()
      await using resumed = new SteppedReader(folder, { fileKey: '0'.repeat(16), offset: 0 }, files)
      await resumed.look()
      await rename(folder.live, `${folder.live}.away`)
      await reader.look()
    }
    expect(files.opened).toBeGreaterThan(4)
    expect(files.closed).toBe(files.opened)
  })
})
