import { readFileSync } from 'node:fs'
import type { ModelFinding } from '@ohif-admin/contracts'
import { describe, expect, it } from 'vitest'
import {
  isPipeline,
  lintArchive,
  lintCatalogueName,
  lintConfig,
  lintModelFile,
  lintName,
  lintSize,
  maySend,
  type Target,
  type ZipEntry,
} from './index.ts'

const sample = (name: string): Record<string, unknown> =>
  JSON.parse(
    readFileSync(
      new URL(`../../simulators/fixtures/ai/aiaa/config_aiaa.${name}.v4.json`, import.meta.url),
      'utf8',
    ),
  )
const CLARA_4: Target = { generation: '4.0', engine: 'unknown', loaded: [] }
const CLARA_3: Target = { generation: '3.x', engine: 'unknown', loaded: [] }
const FLAT = {
  version: 3,
  type: 'segmentation',
  labels: ['spleen'],
  description: 'Spleen',
  inference: { name: 'TRTISInference', args: {}, node_mapping: {} },
}
const said = (findings: readonly ModelFinding[]) =>
  findings.map(({ severity, code }) => `${severity} ${code}`)
const lint = (config: unknown, target: Target = CLARA_4) => said(lintConfig(JSON.stringify(config), target))
const segmentation = (changes: object) => ({ ...sample('segmentation'), ...changes })

describe('a configuration', () => {
  it('of NVIDIA for Clara 4 is right, with a mark of Windows in front, too', () => {
    expect(lint(sample('segmentation'))).toEqual([])
    expect(lint(sample('deepgrow'))).toEqual([])
    expect(said(lintConfig(`\uFEFF${JSON.stringify(sample('segmentation'))}`, CLARA_4))).toEqual([])
  })

  it.each<[string, unknown, string[]]>([
    ['that is a list', [], ['refuse config-not-object']],
    ['without version', segmentation({ version: undefined }), ['refuse config-version-missing']],
    ['with a version in words', segmentation({ version: '1' }), ['refuse config-version-missing']],
    ['for Clara 3', FLAT, ['refuse config-of-3x']],
    ['without type', segmentation({ type: undefined }), ['refuse type-missing']],
    ['with a type in capitals', segmentation({ type: 'Segmentation' }), ['refuse type-unknown']],
    ['of a type that the viewer hides', segmentation({ type: 'others' }), ['warn type-hidden']],
    ['without labels', segmentation({ labels: undefined }), ['refuse labels-not-a-list']],
    ['with labels as a mapping', segmentation({ labels: { spleen: 1 } }), ['refuse labels-not-a-list']],
    ['with numbers as labels', segmentation({ labels: [1] }), ['refuse labels-not-text']],
    ['with no label to segment', segmentation({ labels: [] }), ['warn labels-empty']],
    ['without description', segmentation({ description: ' ' }), ['warn description-empty']],
    ['without inference', segmentation({ inference: null }), ['refuse inference-missing']],
    ['without an engine', segmentation({ inference: {} }), ['refuse engine-missing']],
    ['with one engine only', segmentation({ inference: { AIAA: {} } }), ['warn engine-only']],
    [
      'that tells Triton nothing',
      segmentation({ inference: { AIAA: {}, TRITON: {} } }),
      ['warn triton-config-missing'],
    ],
    [
      'of deepgrow without 2D or 3D',
      { ...sample('deepgrow'), inference: { AIAA: {} } },
      ['warn engine-only', 'refuse deepgrow-meta-missing'],
    ],
  ])('%s is said to be so', (_what, config, findings) => {
    expect(lint(config)).toEqual(findings)
  })

  it('that is no JSON says where', () => {
    expect(lintConfig('{"version": 1,}', CLARA_4)).toMatchObject([
      { code: 'config-not-json', values: { what: expect.stringContaining('position') } },
    ])
  })

  it('is judged by the engine, where somebody names it', () => {
    const only = segmentation({ inference: { AIAA: {} } })
    expect(lint(only, { ...CLARA_4, engine: 'AIAA' })).toEqual([])
    expect(lint(only, { ...CLARA_4, engine: 'TRITON' })).toEqual(['refuse engine-missing'])
    const untold = segmentation({ inference: { TRITON: {} } })
    expect(lint(untold, { ...CLARA_4, engine: 'TRITON' })).toEqual(['refuse triton-config-missing'])
  })

  it('for Clara 3 is right there, and one for Clara 4 is not', () => {
    expect(lint(FLAT, CLARA_3)).toEqual([])
    expect(lint(sample('segmentation'), CLARA_3)).toEqual(['refuse config-of-4x'])
    expect(lint({ ...FLAT, inference: {} }, CLARA_3)).toEqual(['refuse inference-name-missing'])
  })

  it('of a pipeline needs every model that it chains', () => {
    const pipeline = sample('pipeline')
    const loaded = ['my_deepgrow_2d', 'my_deepgrow_3d']
    expect(lint(pipeline, { ...CLARA_4, loaded })).toEqual(['warn type-hidden'])
    expect(lintConfig(JSON.stringify(pipeline), { ...CLARA_4, loaded: ['my_deepgrow_2d'] })).toMatchObject([
      { code: 'type-hidden' },
      { code: 'pipeline-models-missing', values: { models: 'my_deepgrow_3d' } },
    ])
    expect(lint({ ...pipeline, inference: { AIAA: {} } })).toContain('refuse pipeline-names-no-models')
    expect(isPipeline(JSON.stringify(pipeline))).toBe(true)
    expect(isPipeline('{')).toBe(false)
  })

  it('that is longer than any is refused before it is read', () => {
    expect(said(lintConfig('x'.repeat(600_000), CLARA_4))).toEqual(['refuse config-too-large'])
  })
})

