import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createSecretBox, loadSecrets } from './secret-box.ts'

const OLD = 'o'.repeat(32)
const NEW = 'n'.repeat(32)

describe('what is sealed', () => {
  const box = createSecretBox([NEW])
  it('is opened for the same thing, whatever text it is', () => {
    for (const text of ['', 'secret', 'Ünïcödé . with.dots\n', 'x'.repeat(10_000)])
      expect(box.unseal(box.seal(text, 'run 1'), 'run 1')).toBe(text)
  })
  it('is not opened for another thing', () =>
    expect(box.unseal(box.seal('secret', 'run 1'), 'run 2')).toBeUndefined())
  it('does not show what it is, and is another one each time', () => {
    const [first, second] = [box.seal('secret', 'run 1'), box.seal('secret', 'run 1')]
    expect(first).not.toBe(second)
    expect(Buffer.from(first.split('.')[1] ?? '', 'base64url').toString('latin1')).not.toContain('secret')
  })
  it('is not opened when a single bit of it was changed', () => {
    const [name, text = ''] = box.seal('secret', 'run 1').split('.')
    const bytes = Buffer.from(text, 'base64url')
    for (let at = 0; at < bytes.length; at += 1) {
      const changed = Buffer.from(bytes)
      changed[at] = (changed[at] ?? 0) ^ 1
      expect(box.unseal(`${name}.${changed.toString('base64url')}`, 'run 1')).toBeUndefined()
    }
  })
  it('is refused, not thrown over, when it is something else', () => {
    for (const text of ['', '.', 'none', `${'0'.repeat(8)}.AAAA`])
      expect(box.unseal(text, 'run 1')).toBeUndefined()
  })
})

describe('a key that is replaced', () => {
  const sealed = createSecretBox([OLD]).seal('secret', 'run 1')
  it('opens what it sealed while it stands behind the new one', () =>
    expect(createSecretBox([NEW, OLD]).unseal(sealed, 'run 1')).toBe('secret'))
  it('opens nothing when it is gone', () =>
    expect(createSecretBox([NEW]).unseal(sealed, 'run 1')).toBeUndefined())
  it('seals no more', () =>
    expect(
      createSecretBox([OLD]).unseal(createSecretBox([NEW, OLD]).seal('x', 'run 1'), 'run 1'),
    ).toBeUndefined())
})

describe('the secrets', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'ohif-admin-secrets-'))
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))
  const file = () => path.join(folder, 'given')

  it('are those of the setting before those of its file', async () => {
    await writeFile(file(), OLD)
    const given = { SECRET_KEY: [NEW], SECRET_KEY_FILE: file(), DATA_DIR: folder }
    expect(await loadSecrets(given)).toEqual([NEW])
  })
  it('are the lines of a file, newest first', async () => {
    await writeFile(file(), `${NEW}\r\n\n  ${OLD}\n`)
    expect(await loadSecrets({ SECRET_KEY_FILE: file(), DATA_DIR: folder })).toEqual([NEW, OLD])
  })
  it('are refused when one can be guessed, or there is none', async () => {
    await writeFile(file(), `${NEW}\nshort\n`)
    await expect(loadSecrets({ SECRET_KEY_FILE: file(), DATA_DIR: folder })).rejects.toThrow('at least 32')
    await writeFile(file(), '\n')
    await expect(loadSecrets({ SECRET_KEY_FILE: file(), DATA_DIR: folder })).rejects.toThrow('at least 32')
    await expect(loadSecrets({ SECRET_KEY_FILE: `${file()}.gone`, DATA_DIR: folder })).rejects.toThrow()
  })
  it('are made once, for their owner only, and are the same for consoles that start together', async () => {
    const data = path.join(folder, 'data')
    const all = await Promise.all(Array.from({ length: 8 }, () => loadSecrets({ DATA_DIR: data })))
    const made = (await readFile(path.join(data, 'secret.key'), 'utf8')).trim()
    expect(made).toHaveLength(44)
    expect(new Set(all.map(([secret]) => secret))).toEqual(new Set([made]))
    expect((await stat(path.join(data, 'secret.key'))).mode & 0o777).toBe(0o600)
    expect(await loadSecrets({ DATA_DIR: data })).toEqual([made])
  })
})
