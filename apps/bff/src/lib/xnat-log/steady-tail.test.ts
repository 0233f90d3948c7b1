import { appendFile, copyFile, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { LogPosition } from '../log-tail/index.ts'
import { SteadyTail } from './steady-tail.ts'

const LIVE = 'ohifviewer.log'

let root: string
let own: string
let copies: string
let now: number
let tail: SteadyTail
let read: string
let switches: string[]

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'steady-tail-'))
  own = path.join(root, 'own')
  copies = path.join(root, 'copies')
  await mkdir(own)
  await mkdir(copies)
  now = 0
  read = ''
  switches = []
})
afterEach(async () => {
  await tail.stop()
  await rm(root, { recursive: true })
})

async function follow(from?: LogPosition) {
  tail = new SteadyTail({
    folder: own,
    standIn: copies,
    pollMs: 5,
    now: () => now,
    ...(from ? { from } : {}),
    onChunk: (chunk) => {
      read += Buffer.from(chunk).toString()
    },
    onFile: () => undefined,
    onMarker: ({ type }) => switches.push(type),
    onState: () => undefined,
    onSwitch: (kind) => switches.push(kind),
  })
  await tail.start()
}

const write = (text: string) => appendFile(path.join(own, LIVE), text)

/** The folder cannot be reached for long; XNAT itself goes on writing where it was. */
async function hide() {
  await rename(own, `${own}-hidden`)
  await expect.poll(() => tail.folderProblem).toBe('folder-missing')
  now += 6_000
}
const writeHidden = (text: string) => appendFile(path.join(`${own}-hidden`, LIVE), text)
const show = () => rename(`${own}-hidden`, own)

/** What XNAT hands out now. */
async function takeCopy() {
  await copyFile(path.join(`${own}-hidden`, LIVE), path.join(copies, LIVE))
  await tail.copyTaken(now)
}
const isRead = (text: string) => expect.poll(() => read).toBe(text)

describe('a log whose folder cannot be read for a while', () => {
  it('is read on in copies and then in the folder again, every byte once, lines in two halves included', async () => {
    await write('one\ntw')
    await follow()
    await isRead('one\ntw')
    await hide()
    await writeHidden('o\nthr')
    await takeCopy()
    expect([tail.readsCopies, read]).toEqual([true, 'one\ntwo\nthr'])
    await writeHidden('ee\n')
    // As the spool does: a copy grows, it is not written anew.
    await appendFile(path.join(copies, LIVE), 'ee\n')
    await isRead('one\ntwo\nthree\n')
    await writeHidden('four\n')
    await show()
    await isRead('one\ntwo\nthree\nfour\n')
    expect([tail.readsCopies, tail.folderProblem]).toEqual([false, null])
    expect(switches).toEqual(['through-xnat', 'from-folder'])
    await write('five\n')
    await isRead('one\ntwo\nthree\nfour\nfive\n')
  })

  it('may have rolled meanwhile', async () => {
    await write('one\n')
    await follow()
    await isRead('one\n')
    await hide()
    await takeCopy()
    await writeHidden('two\n')
    const dated = `${LIVE}.2024-03-12`
    await rename(path.join(`${own}-hidden`, LIVE), path.join(`${own}-hidden`, dated))
    await writeHidden('three\n')
    await show()
    await isRead('one\ntwo\nthree\n')
  })

  it('may have been unreadable from the start, and goes on where an earlier process stood', async () => {
    await write('one\ntwo\n')
    await follow()
    const at = tail.cursor() ?? undefined
    await tail.stop()
    await rename(own, `${own}-hidden`)
    read = ''
    await follow(at)
    await writeHidden('three\n')
    now += 6_000
    await takeCopy()
    expect(read).toBe('three\n')
    await show()
    await expect.poll(() => tail.readsCopies).toBe(false)
    expect(read).toBe('three\n')
  })

  it('is not read in copies of another log, or in ones from before', async () => {
    await write('one\ntwo\n')
    await follow()
    await isRead('one\ntwo\n')
    await copyFile(path.join(own, LIVE), path.join(copies, LIVE))
    await hide()
    await tail.copyTaken(-1)
    expect(tail.readsCopies).toBe(false)
    for (const other of ['of another node\n', 'one\n']) {
      await writeFile(path.join(copies, LIVE), other)
      await tail.copyTaken(now)
    }
    expect([tail.readsCopies, tail.wantsCopies, read]).toEqual([false, true, 'one\ntwo\n'])
  })

  it('is read in copies until the folder has got as far', async () => {
    await write('one\n')
    await follow()
    await isRead('one\n')
    await hide()
    const stale = await readFile(path.join(`${own}-hidden`, LIVE))
    await writeHidden('two\n')
    await takeCopy()
    await mkdir(own)
    await writeFile(path.join(own, LIVE), stale)
    await expect.poll(() => tail.folderProblem).toBe('other-log')
    expect([tail.readsCopies, read]).toEqual([true, 'one\ntwo\n'])
    await write('two\nthree\n')
    await isRead('one\ntwo\nthree\n')
    expect(switches).toEqual(['through-xnat', 'from-folder'])
  })

  it('is waited for a little first: between two files there is none', async () => {
    await write('one\n')
    await follow()
    await rename(path.join(own, LIVE), path.join(own, 'away'))
    await expect.poll(() => tail.folderProblem).toBe('file-missing')
    expect(tail.wantsCopies).toBe(false)
    await rename(path.join(own, 'away'), path.join(own, LIVE))
    await expect.poll(() => tail.folderProblem).toBe(null)
    now += 60_000
    expect(tail.wantsCopies).toBe(false)
  })
})
