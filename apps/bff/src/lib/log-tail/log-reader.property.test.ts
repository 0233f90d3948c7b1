import { appendFile, truncate, unlink } from 'node:fs/promises'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { TailStart } from './log-reader.ts'
import { SteppedReader, TestFolder } from './test-kit.ts'

type Deed = 'half-line' | 'roll' | 'roll-by-copy' | 'copy-and-empty' | 'empty' | 'delete' | 'look' | 'kill'
type Act = Deed | number

/** A number logs so many lines. */
const lines = fc.integer({ min: 1, max: 4 })
const acts = (...deeds: Deed[]) =>
  fc.array(fc.oneof(lines, fc.constantFrom<Act>(...deeds)), { maxLength: 40 })

/** Does what a server and an operator do, and keeps the truth about it. */
class World {
  readonly folder: TestFolder
  written = ''
  #day = 0
  #exists = false
  #begun = ''
  #liveFrom = 0

  constructor(folder: TestFolder) {
    this.folder = folder
  }

  async write(act: number | 'half-line') {
    const line = this.folder.line()
    const whole =
      act === 'half-line' ? '' : line + Array.from({ length: act - 1 }, () => this.folder.line()).join('')
    const text = this.#begun + (whole || line.slice(0, 20))
    this.#begun = whole ? '' : line.slice(20)
    await appendFile(this.folder.live, text)
    this.#exists = true
    this.written += text
  }

  async roll(how: 'roll' | 'roll-by-copy' | 'copy-and-empty') {
    if (!this.#exists) return
    this.#day += 1
    const date = new Date(Date.UTC(2024, 0, this.#day)).toISOString().slice(0, 10)
    if (how === 'roll') await this.folder.roll(date)
    else if (how === 'roll-by-copy') await this.folder.rollByCopy(date)
    else await this.folder.copyAndEmpty(date)
    this.#exists = how === 'copy-and-empty'
    this.#newFile()
  }

  /** What was not shown before is lost. Gives whether anything was shown of the file that was emptied. */
  async empty(shown: number): Promise<boolean> {
    if (!this.#exists) return false
    await truncate(this.folder.live, 0)
    const seen = shown > this.#liveFrom
    this.written = this.written.slice(0, Math.max(shown, this.#liveFrom))
    this.#newFile()
    return seen
  }

  async delete() {
    if (!this.#exists) return
    await unlink(this.folder.live)
    this.#exists = false
    this.#newFile()
  }

  #newFile() {
    this.#liveFrom = this.written.length
    this.#begun = ''
  }
}

test('whatever rolls, copies and restarts happen: what is handed on is what was written, also from any place', async () => {
  const history = acts('half-line', 'roll', 'roll-by-copy', 'copy-and-empty', 'look', 'kill')
  const property = fc.asyncProperty(
    history,
    fc.double({ min: 0, max: 1, noNaN: true }),
    async (deeds, where) => {
      await using folder = await TestFolder.create()
      const world = new World(folder)
      const lives: SteppedReader[] = [new SteppedReader(folder)]
      let reader = lives[0] as SteppedReader
      for (const deed of [1, 'look', ...deeds, 1, 'look', 'look'] as Act[]) {
        if (typeof deed === 'number' || deed === 'half-line') await world.write(deed)
        else if (deed === 'look') await reader.look()
        else if (deed === 'kill') {
          const cursor = reader.reader.cursor()
          if (!cursor) continue
          await reader[Symbol.asyncDispose]()
          reader = new SteppedReader(folder, cursor)
          lives.push(reader)
        } else if (deed !== 'empty' && deed !== 'delete') await world.roll(deed)
      }
      await reader[Symbol.asyncDispose]()
      expect(lives.map(({ text }) => text).join('')).toBe(world.written)
      expect(lives.flatMap(({ markers }) => markers).filter(({ type }) => type === 'gone')).toEqual([])

      const at = Math.min(Math.floor(where * world.written.length), world.written.length - 1)
      await using again = new SteppedReader(folder, placeOf(lives, at))
      await again.look()
      expect(again.text).toBe(world.written.slice(at))
    },
  )
  await fc.assert(property, { seed: 20240312, numRuns: 100, endOnFailure: true })
}, 60_000)

test('whatever is emptied or deleted: nothing is read twice, and only what a marker admits is missing', async () => {
  const history = acts('roll', 'roll-by-copy', 'copy-and-empty', 'empty', 'delete', 'look')
  const property = fc.asyncProperty(history, async (deeds) => {
    await using folder = await TestFolder.create()
    const world = new World(folder)
    await using reader = new SteppedReader(folder)
    let mustBeMarked = false
    for (const deed of [1, 'look', ...deeds, 'look', 1, 'look', 'look'] as Act[]) {
      if (typeof deed === 'number' || deed === 'half-line') await world.write(deed)
      else if (deed === 'empty') mustBeMarked = (await world.empty(reader.text.length)) || mustBeMarked
      else if (deed === 'delete') {
        // Nobody can know of a file that came and went between two looks.
        await world.write(1)
        await reader.look()
        await world.write(1)
        await world.delete()
      } else if (deed === 'look' || deed === 'kill') await reader.look()
      else await world.roll(deed)
    }
    expect(reader.text).toBe(world.written)
    if (mustBeMarked) expect(reader.markers).toContainEqual({ type: 'gap', bytes: null, reason: 'truncated' })
  })
  await fc.assert(property, { seed: 20240313, numRuns: 100, endOnFailure: true })
}, 60_000)

/** The place of the byte `at` of everything that was handed on. */
function placeOf(lives: readonly SteppedReader[], at: number): TailStart {
  let before = 0
  for (const chunk of lives.flatMap(({ chunks }) => chunks)) {
    const inside = at - before
    if (inside < chunk.bytes.length) return { fileKey: chunk.at.fileKey, offset: chunk.at.offset + inside }
    before += chunk.bytes.length
  }
  throw new Error('not handed on')
}
