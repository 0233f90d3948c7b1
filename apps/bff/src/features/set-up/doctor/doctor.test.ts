import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { DoctorReport, type SetUpFinding } from '@ohif-admin/contracts'
import { makeJar, makeViewerJar } from '@ohif-admin/simulators'
import { afterEach, describe, expect, it } from 'vitest'
import type { Browser } from '../../../testing/browser.ts'
import { startConsole, type TestConsole } from '../../../testing/console.ts'

let console: TestConsole
let admin: Browser
let folder: string | undefined

async function setUp(options: { plugin?: string | null; xnatVersion?: string; withFolder?: boolean } = {}) {
  const { plugin = '3.6.0', xnatVersion = '1.9.3', withFolder = true } = options
  folder = await mkdtemp(path.join(tmpdir(), 'ohif-admin-plugins-'))
  console = await startConsole({
    xnat: { pluginVersion: plugin, xnatVersion },
    settings: withFolder ? { PLUGINS_DIR: folder } : {},
  })
  console.xnat.addProject({ id: 'LIVER', sessions: 1 })
  admin = await console.signIn('admin')
}
afterEach(async () => {
  await console[Symbol.asyncDispose]()
  if (folder) await rm(folder, { recursive: true })
})

const put = (file: string, content: Buffer | string) => writeFile(path.join(folder ?? '', file), content)
/** As old as a jar that XNAT found at its start; its entry in the folder stays as new as the test is. */
async function old(file: string, content: Buffer | string) {
  await put(file, content)
  await utimes(path.join(folder ?? '', file), 1_700_000_000, 1_700_000_000)
}

async function report(): Promise<DoctorReport> {
  const answer = await admin.get('/api/set-up/doctor')
  expect(answer.status, answer.text).toBe(200)
  return DoctorReport.parse(answer.json)
}
const codes = async () =>
  (await report()).findings.map(({ code }) => code).filter((code) => code !== 'restart-perhaps')

describe('the plugin examined', () => {
  it('is fine when there is nothing to find', async () => {
    await setUp()
    await old('ohif-viewer-3.6.0.jar', makeViewerJar('3.6.0'))
    const found = await report()
    expect(found.plugin).toEqual({ state: 'answers', listed: '3.6.0', atLeast: '3.5.1' })
    expect(found.fit).toBe('fits')
    expect(await codes()).toEqual([])
  })

  it('is missing, with and without its jar', async () => {
    await setUp({ plugin: null })
    expect(await codes()).toEqual(['plugin-missing'])
    await old('ohif-viewer-3.6.0.jar', makeViewerJar('3.6.0'))
    expect(await codes()).toEqual(['plugin-not-loaded'])
  })

  it('is one finding when its jar came after the start, whatever else is newer', async () => {
    await setUp({ plugin: null })
    const soon = new Date(Date.now() + 60_000)
    for (const [file, jar] of [
      ['ohif-viewer-3.6.0.jar', makeViewerJar('3.6.0')],
      ['other.jar', makeJar()],
    ] as const) {
      await put(file, jar)
      await utimes(path.join(folder ?? '', file), soon, soon)
    }
    const { findings } = await report()
    expect(findings.map(({ code, files }) => [code, files])).toEqual([
      ['plugin-not-loaded', ['ohif-viewer-3.6.0.jar']],
      ['restart-needed', ['other.jar']],
    ])
  })

  it('has what its answers show, not only what it says of itself', async () => {
    await setUp({ plugin: '3.7.1', withFolder: false })
    const plugins = { ohifViewerPlugin: { id: 'ohifViewerPlugin', name: 'Viewer', version: '3.6.0' } }
    console.xnat.answerWith('/xapi/plugins', {
      body: JSON.stringify(plugins),
      contentType: 'application/json',
    })
    const { plugin, findings, features } = await report()
    expect(plugin).toEqual({ state: 'answers', listed: '3.6.0', atLeast: '3.7.1' })
    expect(findings.map(({ code }) => code)).toContain('version-lags')
    expect(features.every(({ state }) => state === 'present')).toBe(true)
  })

  it('is never called working while nobody can say so', async () => {
    await setUp({ withFolder: false })
    const { stop } = console.xnat.answerWith('/xapi/ohifaiaa/servers', {
      status: 200,
      body: '<html>Login</html>',
    })
    expect((await report()).plugin.state).toBe('unknown')
    stop()
    console.xnat.answerWith('/xapi/plugins', { status: 200, body: '' })
    expect((await report()).plugin.state).toBe('unknown')
    console.xnat.answerWith('/xapi/siteConfig/buildInfo', { status: 503, body: '<html>Starting</html>' })
    const away = await report()
    expect(away.xnat.state).toBe('away')
    expect(away.findings.map(({ code, tone }) => [code, tone])).toContainEqual(['xnat-away', 'unknown'])
  })

  it('is listed and does not answer', async () => {
    await setUp({ withFolder: false })
    console.xnat.answerWith('/xapi/ohifaiaa/servers', { status: 404, body: '<!doctype html><h1>404</h1>' })
    expect(await codes()).toEqual(['plugin-silent', 'folder-not-configured'])
  })

  it('shows another plugin that declares the same data', async () => {
    await setUp({ withFolder: false })
    const roi = { id: 'xnatRoi', version: '2.2.0', dataModelBeans: [{ type: 'icr:roiCollectionData' }] }
    const plugins = { ohifViewerPlugin: { id: 'ohifViewerPlugin', version: '3.6.0' }, xnatRoi: roi }
    console.xnat.answerWith('/xapi/plugins', {
      body: JSON.stringify(plugins),
      contentType: 'application/json',
    })
    expect(await codes()).toEqual(['roi-plugin', 'folder-not-configured'])
  })

  it('is not for everybody', async () => {
    await setUp()
    console.xnat.addUser({ username: 'member' })
    const member = await console.signIn('member')
    for (const part of ['doctor', 'progress', 'restart'])
      expect((await member.get(`/api/set-up/${part}`)).status).toBe(403)
  })
})

