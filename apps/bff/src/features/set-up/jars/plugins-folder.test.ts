import { execFileSync } from 'node:child_process'
import { chmod, mkdir, mkdtemp, rm, symlink, truncate, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { buffer } from 'node:stream/consumers'
import type { PluginJar } from '@ohif-admin/contracts'
import { makeJar, makeViewerJar } from '@ohif-admin/simulators'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ZipFile } from 'yazl'
import { readPluginsFolder } from './plugins-folder.ts'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'ohif-admin-plugins-'))
})
afterEach(async () => {
  await chmod(folder, 0o700)
  await rm(folder, { recursive: true })
})

const put = (file: string, content: string | Buffer) => writeFile(path.join(folder, file), content)

async function examined(file: string): Promise<PluginJar> {
  const { jars } = await readPluginsFolder(folder)
  const jar = jars.find((one) => one.file === file)
  if (!jar) throw new Error(`${file} is not in the answer`)
  return jar
}

/** A zip whose entries are packed, as big as one likes. */
async function packed(entries: Readonly<Record<string, Buffer>>): Promise<Buffer> {
  const zip = new ZipFile()
  for (const [name, content] of Object.entries(entries)) zip.addBuffer(content, name)
  zip.end()
  return buffer(zip.outputStream)
}

describe('a jar of the plugins folder', () => {
  it('is known by what is in it, not by its name', async () => {
    await put('renamed.jar', makeViewerJar('3.6.0'))
    expect(await examined('renamed.jar')).toMatchObject({
      state: 'examined',
      isViewer: true,
      version: '3.6.0',
      pluginIds: ['ohifViewerPlugin'],
      etherj: { version: '1.1.3' },
    })
    await put('ohif-viewer-3.6.0.jar', makeJar({ plugins: [{ id: 'dicomQuery' }] }))
    expect(await examined('ohif-viewer-3.6.0.jar')).toMatchObject({ isViewer: false, etherj: null })
  })

  it('has the version its build gave it rather than the one typed by hand', async () => {
    await put(
      'v.jar',
      makeJar({ plugins: [{ id: 'ohifViewerPlugin', version: '3.6.0' }], manifestVersion: '3.7.1' }),
    )
    expect((await examined('v.jar')).version).toBe('3.7.1')
  })

  it.each([
    ['html', '\n  <!DOCTYPE html><html><body>Sign in</body></html>'],
    ['html', '\ufeff<html>'],
    ['empty', ''],
    ['other', 'MZ\u0000 not a zip at all'],
    ['truncated', makeViewerJar('3.6.0').subarray(0, 400)],
  ] as const)('is told apart from %s', async (looksLike, content) => {
    await put('ohif-viewer-3.6.0.jar', content)
    expect(await examined('ohif-viewer-3.6.0.jar')).toMatchObject({
      state: 'not-a-zip',
      looksLike,
      isViewer: true,
    })
  })

  it('shows a library that lies in it as a jar', async () => {
    await put('other.jar', makeJar({ more: { 'lib/etherj-core-1.0.7.jar': 'PK' } }))
    expect((await examined('other.jar')).etherj).toEqual({ version: '1.0.7' })
  })

  it('shows its owner, its permissions and when it was written', async () => {
    await put('a.jar', makeJar())
    await chmod(path.join(folder, 'a.jar'), 0o640)
    await utimes(path.join(folder, 'a.jar'), 1_700_000_000, 1_700_000_000)
    const jar = await examined('a.jar')
    expect(jar.owner).toEqual({ uid: process.getuid?.(), gid: process.getgid?.(), mode: 0o640 })
    expect(jar.changedAt).toBe('2023-11-14T22:13:20.000Z')
  })
})

