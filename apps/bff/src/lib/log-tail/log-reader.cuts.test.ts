import { appendFile, truncate, writeFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { SteppedReader, TestFolder } from './test-kit.ts'

const TRUNCATED = { type: 'gap', bytes: null, reason: 'truncated' }

describe('a file that is emptied or rewritten in place', () => {
  test('to nothing: a marker, then the new content from its first byte', async () => {
    await using folder = await TestFolder.create()
    await using reader = new SteppedReader(folder)
    let written = await folder.log(3)
    await reader.look()
    await truncate(folder.live, 0)
    expect(await reader.look()).toEqual({ state: 'waiting', problem: null })
    expect(reader.markers).toEqual([TRUNCATED])
    written += await folder.log()
    await reader.look()
    expect(reader.text).toBe(written)
    expect(reader.files.at(-1)).toMatchObject({ offset: 0, why: 'truncated' })
  })

  test.each([
    ['shorter than', 1],
    ['exactly as long as', 3],
    ['longer than', 9],
  ])('to content %s the old between two looks: noticed by its first line', async (_how, lines) => {
    await using folder = await TestFolder.create()
    await using reader = new SteppedReader(folder)
    const before = await folder.log(3)
    await reader.look()
    await truncate(folder.live, 0)
    const after = await folder.log(lines)
    await reader.look()
    expect(reader.text).toBe(before + after)
    expect(reader.markers).toEqual([TRUNCATED])
    expect(reader.reasons).toEqual(['start', 'truncated'])
  })

  test.each([0, 1, 3_000, 9_000])(
    'in the middle of reading it, to %i lines: what was read so far, then the new',
    async (lines) => {
      await using folder = await TestFolder.create()
      await using reader = new SteppedReader(folder)
      const before = await folder.log(20_000)
      let after = ''
      reader.afterNextChunk = async () => {
        await truncate(folder.live, 0)
        if (lines > 0) after = await folder.log(lines)
      }
      await reader.look()
      expect(reader.text).toBe(before.slice(0, 256 * 1024) + after)
      expect(reader.markers).toEqual([TRUNCATED])
    },
  )

  test('to exactly what was read of it: reading goes on there', async () => {
    await using folder = await TestFolder.create()
    await using reader = new SteppedReader(folder)
    const before = await folder.log(20_000)
    reader.afterNextChunk = () => truncate(folder.live, 256 * 1024)
    await reader.look()
    const after = await folder.log()
    await reader.look()
    expect(reader.text).toBe(before.slice(0, 256 * 1024) + after)
  })

  test('is one event, however often it is looked at afterwards', async () => {
    await using folder = await TestFolder.create()
    await using reader = new SteppedReader(folder)
    await folder.log(3)
    await reader.look()
    await truncate(folder.live, 0)
    for (let look = 0; look < 20; look += 1) await reader.look()
    await folder.log()
    for (let look = 0; look < 20; look += 1) await reader.look()
    expect(reader.markers).toEqual([TRUNCATED])
    expect(reader.reasons).toEqual(['start', 'truncated'])
  })

  test('over and over leaves one marker each time and never reads anything twice', async () => {
    await using folder = await TestFolder.create()
    await using reader = new SteppedReader(folder)
    let written = ''
    for (let round = 0; round < 5; round += 1) {
      written += await folder.log(2)
      await reader.look()
      await truncate(folder.live, 0)
    }
    await reader.look()
    expect(reader.text).toBe(written)
    expect(reader.markers).toHaveLength(5)
  })
})

describe('a file that is cut but keeps its beginning', () => {
  test('goes on after what is left of it', async () => {
    await using folder = await TestFolder.create()
    await using reader = new SteppedReader(folder)
    const kept = await folder.log(2)
    const cut = await folder.log(3)
    await reader.look()
    await truncate(folder.live, kept.length)
    await reader.look()
    expect(reader.files.at(-1)).toMatchObject({ offset: kept.length, why: 'truncated' })
    const after = await folder.log(2)
    await reader.look()
    expect(reader.text).toBe(kept + cut + after)
    expect(reader.markers).toEqual([TRUNCATED])
  })

  test.each([1, 3, 9])(
    'and grown again by %i lines between two looks: nothing is read twice',
    async (lines) => {
      await using folder = await TestFolder.create()
      await using reader = new SteppedReader(folder)
      const kept = await folder.log(2)
      const cut = await folder.log(3)
      await reader.look()
      await truncate(folder.live, kept.length)
      const after = await folder.log(lines)
      await reader.look()
      expect(reader.text).toBe(kept + cut + after)
      expect(reader.markers).toEqual([TRUNCATED])
    },
  )

  test('in the middle of a line: the line made of both ends is read whole', async () => {
    await using folder = await TestFolder.create()
    await using reader = new SteppedReader(folder)
    await folder.overwrite('one\ntwo\nthree\n')
    await reader.look()
    await folder.overwrite('one\ntwelve\n')
    await reader.look()
    expect(reader.text).toBe('one\ntwo\nthree\ntwelve\n')
  })

  test('far behind what is remembered: reading goes on at the end that was found', async () => {
    await using folder = await TestFolder.create()
    await using reader = new SteppedReader(folder)
    const kept = await folder.log(10)
    await folder.log(40_000)
    await reader.look()
    await truncate(folder.live, kept.length)
    await reader.look()
    expect(reader.files.at(-1)).toMatchObject({ offset: kept.length, why: 'truncated' })
    const after = await folder.log()
    await reader.look()
    expect(reader.text.endsWith(`\n${after}`)).toBe(true)
    expect(reader.markers).toEqual([TRUNCATED])
  })
})

describe('a file that is rewritten with the same first line', () => {
  test('is read on where the two contents part', async () => {
    await using folder = await TestFolder.create()
    await using reader = new SteppedReader(folder)
    await folder.overwrite('start\na\nb\nc\n')
    await reader.look()
    await folder.overwrite('start\nx\ny\nz\nlonger than before\n')
    await reader.look()
    expect(reader.text).toBe('start\na\nb\nc\nx\ny\nz\nlonger than before\n')
    expect(reader.markers).toEqual([TRUNCATED])
  })

  test('and was seen empty in between is read whole', async () => {
    await using folder = await TestFolder.create()
    await using reader = new SteppedReader(folder)
    await folder.overwrite('start\na\n')
    await reader.look()
    await truncate(folder.live, 0)
    await reader.look()
    await folder.overwrite('start\nb\n')
    await reader.look()
    expect(reader.text).toBe('start\na\nstart\nb\n')
    expect(reader.markers).toEqual([TRUNCATED])
  })

  test('and saved under a date before: the copy is read to its end, the new content whole', async () => {
    await using folder = await TestFolder.create()
    await using reader = new SteppedReader(folder)
    await folder.overwrite('start\na\n')
    await reader.look()
    await appendFile(folder.live, 'b\n')
    await folder.copyAndEmpty('2024-03-12')
    await appendFile(folder.live, 'start\nc\n')
    await reader.look()
    expect(reader.text).toBe('start\na\nb\nstart\nc\n')
    expect(reader.markers).toEqual([TRUNCATED])
  })
})

describe('copy and truncate', () => {
  test('what was added before the copy is read from the copy, and the possible loss is marked', async () => {
    await using folder = await TestFolder.create()
    await using reader = new SteppedReader(folder)
    let written = await folder.log(2)
    await reader.look()
    written += await folder.log(3)
    await folder.copyAndEmpty('2024-03-12')
    await reader.look()
    expect(reader.text).toBe(written)
    written += await folder.log()
    await reader.look()
    await reader.look()
    expect(reader.text).toBe(written)
    expect(reader.reasons).toEqual(['start', 'truncated'])
    expect(reader.markers).toEqual([TRUNCATED])
  })

  test('of a file of which nothing was read yet: the copy is read like any dated file', async () => {
    await using folder = await TestFolder.create()
    await using reader = new SteppedReader(folder)
    let written = await folder.log(2)
    await reader.look()
    await folder.roll('2024-03-12')
    await writeFile(folder.live, 'half')
    await reader.look()
    await folder.copyAndEmpty('2024-03-13')
    written += `half${await folder.log()}`
    await reader.look()
    expect(reader.text).toBe(written)
  })

  test('of a new file with an incomplete first line: the copy is read', async () => {
    await using folder = await TestFolder.create()
    await writeFile(folder.live, 'half')
    await using reader = new SteppedReader(folder)
    await reader.look()
    await folder.copyAndEmpty('2024-03-13')
    await reader.look()
    const written = `half${await folder.log()}`
    await reader.look()
    expect(reader.text).toBe(written)
  })

  test('and a roll before anybody looked: every file is read once and in order', async () => {
    await using folder = await TestFolder.create()
    await using reader = new SteppedReader(folder)
    let written = await folder.log(2)
    await reader.look()
    written += await folder.log()
    await folder.copyAndEmpty('2024-03-12')
    written += await folder.log()
    await folder.roll('2024-03-13')
    written += await folder.log()
    await reader.look()
    expect(reader.text).toBe(written)
    expect(reader.markers).toEqual([TRUNCATED])
  })
})

describe('an emptied file that rolls before anybody looked', () => {
  test('is read under its date', async () => {
    await using folder = await TestFolder.create()
    await using reader = new SteppedReader(folder)
    let written = await folder.log(2)
    await reader.look()
    await truncate(folder.live, 0)
    written += await folder.log()
    await folder.roll('2024-03-12')
    written += await folder.log()
    await reader.look()
    expect(reader.text).toBe(written)
    expect(reader.reasons).toEqual(['start', 'truncated', 'rotated'])
    expect(reader.markers).toEqual([TRUNCATED])
  })
})

describe('incomplete text', () => {
  test('a first line is waited for, and handed on once it is complete', async () => {
    await using folder = await TestFolder.create()
    await using reader = new SteppedReader(folder)
    await writeFile(folder.live, '')
    expect(await reader.look()).toEqual({ state: 'waiting', problem: null })
    await appendFile(folder.live, 'half')
    expect(await reader.look()).toEqual({ state: 'waiting', problem: null })
    expect(reader.files).toEqual([])
    await appendFile(folder.live, ' line\nanother half')
    expect(await reader.look()).toEqual({ state: 'reading', problem: null })
    expect(reader.text).toBe('half line\nanother half')
  })

  test('a first line of 10 MB does not hold anything up', async () => {
    await using folder = await TestFolder.create()
    await using reader = new SteppedReader(folder)
    const long = 'x'.repeat(10 * 1024 * 1024)
    await writeFile(folder.live, long)
    await reader.look()
    expect(reader.text).toBe(long)
    expect(Math.max(...reader.chunks.map(({ bytes }) => bytes.length))).toBe(256 * 1024)
  })
})