describe('the folder', () => {
  it('shows everything that is wrong in it at once', async () => {
    await setUp()
    await old('ohif-viewer-3.6.0.jar', makeViewerJar('3.6.0'))
    await old('ohif-viewer-3.5.1.jar', makeViewerJar('3.5.1'))
    await old('xnat-roi-2.2.0.jar', makeJar({ plugins: [{ id: 'roi' }], etherj: '1.0.7' }))
    await old('download.jar', '<!doctype html><title>Downloads</title>')
    await old('slip.jar', makeJar({ more: { '../../x': 'x' } }))
    const { findings } = await report()
    const of = (code: SetUpFinding['code']) => findings.find((one) => one.code === code)
    expect(of('two-viewer-jars')?.files).toEqual(['ohif-viewer-3.5.1.jar', 'ohif-viewer-3.6.0.jar'])
    expect(of('roi-plugin-jar')?.files).toEqual(['xnat-roi-2.2.0.jar'])
    expect(of('etherj-twice')?.values['versions']).toContain('xnat-roi-2.2.0.jar: 1.0.7')
    expect(of('jar-not-zip')?.values['looksLike']).toBe('html')
    expect(of('jar-strange-names')?.files).toEqual(['slip.jar'])
    const tones = findings.map(({ tone }) => tone)
    expect(tones).toEqual(
      tones.toSorted(
        (a, b) => 'bad attention unknown neutral'.indexOf(a) - 'bad attention unknown neutral'.indexOf(b),
      ),
    )
  })

  it('wants a restart when a jar is newer than this run of XNAT', async () => {
    await setUp()
    await old('ohif-viewer-3.6.0.jar', makeViewerJar('3.6.0'))
    await put('new.jar', makeJar())
    const soon = new Date(Date.now() + 60_000)
    await utimes(path.join(folder ?? '', 'new.jar'), soon, soon)
    const { findings } = await report()
    expect(findings.find(({ code }) => code === 'restart-needed')?.files).toEqual(['new.jar'])
  })

  it('says that it is not known since when XNAT runs', async () => {
    await setUp()
    await old('ohif-viewer-3.6.0.jar', makeViewerJar('3.6.0'))
    console.xnat.answerWith('/xapi/siteConfig/uptime', { status: 500, body: 'no' })
    expect(await codes()).toEqual(['start-unknown'])
  })

  it('is another one than XNAT reads when the running plugin is not in it', async () => {
    await setUp()
    expect(await codes()).toEqual(['viewer-jar-elsewhere'])
  })
})
