import { execFileSync } from 'node:child_process'
import { mkdir, open, readFile, rename, rm, symlink, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createGuardedFolder, LogFileError } from './guarded-open.ts'
import { TestFolder } from './test-kit.ts'

async function problemOf(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  )
  return error instanceof LogFileError ? error.problem : `not refused: ${String(error)}`
}

describe('names', () => {
  test.each([
    '',
    '.',
    '..',
    '../ohifviewer.log',
    './ohifviewer.log',
    '/etc/passwd',
    'sub/ohifviewer.log',
    'ohifviewer.log\0',
    'ohifviewer.log\n',
    'ohifviewer.log/',
    'ohifviewer.log.2024-3-12',
    'ohifviewer.log.2024-03-12.gz',
    'ohifviewer.log.2024-03-12\n',
    'ohifviewer.log.1',
    'OHIFVIEWER.LOG',
    'xohifviewer.log',
    'xnat.log',
  ])('%j is not a log file', async (name) => {
    await using folder = await TestFolder.create()
    await folder.log()
    expect(await problemOf(createGuardedFolder(folder.path).open(name))).toBe('outside-folder')
    expect(await problemOf(createGuardedFolder(folder.path).glance(name))).toBe('outside-folder')
  })

  test('only dated log files are listed, oldest first', async () => {
    await using folder = await TestFolder.create()
    for (const name of ['b.log', 'ohifviewer.log.1', 'ohifviewer.log.2024-03-12.gz', 'ohifviewer.log']) {
      await writeFile(join(folder.path, name), 'x')
    }
    await writeFile(folder.dated('2024-03-12'), 'x')
    await writeFile(folder.dated('2023-12-31'), 'x')
    expect(await createGuardedFolder(folder.path).dated()).toEqual([
      'ohifviewer.log.2023-12-31',
      'ohifviewer.log.2024-03-12',
    ])
  })
})

describe('what lies at the name', () => {
  test('a regular file is read by its descriptor, also after it was renamed and deleted', async () => {
    await using folder = await TestFolder.create()
    const text = await folder.log(2)
    const guarded = createGuardedFolder(folder.path)
    const file = await guarded.open('ohifviewer.log')
    expect(await guarded.glance('ohifviewer.log')).toEqual({ id: file.id, size: text.length })
    await folder.roll('2024-03-12')
    await unlink(folder.dated('2024-03-12'))
    const bytes = new Uint8Array(1000)
    expect(await file.read(bytes, 5)).toBe(text.length - 5)
    expect(Buffer.from(bytes).toString('latin1', 0, text.length - 5)).toBe(text.slice(5))
    expect((await file.facts()).size).toBe(text.length)
    await file.close()
  })

  test.each([
    ['nothing', 'file-missing', async () => undefined],
    ['a folder', 'not-a-regular-file', (path: string) => mkdir(path)],
    [
      'a pipe nobody writes to',
      'not-a-regular-file',
      async (path: string) => void execFileSync('mkfifo', [path]),
    ],
    ['a link out', 'outside-folder', (path: string) => symlink('/etc/passwd', path)],
    ['a link to nowhere', 'outside-folder', (path: string) => symlink('/nowhere', path)],
    ['a link to a device', 'outside-folder', (path: string) => symlink('/dev/zero', path)],
    ['a link to itself', 'outside-folder', (path: string) => symlink(path, path)],
    ['a link within', 'not-a-regular-file', (path: string) => symlink(`${path}.2024-03-12`, path)],
  ])('%s is refused without waiting: %s', async (_what, problem, make) => {
    await using folder = await TestFolder.create()
    await writeFile(folder.dated('2024-03-12'), 'x\n')
    await make(folder.live)
    expect(await problemOf(createGuardedFolder(folder.path).open('ohifviewer.log'))).toBe(problem)
  })

  test.runIf(process.getuid?.() === 0)('a device is refused', async () => {
    await using folder = await TestFolder.create()
    execFileSync('mknod', [folder.live, 'c', '1', '3'])
    expect(await problemOf(createGuardedFolder(folder.path).open('ohifviewer.log'))).toBe(
      'not-a-regular-file',
    )
  })

  test.runIf(process.getuid?.() !== 0)('a file without read rights is unreadable', async () => {
    await using folder = await TestFolder.create()
    await writeFile(folder.live, 'x\n', { mode: 0o000 })
    expect(await problemOf(createGuardedFolder(folder.path).open('ohifviewer.log'))).toBe('file-unreadable')
  })
})

