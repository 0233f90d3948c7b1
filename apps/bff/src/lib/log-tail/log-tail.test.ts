import { appendFile, mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { createLogTail, type LogTailOptions } from './log-tail.ts'
import { FaultyFolder, Recorder, TestFolder } from './test-kit.ts'

/** A running tail that writes down what it tells. It is stopped when the test ends. */
function follow(folder: TestFolder, options: Partial<LogTailOptions> = {}) {
  const told = new Recorder()
  let caughtUp = 0
  const tail = createLogTail({
    folder: folder.path,
    onChunk: told.onChunk,
    onFile: told.onFile,
    onMarker: told.onMarker,
    onState: told.onState,
    onCaughtUp: () => {
      caughtUp += 1
    },
    ...options,
  })
  onTestFinished(() => tail.stop())
  const caughtUpTimes = () => caughtUp
  const sees = (text: string) =>
    vi.waitFor(() => expect(told.text).toBe(text), { timeout: 5_000, interval: 5 })
  return { told, tail, sees, caughtUpTimes }
}

describe.each([
  ['with change notices', { pollMs: 60_000 }],
  ['by polling only', { pollMs: 10, watch: false }],
])('a tail %s', (_how, options) => {
  test('hands on what is there, then what is added, across a roll', async () => {
    await using folder = await TestFolder.create()
    let written = await folder.log(3)
    const { told, tail, sees } = follow(folder, options)
    await tail.start()
    expect(told.text).toBe(written)
    written += await folder.log()
    await sees(written)
    await folder.roll('2024-03-12')
    const added = await folder.log(2)
    await sees(written + added)
    expect(told.reasons).toEqual(['start', 'rotated'])
    expect(tail.cursor()).toEqual({ fileKey: told.files.at(-1)?.fileKey, offset: added.length })
  })
})

describe('a tail', () => {
  test('of a missing folder starts, says so, and reads the log as soon as it is there', async () => {
    await using folder = await TestFolder.create()
    await rm(folder.path, { recursive: true })
    const { told, tail, sees, caughtUpTimes } = follow(folder, { pollMs: 20 })
    await tail.start()
    expect(tail.state).toEqual({ state: 'unreadable', problem: 'folder-missing' })
    expect(caughtUpTimes()).toBe(0)
    await mkdir(folder.path)
    const written = await folder.log(2)
    await sees(written)
    await vi.waitFor(() => expect(caughtUpTimes()).toBeGreaterThan(0))
    expect(told.states.at(0)).toEqual({ state: 'unreadable', problem: 'folder-missing' })
    expect(tail.state).toEqual({ state: 'reading', problem: null })
  })

  test('gets change notices from a folder that was replaced by another', async () => {
    await using folder = await TestFolder.create()
    let written = await folder.log()
    // Long enough that only the first poll can find the new folder; the later line needs a notice.
    const { tail, sees } = follow(folder, { pollMs: 300 })
    await tail.start()
    await rename(folder.path, `${folder.path}.old`)
    await mkdir(folder.path)
    written += await folder.log()
    await sees(written)
    written += await folder.log()
    await sees(written)
    await rm(`${folder.path}.old`, { recursive: true })
  })

  test('tells a state only when it changes', async () => {
    await using folder = await TestFolder.create()
    await folder.log()
    const { told, tail } = follow(folder, { pollMs: 5, watch: false })
    await tail.start()
    await rename(folder.live, `${folder.live}.kept`)
    await vi.waitFor(() => expect(tail.state.problem).toBe('file-missing'))
    await rename(`${folder.live}.kept`, folder.live)
    await vi.waitFor(() => expect(tail.state.state).toBe('reading'))
    expect(told.states.map(({ state }) => state)).toEqual(['reading', 'waiting', 'reading'])
  })

  test('waits for the receiver before it reads on, and lets other work go between two chunks', async () => {
    await using folder = await TestFolder.create()
    await writeFile(folder.live, `first\n${'x'.repeat(4 * 1024 * 1024)}`)
    let receiving = 0
    let most = 0
    let chunks = 0
    let turns = 0
    let done = false
    const others = (async () => {
      for (; !done; turns += 1) await nextTurn()
    })()
    const { tail } = follow(folder, {
      onChunk: async (chunk) => {
        chunks += 1
        receiving += 1
        most = Math.max(most, receiving)
        expect(chunk.length).toBeLessThanOrEqual(256 * 1024)
        await nextTurn()
        receiving -= 1
      },
    })
    await tail.start()
    done = true
    await others
    expect(most).toBe(1)
    expect(chunks).toBe(17)
    expect(turns).toBeGreaterThan(chunks)
  })

  test('reads every file once, whatever happens in it', async () => {
    await using folder = await TestFolder.create()
    const files = new FaultyFolder(folder)
    let written = await folder.log()
    const { tail, sees } = follow(folder, { files })
    await tail.start()
    for (let line = 0; line < 20; line += 1) {
      written += await folder.log()
      await sees(written)
    }
    expect(files.opened).toBe(1)
    await tail.stop()
    expect(files.closed).toBe(1)
  })

  test('that was stopped calls nobody any more, even when it is stopped in the middle of a long file', async () => {
    await using folder = await TestFolder.create()
    const files = new FaultyFolder(folder)
    await writeFile(folder.live, `first\n${'x'.repeat(8 * 1024 * 1024)}`)
    let chunks = 0
    let stopping: Promise<void> | undefined
    const { tail, told } = follow(folder, {
      files,
      onChunk: () => {
        chunks += 1
        stopping ??= tail.stop()
      },
    })
    await tail.start()
    await stopping
    const before = told.states.length
    expect(chunks).toBe(1)
    expect(files.closed).toBe(files.opened)
    await appendFile(folder.live, 'more\n')
    await nextTurn()
    expect(chunks).toBe(1)
    expect(told.states).toHaveLength(before)
  })

  test('can be stopped before it was started, twice, and while it waits', async () => {
    await using folder = await TestFolder.create()
    const idle = follow(folder, { pollMs: 600_000 })
    await idle.tail.stop()
    const waiting = follow(folder, { pollMs: 600_000 })
    await waiting.tail.start()
    await waiting.tail.stop()
    await waiting.tail.stop()
    expect(waiting.told.states).toEqual([{ state: 'waiting', problem: 'file-missing' }])
  })

  test('ends when its receiver throws, and says with what', async () => {
    await using folder = await TestFolder.create()
    await folder.log()
    const fault = new Error('receiver')
    const onFailed = vi.fn()
    const { tail } = follow(folder, { onFailed, onChunk: () => Promise.reject(fault) })
    await tail.start()
    expect(onFailed).toHaveBeenCalledExactlyOnceWith(fault)
  })

  test('rejects `stop` when nobody listens for failures', async () => {
    await using folder = await TestFolder.create()
    await folder.log()
    const fault = new Error('receiver')
    let stopping: Promise<void> | undefined
    const tail = createLogTail({
      folder: folder.path,
      onChunk: () => {
        stopping = tail.stop()
        throw fault
      },
      onFile: () => undefined,
      onMarker: () => undefined,
      onState: () => undefined,
    })
    await tail.start()
    await expect(stopping).rejects.toBe(fault)
  })

  test('keeps up with a flood of single lines and rolls while it reads', async () => {
    await using folder = await TestFolder.create()
    const { tail, told, sees } = follow(folder)
    await tail.start()
    let written = ''
    for (let round = 1; round <= 2_000; round += 1) {
      written += await folder.log()
      if (round % 400 === 0) await folder.roll(`2024-03-0${round / 400}`)
    }
    written += await folder.log()
    await sees(written)
    expect(told.markers).toEqual([])
  })
})
