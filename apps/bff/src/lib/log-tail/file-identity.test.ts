import { appendFile, copyFile, truncate, writeFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { hasHead, readHead } from './file-identity.ts'
import { createGuardedFolder } from './guarded-open.ts'
import { TestFolder } from './test-kit.ts'

async function keyOf(folder: TestFolder, name = 'ohifviewer.log', finished = false): Promise<string | null> {
  const file = await createGuardedFolder(folder.path).open(name)
  const head = await readHead(file, { finished })
  await file.close()
  return head?.key ?? null
}

describe('the identity of a log file', () => {
  test('survives growth, rename and copy, and differs from file to file', async () => {
    await using folder = await TestFolder.create()
    await folder.log()
    const key = await keyOf(folder)
    expect(key).toMatch(/^[0-9a-f]{16}$/)
    await folder.log(5)
    expect(await keyOf(folder)).toBe(key)
    await folder.roll('2024-03-12')
    await copyFile(folder.dated('2024-03-12'), folder.dated('2024-03-13'))
    expect(await keyOf(folder, 'ohifviewer.log.2024-03-12')).toBe(key)
    expect(await keyOf(folder, 'ohifviewer.log.2024-03-13')).toBe(key)
    await folder.log()
    expect(await keyOf(folder)).not.toBe(key)
  })

  test('needs a complete first line, or 512 bytes, or the word that nothing more will come', async () => {
    await using folder = await TestFolder.create()
    await writeFile(folder.live, '')
    expect(await keyOf(folder)).toBeNull()
    expect(await keyOf(folder, 'ohifviewer.log', true)).toBeNull()
    await appendFile(folder.live, 'half')
    expect(await keyOf(folder)).toBeNull()
    const finished = await keyOf(folder, 'ohifviewer.log', true)
    await appendFile(folder.live, '\n')
    expect(await keyOf(folder)).toBe(finished)
    await writeFile(folder.live, 'x'.repeat(511))
    expect(await keyOf(folder)).toBeNull()
    await appendFile(folder.live, 'x')
    const long = await keyOf(folder)
    expect(long).not.toBeNull()
    await appendFile(folder.live, 'x'.repeat(1000))
    expect(await keyOf(folder)).toBe(long)
  })

  test('does not care what bytes the line has', async () => {
    await using folder = await TestFolder.create()
    const keys = new Set<string | null>()
    for (const bytes of [[0x0a], [0, 0x0a], [0xe9, 0x0a], [0x0d, 0x0a], [0xff, 0xfe, 0x0a]]) {
      await writeFile(folder.live, Buffer.from(bytes))
      keys.add(await keyOf(folder))
    }
    expect(keys.size).toBe(5)
  })

  test('is checked again against the bytes on disk', async () => {
    await using folder = await TestFolder.create()
    await folder.log(2)
    const file = await createGuardedFolder(folder.path).open('ohifviewer.log')
    const head = await readHead(file, { finished: false })
    if (!head) throw new Error('no head')
    await folder.log()
    expect(await hasHead(file, head)).toBe(true)
    await truncate(folder.live, 10)
    expect(await hasHead(file, head)).toBe(false)
    await file.close()
  })
})