describe('the folder', () => {
  test('that is missing or a file is said to be missing', async () => {
    await using folder = await TestFolder.create()
    await writeFile(join(folder.path, 'file'), 'x')
    for (const path of [join(folder.path, 'none'), join(folder.path, 'file')]) {
      expect(await problemOf(createGuardedFolder(path).dated())).toBe('folder-missing')
      expect(await problemOf(createGuardedFolder(path).open('ohifviewer.log'))).toBe('folder-missing')
    }
    expect(await problemOf(createGuardedFolder(join(folder.path, 'none')).glance('ohifviewer.log'))).toBe(
      'folder-missing',
    )
  })

  test('may be configured through a link, but may not lead elsewhere later', async () => {
    await using folder = await TestFolder.create()
    await using other = await TestFolder.create()
    await folder.log()
    await other.log()
    const link = `${folder.path}.link`
    await symlink(folder.path, link)
    const guarded = createGuardedFolder(link)
    await (await guarded.open('ohifviewer.log')).close()
    await unlink(link)
    await symlink(other.path, link)
    expect(await problemOf(guarded.open('ohifviewer.log'))).toBe('outside-folder')
    expect(await problemOf(guarded.dated())).toBe('outside-folder')
    await rm(link)
  })

  test('swapped for a link while files are opened never lets anything else be read', async () => {
    await using base = await TestFolder.create()
    await using outside = await TestFolder.create()
    await outside.overwrite('secret\n')
    const path = join(base.path, 'logs')
    await mkdir(path)
    await writeFile(join(path, 'ohifviewer.log'), 'log\n')
    const guarded = createGuardedFolder(path)
    await guarded.dated()

    let swapping = true
    const swaps = (async () => {
      while (swapping) {
        await rename(path, `${path}.real`)
        await symlink(outside.path, path)
        await unlink(path)
        await rename(`${path}.real`, path)
        // As long as an open takes, so that some succeed and some meet the swap at every point.
        await (await guarded.open('ohifviewer.log')).close()
      }
    })()
    const seen = new Set<string>()
    let refused = 0
    for (let round = 0; round < 1_000; round += 1) {
      const file = await guarded.open('ohifviewer.log').catch(() => null)
      if (!file) refused += 1
      if (!file) continue
      const bytes = new Uint8Array(10)
      seen.add(Buffer.from(bytes.subarray(0, await file.read(bytes, 0))).toString())
      await file.close()
    }
    swapping = false
    await swaps
    expect([...seen]).toEqual(['log\n'])
    expect(refused).toBeGreaterThan(0)
  })

  test('a pipe that takes the name at any moment never blocks opening', async () => {
    await using folder = await TestFolder.create()
    const pipe = join(folder.path, 'pipe')
    execFileSync('mkfifo', [pipe])
    await folder.overwrite('log\n')
    const guarded = createGuardedFolder(folder.path)
    let swapping = true
    const swaps = (async () => {
      while (swapping) {
        await rename(folder.live, `${folder.live}.kept`)
        await rename(pipe, folder.live)
        await rename(folder.live, pipe)
        await rename(`${folder.live}.kept`, folder.live)
      }
    })()
    for (let round = 0; round < 500; round += 1)
      await guarded.open('ohifviewer.log').then(
        (file) => file.close(),
        () => null,
      )
    swapping = false
    await swaps
    // Reached at all: nothing hangs in the thread pool.
    const file = await open(folder.live)
    await file.close()
    expect(await readFile(folder.live, 'utf8')).toBe('log\n')
  })
})