const entry = (name: string, changes: Partial<ZipEntry> = {}): ZipEntry => ({
  name,
  bytes: 10,
  packedBytes: 10,
  encrypted: false,
  unixMode: 0o100644,
  ...changes,
})
const MMAR = [entry('config/'), entry('config/config_aiaa.json'), entry('models/model.ts')]
const archive = (
  entries: readonly ZipEntry[],
  config: string | null = JSON.stringify(sample('segmentation')),
) => lintArchive({ entries, config }, CLARA_4, 1_000)

describe('an archive', () => {
  it('with its folders at the root is right', () => {
    expect(archive(MMAR)).toEqual([])
  })

  it('with a folder around them says which one', () => {
    const nested = MMAR.map(({ name }) => entry(`spleen v1/${name}`))
    expect(archive(nested, null)).toMatchObject([
      { code: 'zip-extra-folder', values: { folder: 'spleen v1' } },
    ])
  })

  it.each<[string, ZipEntry[], string]>([
    ['that is empty', [], 'zip-empty'],
    ['that leads upwards', [...MMAR, entry('../../etc/passwd')], 'zip-path-outside'],
    ['that leads upwards on Windows', [...MMAR, entry('..\\x')], 'zip-path-outside'],
    ['with an absolute name', [...MMAR, entry('/etc/passwd')], 'zip-path-outside'],
    ['with a drive', [...MMAR, entry('C:/x')], 'zip-path-outside'],
    ['with a link', [...MMAR, entry('models/x', { unixMode: 0o120777 })], 'zip-link'],
    ['that is encrypted', [...MMAR, entry('models/x', { encrypted: true })], 'zip-encrypted'],
    ['that is a trap', [...MMAR, entry('models/x', { bytes: 1e9, packedBytes: 1e3 })], 'zip-grows-too-large'],
    [
      'of too many files',
      Array.from({ length: 10_001 }, (_, at) => entry(`models/${at}`)),
      'zip-too-many-files',
    ],
  ])('%s is refused', (_what, entries, code) => {
    expect(said(archive(entries))).toEqual([`refuse ${code}`])
  })

  it('without a configuration or a model says what is missing', () => {
    expect(said(archive([entry('models/model.ts')], null))).toEqual(['refuse zip-no-config'])
    expect(archive([entry('config/config_aiaa.json')])).toMatchObject([
      { code: 'zip-no-model', values: { path: 'models/model.ts' } },
    ])
    expect(said(archive([entry('config/config_aiaa.json'), entry('models/model.trt.pb')]))).toEqual([
      'warn file-of-other-generation',
    ])
  })

  it('is judged by its configuration as well', () => {
    expect(said(archive(MMAR, '{'))).toEqual(['refuse config-not-json'])
  })
})

const bytes = (text: string) => new TextEncoder().encode(text)

describe('a file', () => {
  it('is judged by its size before any of it is read', () => {
    expect(said(lintSize({ name: 'a', bytes: 0 }, 10))).toEqual(['refuse file-empty'])
    expect(lintSize({ name: 'a', bytes: 11 }, 10)).toMatchObject([
      { code: 'file-too-large', values: { bytes: '11', limitBytes: '10' } },
    ])
    expect(lintSize({ name: 'a', bytes: 10 }, 10)).toEqual([])
  })

  it.each<[string, string, string[]]>([
    ['model.ts', 'PK\x03\x04', []],
    ['model.ts', '<!DOCTYPE html><title>Sign in', ['refuse file-is-page']],
    ['model.ts', 'version https://git-lfs.github.com/spec/v1', ['refuse file-is-pointer']],
    ['model.ts', '\x08\x01', ['warn file-not-torchscript']],
    ['model.trt.pb', 'PK\x03\x04', ['warn file-of-other-generation']],
  ])('%s that begins with %j', (name, head, findings) => {
    expect(said(lintModelFile(name, bytes(head), '4.0'))).toEqual(findings)
  })
})

describe('a name', () => {
  it.each(['my_spleen', 'a', 'Spleen-1.2_b', '0x'])('%s is safe', (name) => {
    expect(lintName(name)).toEqual([])
  })

  it.each(['', '.hidden', '../x', 'a/b', 'a b', 'ü', 'x'.repeat(129)])('%j is not', (name) => {
    expect(maySend(lintName(name))).toBe(false)
  })

  it('in the catalogue shows for which Clara a model is', () => {
    expect(lintCatalogueName('nvidia/med/clara_pt_spleen', '4.1')).toEqual([])
    expect(said(lintCatalogueName('nvidia/med/clara_ct_seg_spleen', '4.0'))).toEqual(['warn ngc-not-pytorch'])
    expect(said(lintCatalogueName('nvidia/med/clara_pt_spleen', '3.x'))).toEqual(['warn ngc-is-pytorch'])
  })
})
