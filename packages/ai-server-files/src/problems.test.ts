import { describe, expect, it } from 'vitest'
import { problemsOf } from './problems.ts'
import { type FieldName, KINDS, publicAddress } from './settings.ts'
import { valuesOf } from './testing/values.ts'
import { warningsOf } from './warnings.ts'

/** The problem of one field, in a kind that has it. */
function problemOf(name: FieldName, text: string) {
  const kind = KINDS.find(
    (one) => name in problemsOf(one, valuesOf(one, { auth: 'on', scheme: 'https', [name]: '\n' })),
  )
  return problemsOf(
    kind ?? 'clara',
    valuesOf(kind ?? 'clara', { auth: 'on', scheme: 'https', [name]: text }),
  )[name]
}

describe('a field', () => {
  it.each<[FieldName, string, string | undefined]>([
    ['host', 'ai.example.org', undefined],
    ['host', '10.1.2.3', undefined],
    ['host', '[fd00::5]', undefined],
    ['host', 'klinik-münchen.example', undefined],
    ['host', '', 'missing'],
    ['host', 'http://ai.example.org', 'host-with-more'],
    ['host', 'ai.example.org:5000', 'host-with-more'],
    ['host', 'ai.example.org/aiaa', 'host-with-more'],
    ['host', 'user@ai', 'host-with-more'],
    ['host', 'ai.example.org.', 'host'],
    ['host', 'ai_server', 'host'],
    ['host', 'two words', 'host'],
    ['host', '-ai', 'host'],
    ['host', '127.1', 'host'],
    ['host', `${'-'.repeat(200)}!`, 'host'],
    ['port', '5000', undefined],
    ['port', '65535', undefined],
    ['port', '65536', 'port'],
    ['port', '0', 'port'],
    ['port', '05000', 'port'],
    ['port', '5000 ', 'port'],
    ['port', 'http', 'port'],
    ['publicPort', '70000', 'port'],
    ['remotePort', '-1', 'port'],
    ['workspace', '/srv/aiaa workspace', undefined],
    ['workspace', 'aiaa_workspace', 'path-not-absolute'],
    ['workspace', '~/aiaa', 'path-not-absolute'],
    ['workspace', 'C:\\aiaa', 'path-not-absolute'],
    ['workspace', '/', 'path-root'],
    ['workspace', '/srv/../etc', 'path-dots'],
    ['workspace', '/srv/a:b', 'path-characters'],
    ['workspace', '/srv/a\nb', 'path-characters'],
    ['workspace', "/srv/it's", 'path-characters'],
    ['workspace', '/srv/$HOME', 'path-characters'],
    ['workspace', '/srv/\u202egnp', 'path-characters'],
    ['workspace', `/${'a'.repeat(300)}`, 'too-long'],
    ['remoteWorkspace', 'x', 'path-not-absolute'],
    ['startTimeout', '3600', undefined],
    ['startTimeout', '0', 'seconds'],
    ['modelTimeout', '2 minutes', 'seconds'],
    ['protocol', 'GRPC', 'choice'],
    ['verbose', '2', 'choice'],
    ['scheme', 'ftp', 'choice'],
    ['gpus', 'all', undefined],
    ['gpus', '0,1,2', undefined],
    ['gpus', 'GPU-8932f937-d72c-4106-c12f-20bd9faed9f6', undefined],
    ['gpus', '0, 1', 'gpus'],
    ['gpus', '0,0', 'gpus-twice'],
    ['gpus', 'first', 'gpus'],
    ['image', 'images.example.org:5000/clara:v4.0', undefined],
    ['image', 'clara:v4.0', undefined],
    ['image', `nvcr.io/nvidia/clara@sha256:${'0'.repeat(64)}`, undefined],
    ['image', 'nvcr.io/nvidia/clara-train-sdk', 'image-no-tag'],
    ['image', 'images.example.org:5000/clara', 'image-no-tag'],
    ['image', 'nvcr.io/NVIDIA/Clara:v4', 'image'],
    ['image', 'clara:v4 --privileged', 'image'],
    ['tritonImage', '', 'missing'],
    ['app', 'radiology', 'path-not-absolute'],
    ['models', '', undefined],
    ['models', 'deepedit,segmentation_spleen', undefined],
    ['models', 'deepedit, spleen', 'models'],
    ['models', '--help', 'models'],
    ['xnatUrl', 'https://xnat.example.org/xnat', undefined],
    ['xnatUrl', 'xnat.example.org', 'url'],
    ['xnatUrl', 'https://admin:secret@xnat.example.org', 'url-credentials'],
    ['xnatUrl', 'https://xnat.example.org/$(id)', 'url'],
    ['xnatProjects', 'LIVER,KNEE', undefined],
    ['xnatProjects', 'LIVER;KNEE', 'projects'],
    ['authRealm', 'realm', 'url'],
  ])('%s: %j is %s', (name, text, problem) => {
    expect(problemOf(name, text)).toBe(problem)
  })

  it('does not matter while another choice leaves it out', () => {
    const values = valuesOf('monai-label', {
      publicPort: 'x',
      authRealm: 'x',
      studiesFolder: 'x',
      workspace: 'x',
    })
    expect(problemsOf('monai-label', values)).toEqual({})
  })
})