describe('a hostile file', () => {
  it('is not unpacked: what is small as an archive and huge as a text', async () => {
    await put('bomb.jar', await packed({ 'META-INF/MANIFEST.MF': Buffer.alloc(50 * 1024 * 1024) }))
    expect(await examined('bomb.jar')).toMatchObject({
      state: 'not-examined',
      obstacle: 'packed-too-tightly',
    })
  })

  it('is listed only up to a bound, and ten thousand entries are below it', async () => {
    const many = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, n) => [`c/${n}.class`, '']))
    await put('many.jar', makeJar({ more: many(10_000) }))
    await put('too-many.jar', makeJar({ more: many(30_001) }))
    expect(await examined('many.jar')).toMatchObject({ state: 'examined', entries: 10_001 })
    expect(await examined('too-many.jar')).toMatchObject({
      state: 'not-examined',
      obstacle: 'too-many-entries',
    })
  })

  it('has its names counted that lead elsewhere, and nothing is written by them', async () => {
    const more = {
      '../../escaped': 'x',
      '/etc/cron.d/x': 'x',
      'a\\..\\b': 'x',
      'C:/x': 'x',
      'fine/..name': 'x',
    }
    await put('slip.jar', makeJar({ more }))
    expect(await examined('slip.jar')).toMatchObject({ state: 'examined', strangeNames: 4 })
  })

  it('is passed over when it is a link, a pipe, a folder or too large', async () => {
    await put('target.txt', makeViewerJar('3.6.0'))
    await symlink('target.txt', path.join(folder, 'link.jar'))
    await symlink('/etc/passwd', path.join(folder, 'outside.jar'))
    execFileSync('mkfifo', [path.join(folder, 'pipe.jar')])
    await mkdir(path.join(folder, 'folder.jar'))
    await put('huge.jar', '')
    await truncate(path.join(folder, 'huge.jar'), 2 * 1024 ** 3)
    const { jars } = await readPluginsFolder(folder)
    expect(jars.map(({ file, state, obstacle }) => [file, state, obstacle])).toEqual([
      ['folder.jar', 'not-examined', 'not-a-file'],
      ['huge.jar', 'not-examined', 'too-large'],
      ['link.jar', 'not-examined', 'link'],
      ['outside.jar', 'not-examined', 'link'],
      ['pipe.jar', 'not-examined', 'not-a-file'],
    ])
  })

  it.skipIf(process.getuid?.() === 0)('is said to be unreadable', async () => {
    await put('secret.jar', makeJar())
    await chmod(path.join(folder, 'secret.jar'), 0o000)
    expect(await examined('secret.jar')).toMatchObject({ state: 'not-examined', obstacle: 'unreadable' })
  })

  it('may be cut anywhere without anything worse than being no zip', async () => {
    const whole = makeViewerJar('3.6.0')
    for (let length = 1; length < whole.length; length += 7) {
      await put('cut.jar', whole.subarray(0, length))
      const { state } = await examined('cut.jar')
      expect([length, state]).toEqual([length, 'not-a-zip'])
    }
  })
})

describe('the plugins folder', () => {
  it('is said to be missing, no folder or not configured', async () => {
    await put('file', 'x')
    expect((await readPluginsFolder(path.join(folder, 'nowhere'))).state).toBe('missing')
    expect((await readPluginsFolder(path.join(folder, 'file'))).state).toBe('not-a-folder')
    expect((await readPluginsFolder(undefined)).state).toBe('not-configured')
  })

  it('is examined up to a hundred jars, and the rest is counted', async () => {
    await Promise.all(Array.from({ length: 103 }, (_, n) => put(`${n}.jar`, makeJar())))
    await put('notes.txt', 'x')
    const { jars, left } = await readPluginsFolder(folder)
    expect([jars.length, left]).toEqual([100, 3])
  })

  it('makes nobody wait longer than it is given', async () => {
    await put('a.jar', makeViewerJar('3.6.0'))
    const { state, jars } = await readPluginsFolder(folder, 0)
    expect(state === 'too-slow' || jars.every(({ obstacle }) => obstacle === 'too-slow')).toBe(true)
  })
})
