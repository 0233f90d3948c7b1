import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseConfig } from '@ohif-admin/bff/config'
import { describe, expect, test } from 'vitest'
import { makeCheckout } from './testing.ts'
import { envExample, readSettings, settingsTable, withTable } from './write-docs.ts'

const BEGIN = '<!-- settings: written by `pnpm docs:write` from apps/bff/src/config.ts -->'
const END = '<!-- /settings -->'

const setting = {
  name: 'OHIF_ADMIN_X',
  about: 'What it does.',
  values: '',
  fallback: undefined,
  required: false,
  secret: false,
}

describe('the settings', () => {
  const settings = readSettings()
  const find = (name: string) => settings.find((one) => one.name === name)

  test('are all there, each with words for an operator', () => {
    expect(settings.length).toBeGreaterThan(15)
    expect(settings.filter(({ about }) => !about.endsWith('.'))).toEqual([])
  })

  test('say what is required, secret, limited and set by default', () => {
    expect(settings.filter(({ required }) => required).map(({ name }) => name)).toEqual([
      'OHIF_ADMIN_XNAT_URL',
    ])
    expect(find('OHIF_ADMIN_DATABASE_URL')).toMatchObject({ secret: true, fallback: undefined })
    expect(find('OHIF_ADMIN_PORT')).toMatchObject({ values: '0 to 65535', fallback: '8080', secret: false })
    expect(find('OHIF_ADMIN_SUPPORT_GROUPS')).toMatchObject({ fallback: 'ALL_DATA_ACCESS,ALL_DATA_ADMIN' })
    expect(find('OHIF_ADMIN_ALLOW_INSECURE_HTTP')).toMatchObject({ values: 'true, false', fallback: 'false' })
    expect(find('OHIF_ADMIN_LOG_SOURCES')?.fallback).toBeUndefined()
  })

  test('have defaults that are what the console runs with', () => {
    const env = { OHIF_ADMIN_XNAT_URL: 'http://xnat.example.org' }
    const given = settings.flatMap(({ name, fallback }) => (fallback === undefined ? [] : [[name, fallback]]))
    expect(parseConfig({ ...env, ...Object.fromEntries(given) })).toEqual(parseConfig(env))
  })
})

describe('the table', () => {
  test('has a row for each, with a pipe as text', () => {
    const rows = settingsTable([
      { ...setting, about: 'a|b' },
      { ...setting, name: 'OHIF_ADMIN_Y', required: true },
      { ...setting, name: 'OHIF_ADMIN_Z', fallback: '1', values: '1 to 2', secret: true },
    ]).split('\n')
    expect(rows.slice(2)).toEqual([
      '| `OHIF_ADMIN_X` | none |  | a\\|b |',
      '| `OHIF_ADMIN_Y` | **required** |  | What it does. |',
      '| `OHIF_ADMIN_Z` | `1` | 1 to 2 | What it does. Secret. |',
    ])
  })

  test('goes between its markers and nowhere else', () => {
    const page = `before\n${BEGIN}\nold\n${END}\nafter\n`
    const written = withTable(page, 'new')
    expect(written).toBe(`before\n${BEGIN}\n\nnew\n\n${END}\nafter\n`)
    expect(withTable(written, 'new')).toBe(written)
  })

  test.each(['', BEGIN, END, `${END}\n${BEGIN}`])('has no place in a page like %j', (page) => {
    expect(() => withTable(page, 'new')).toThrow('has no place for the settings')
  })
})

test('the example sets nothing but what is required, and is a configuration once that is filled in', () => {
  const example = envExample(readSettings())
  const active = example.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  expect(active).toEqual(['OHIF_ADMIN_XNAT_URL='])
  const uncommented = example
    .split('\n')
    .map((line) => line.replace(/^# (?=OHIF_ADMIN_)/, ''))
    .filter((line) => line.startsWith('OHIF_ADMIN_'))
    .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)])
  const env = { ...Object.fromEntries(uncommented), OHIF_ADMIN_XNAT_URL: 'http://xnat.example.org' }
  expect(parseConfig(env)).toEqual(parseConfig({ OHIF_ADMIN_XNAT_URL: 'http://xnat.example.org' }))
})

describe('the script', () => {
  function run(...args: string[]) {
    try {
      const script = join(import.meta.dirname, 'write-docs.ts')
      const output = execFileSync(process.execPath, [script, ...args], { encoding: 'utf8', stdio: 'pipe' })
      return { code: 0, output }
    } catch (error) {
      const { status, stdout, stderr } = error as { status: number; stdout: string; stderr: string }
      return { code: status, output: `${stdout}${stderr}` }
    }
  }

  test('finds what is out of date, writes it, and is content then', () => {
    using checkout = makeCheckout({ 'docs/operating.md': `# Operating\n${BEGIN}\n${END}\nmore\n` })
    const stale = run('--check', checkout.root)
    expect(stale.code).toBe(1)
    expect(stale.output).toMatch(
      /^docs\/operating\.md .*\n\.env\.example .*run pnpm docs:write\nsettings: 2 to fix\n$/,
    )

    expect(run(checkout.root)).toEqual({ code: 0, output: '' })
    expect(readFileSync(join(checkout.root, 'docs/operating.md'), 'utf8')).toMatch(
      /OHIF_ADMIN_XNAT_URL[\s\S]*\nmore\n$/,
    )
    expect(run('--check', checkout.root)).toEqual({ code: 0, output: 'settings: nothing to report\n' })

    writeFileSync(join(checkout.root, '.env.example'), 'OHIF_ADMIN_XNAT_URL=\n')
    expect(run('--check', checkout.root)).toMatchObject({ code: 1 })
  })

  test('says what is wrong with a page that has no place for the table', () => {
    using checkout = makeCheckout({ 'docs/operating.md': '# Operating\n' })
    expect(run(checkout.root)).toMatchObject({
      code: 1,
      output: expect.stringContaining('docs/operating.md has no place for the settings'),
    })
  })
})
