import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { makeJar, makeViewerJar } from '@ohif-admin/simulators'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { fromBufferPromise } from 'yauzl'
import type { Browser } from '../../../testing/browser.ts'
import { startConsole, type TestConsole } from '../../../testing/console.ts'

const SECRET = 'CANARYSECRETCANARYSECRETCANARYSECRET'

let console: TestConsole
let folder: string
let admin: Browser

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'ohif-admin-CANARY-'))
  console = await startConsole({
    settings: {
      PLUGINS_DIR: folder,
      SECRET_KEY: SECRET,
      SITE_NAME: 'CANARY hospital',
      AI_ALLOWED_HOSTS: 'ai.canary.example',
      SUPPORT_GROUPS: 'CANARY_GROUP',
      PUBLIC_URL: 'https://console.canary.example/ohif',
    },
  })
  const { xnat } = console
  xnat.addUser({ username: 'canaryuser', roles: ['Administrator'] })
  xnat.addProject({
    id: 'LIVER',
    title: 'CANARY title',
    sessions: [
      { id: 'XNAT_E00001', label: 'CANARY_LABEL', subject: 'CANARY_SUBJECT', behaviour: 'explicit-error' },
    ],
  })
  xnat.storeAiServers(['http://user:CANARY@ai.canary.example:5000/CANARY?token=CANARY'])
  xnat.storeAiServers(['http://ai.canary.example:5000'], 'LIVER')
  admin = await console.signIn('canaryuser')
})
afterEach(async () => {
  await console[Symbol.asyncDispose]()
  await rm(folder, { recursive: true })
})

async function bundle(): Promise<Map<string, string>> {
  const response = await fetch(new URL('/api/set-up/support-bundle', console.url), {
    headers: { cookie: admin.cookie ?? '', 'sec-fetch-site': 'same-origin' },
  })
  expect(response.status).toBe(200)
  expect(response.headers.get('content-disposition')).toMatch(
    /filename="ohif-admin-support-\d{8}-\d{4}\.zip"/,
  )
  const zip = await fromBufferPromise(Buffer.from(await response.arrayBuffer()))
  const files = new Map<string, string>()
  for await (const entry of zip.eachEntry())
    files.set(entry.fileName, await text(await zip.openReadStreamPromise(entry)))
  return files
}

/** Every place where something private can come from. */
async function plant() {
  const { xnat } = console
  await writeFile(path.join(folder, 'ohif-viewer-3.6.0.jar'), makeViewerJar('3.6.0'))
  await writeFile(path.join(folder, 'ohif-viewer-CANARY.jar'), makeViewerJar('CANARY-3.6.0'))
  await writeFile(
    path.join(folder, 'CANARY^Patient.jar'),
    makeJar({ plugins: [{ id: 'CANARY', version: 'CANARY' }], manifestVersion: 'CANARY', etherj: 'CANARY' }),
  )
  await writeFile(path.join(folder, 'canary.example.jar'), '<html>CANARY')
  await admin.post('/api/ai-servers/checks', { entry: 'http://ai.canary.example:5000/CANARY?token=CANARY' })
  await admin.post('/api/ai-servers/checks', { entry: 'CANARY://x' })
  await admin.send('PUT', '/api/set-up/put-away', { body: { away: true } })
  await admin.post('/api/set-up/restart')
  await xnat.archiveEvent('XNAT_E00001')
  const line = (message: string) => `2026-01-01 00:00:00,000 [CANARY] ERROR CANARY - ${message}\n`
  await appendFile(
    path.join(xnat.logFolder, 'ohifviewer.log'),
    line('CANARY^Patient') + line('/data/CANARY/x'),
  )
  const roi = { id: 'CANARY', version: 'CANARY', dataModelBeans: [{ type: 'icr:roiCollectionData' }] }
  const plugins = { ohifViewerPlugin: { id: 'ohifViewerPlugin', version: 'CANARY' }, CANARY: roi }
  xnat.answerWith('/xapi/plugins', { body: JSON.stringify(plugins), contentType: 'application/json' })
  xnat.answerWith('/xapi/siteConfig/buildInfo', {
    body: JSON.stringify({ version: 'CANARY', nodeId: 'canary-node', hostName: 'canary.example' }),
    contentType: 'application/json',
  })
}

describe('the support bundle', () => {
  it('holds what helps', async () => {
    await writeFile(path.join(folder, 'ohif-viewer-3.6.0.jar'), makeViewerJar('3.6.0'))
    const files = await bundle()
    expect([...files.keys()]).toEqual([
      'README.txt',
      'versions.json',
      'doctor.json',
      'progress.json',
      'checks.json',
      'settings.json',
      'log.txt',
    ])
    const doctor = JSON.parse(files.get('doctor.json') ?? '')
    expect(doctor).toMatchObject({
      plugin: { state: 'answers', listed: '3.6.0' },
      xnat: { version: '1.9.3' },
    })
    expect(doctor.folder.jars[0]).toMatchObject({ file: 'ohif-viewer-3.6.0.jar', version: '3.6.0' })
    expect(JSON.parse(files.get('settings.json') ?? '')).toMatchObject({
      LOG_POLL_MS: 50,
      ENVIRONMENT: 'production',
      SECRET_KEY: 'set',
      SITE_NAME: 'set',
      DATABASE_URL: 'not set',
    })
    expect(files.get('log.txt')).toContain('initialised')
  })

  it('holds no name, no secret, no token and no host, wherever they were planted', async () => {
    await plant()
    const files = await bundle()
    expect(files.get('log.txt')).toContain('(masked)')
    expect(JSON.parse(files.get('checks.json') ?? '')[0]).toHaveProperty('server')
    for (const [name, content] of files) {
      const found = /.{0,40}(?:canary|ai\.|127\.0\.0\.1|JSESSION).{0,40}/i.exec(content)?.[0] ?? null
      expect([name, found]).toEqual([name, null])
    }
  })

  it('is there when the log is not, and when XNAT is not', async () => {
    await rm(console.xnat.logFolder, { recursive: true })
    await console.xnat.goDown()
    const files = await bundle()
    expect(JSON.parse(files.get('doctor.json') ?? '')).toMatchObject({ xnat: { state: 'away' } })
    expect(files.has('log.txt')).toBe(true)
  })
})
