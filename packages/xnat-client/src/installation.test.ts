import { startXnatSimulator, type XnatSimulator } from '@ohif-admin/simulators'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createXnatClient, type PluginFeature, type XnatClient } from './index.ts'

let xnat: XnatSimulator
let client: XnatClient
let session: string
const FEATURES: readonly PluginFeature[] = [
  'ai-servers',
  'roi-colors',
  'roi-presets',
  'dicomweb',
  'viewer-settings',
]

beforeEach(async () => {
  xnat = await startXnatSimulator()
  xnat.addProject({ id: 'LIVER', sessions: 1 })
  client = createXnatClient(xnat.url)
  session = await signIn()
})
afterEach(async () => {
  await client.close()
  await xnat[Symbol.asyncDispose]()
})

const signIn = async () => (await client.signIn({ username: 'admin', password: 'admin' })).session
const present = async (project: string | null = 'LIVER') => {
  const found = await Promise.all(FEATURES.map((feature) => client.pluginFeature(session, feature, project)))
  return FEATURES.filter((_, at) => found[at] === 'present')
}

describe('the features of the plugin', () => {
  it.each([
    [null, []],
    ['2.1.0', []],
    ['3.0.0', ['ai-servers']],
    ['3.3.0', ['ai-servers', 'roi-colors']],
    ['3.5.1', ['ai-servers', 'roi-colors', 'roi-presets']],
    ['3.7.0', ['ai-servers', 'roi-colors', 'roi-presets', 'dicomweb']],
    ['3.7.1', FEATURES],
  ])('are told by harmless questions: %s', async (version, features) => {
    xnat.setPluginVersion(version)
    xnat.calls.clear()
    expect(await present()).toEqual(features)
    expect(xnat.calls.map(({ method }) => method)).toEqual(FEATURES.map(() => 'GET'))
  })

  it('are unknown rather than absent when something else answers, and when nothing does', async () => {
    for (const answer of [
      { status: 200, body: '<html>Sign in</html>' },
      { status: 504 },
      { status: 200, body: '' },
    ]) {
      const { stop } = xnat.answerWith(/^\/xapi\/ohifaiaa/, answer)
      expect(await client.pluginFeature(session, 'ai-servers', null)).toBe('unknown')
      stop()
    }
    expect(await client.pluginFeature(session, 'roi-presets', null)).toBe('unknown')
    await xnat.goDown()
    expect(await present()).toEqual([])
    expect(await client.pluginFeature(session, 'ai-servers', null)).toBe('unknown')
  })

  it('are not asked for on behalf of somebody whose session is over', async () => {
    xnat.expireSessions()
    await expect(client.pluginFeature(session, 'ai-servers', null)).rejects.toMatchObject({ status: 401 })
  })
})

describe('the installation', () => {
  it('says since when XNAT has been running', async () => {
    const days = 3 * 86_400_000 + 5 * 3_600_000
    xnat.advanceClock(days)
    session = await signIn()
    const ms = await client.uptimeMs(session)
    expect(ms).toBeGreaterThanOrEqual(days)
    expect(ms).toBeLessThan(days + 60_000)
  })

  it('lists the plugins with what they declare', async () => {
    expect(await client.installedPlugins(session)).toEqual([
      expect.objectContaining({
        id: 'ohifViewerPlugin',
        version: '3.6.0',
        dataTypes: ['icr:roiCollectionData'],
      }),
    ])
    xnat.setPluginVersion(null)
    expect(await client.installedPlugins(session)).toEqual([])
  })
})