describe('the address to register', () => {
  it.each([
    [{ host: 'ai.example.org' }, 'http://ai.example.org:5000'],
    [{ host: 'ai.example.org', port: '80' }, 'http://ai.example.org'],
    [{ host: 'ai.example.org', scheme: 'https' }, 'https://ai.example.org'],
    [{ host: 'ai.example.org', scheme: 'https', publicPort: '8443' }, 'https://ai.example.org:8443'],
    [{ host: 'bücher.example' }, 'http://xn--bcher-kva.example:5000'],
    [{ host: '' }, null],
  ])('is what browsers call: %j', (changed, address) => {
    expect(publicAddress(valuesOf('clara', changed))).toBe(address)
  })
})

describe('a warning', () => {
  const warnings = (kind: (typeof KINDS)[number], changed = {}) => warningsOf(kind, valuesOf(kind, changed))

  it('says at once what an old or slower way costs', () => {
    expect(warnings('clara-3')).toEqual(['deprecated', 'end-of-life'])
    expect(warnings('clara')).toEqual(['end-of-life', 'slower-without-triton'])
    expect(warnings('clara-triton')).toEqual(['end-of-life'])
  })

  it('says what a proxy with https has to do', () => {
    expect(warnings('clara-triton', { scheme: 'https' })).toContain('proxy-needed')
    expect(warnings('clara-triton', { scheme: 'https' })).not.toContain('proxy-redirect')
    expect(warnings('monai-label', { scheme: 'https' })).toContain('proxy-redirect')
    expect(warnings('clara', { scheme: 'https', port: '443' })).toContain('port-clash')
  })

  it('says that the viewer cannot sign in to MONAI Label', () => {
    expect(warnings('monai-label', { auth: 'on' })[0]).toBe('sign-in')
    expect(warnings('clara', { auth: 'on' })).not.toContain('sign-in')
  })

  it('says what MONAI Label does with an XNAT behind it', () => {
    expect(warnings('monai-label')).toEqual(['xnat-old-release', 'xnat-large'])
    expect(warnings('monai-label', { xnatProjects: 'LIVER' })).toEqual([
      'xnat-old-release',
      'not-all-projects',
    ])
    expect(warnings('monai-label', { xnatUrl: 'http://localhost:8080' })).toContain('xnat-loopback')
    expect(warnings('monai-label', { studies: 'folder', models: '' })).toEqual(['no-models'])
    expect(warnings('monai-label', { studies: 'folder', port: '80' })).toEqual(['privileged-port'])
  })
})
