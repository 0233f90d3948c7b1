import { startXnatSimulator, type XnatSimulator } from '@ohif-admin/simulators'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createXnatClient, type XnatClient } from './index.ts'

let xnat: XnatSimulator
let client: XnatClient
let xnatSession: string
beforeAll(async () => {
  xnat = await startXnatSimulator()
  client = createXnatClient(xnat.url)
})
beforeEach(async () => {
  await xnat.reset()
  xnat.setPluginVersion('3.7.2')
  xnat.addUser({ username: 'stranger' })
  xnat.addProject({
    id: 'P',
    sessions: [
      { id: 'VALID', document: 'valid' },
      { id: 'OUTDATED', document: 'outdated' },
      { id: 'SLIDE', modality: 'SM' },
    ],
  })
  xnatSession = (await client.signIn({ username: 'admin', password: 'admin' })).session
})
afterAll(async () => {
  await client.close()
  await xnat[Symbol.asyncDispose]()
})

const ask = (session: string, data: 'viewer' | 'dicomweb' = 'viewer') =>
  client.sessionExists(xnatSession, { project: 'P', session, data })

test('a document of the present revision is present, an older one is missing', async () => {
  expect(await ask('VALID')).toBe('present')
  expect(await ask('OUTDATED')).toBe('missing')
})

test('a slide has an index or none, anything else cannot have one', async () => {
  expect(await ask('SLIDE', 'dicomweb')).toBe('missing')
  await client.rebuildAll(
    xnatSession,
    { target: { scope: 'site' }, data: 'dicomweb', overwrite: false },
    { timeoutMs: 10_000 },
  )
  expect(await ask('SLIDE', 'dicomweb')).toBe('present')
  expect(await ask('VALID', 'dicomweb')).toBe('not-supported')
})

test('what may not be seen, or is not there, is not visible', async () => {
  expect(await ask('GONE')).toBe('not-visible')
  xnatSession = (await client.signIn({ username: 'stranger', password: 'stranger' })).session
  expect(await ask('VALID')).toBe('not-visible')
})

test('nothing is learned in a session that is over', async () => {
  xnat.expireSessions()
  expect(await ask('VALID')).toBe('signed-out')
})

test('a login page says nothing about the document', async () => {
  xnat.answerWith(/exists$/, { status: 200, body: '<html></html>', contentType: 'text/html;charset=UTF-8' })
  expect(await ask('VALID')).toBe('signed-out')
})

test('a plugin that is not there has not answered', async () => {
  xnat.setPluginVersion(null)
  expect(await ask('VALID')).toBe('no-plugin')
})

test.each([200, 404])(
  "a text with %i is somebody else's: the plugin answers without a body",
  async (status) => {
    xnat.answerWith(/exists$/, { status, body: '404 page not found', contentType: 'text/plain' })
    expect(await ask('VALID')).toBe('no-plugin')
  },
)

test.each([
  [500, 'failed'],
  [429, 'failed'],
  [502, 'unreachable'],
  [503, 'unreachable'],
  [504, 'timed-out'],
])('a failure of XNAT or its proxy is no answer: %i', async (status, said) => {
  xnat.answerWith(/exists$/, { status, body: '' })
  expect(await ask('VALID')).toBe(said)
})

test('an XNAT that is away has not answered', async () => {
  await xnat.goDown()
  expect(await ask('VALID')).toBe('unreachable')
  await xnat.comeBack()
})
