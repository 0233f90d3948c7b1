import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ACCEPT, type BatteryClient } from './battery/client.ts'
import { startXnatSimulator, type XnatSimulator } from './simulator.ts'
import { anonymous, signedIn } from './testing/signed-in.ts'

let xnat: XnatSimulator
let admin: BatteryClient
let user: BatteryClient
beforeAll(async () => {
  xnat = await startXnatSimulator()
  xnat.addUser({ username: 'jdoe' })
  xnat.addProject({ id: 'P', sessions: 4 })
  admin = await signedIn(xnat)
  user = await signedIn(xnat, 'jdoe')
})
afterAll(async () => {
  await xnat[Symbol.asyncDispose]()
})

/** Names and contents of stored zip entries, read from their local headers. */
function entriesOf(zip: Buffer): Record<string, string> {
  const entries: Record<string, string> = {}
  for (let at = 0; zip.readUInt32LE(at) === 0x04034b50; ) {
    const [size, nameLength] = [zip.readUInt32LE(at + 18), zip.readUInt16LE(at + 26)]
    const start = at + 30 + nameLength
    entries[zip.toString('utf8', at + 30, start)] = zip.toString('utf8', start, start + size)
    at = start + size
  }
  return entries
}

async function download(path: string, init: RequestInit = {}): Promise<Response> {
  const headers = { accept: ACCEPT, cookie: admin.cookie ?? '', 'content-type': 'application/json' }
  return fetch(xnat.url + path, { headers, ...init })
}

test('the log download takes a glob on the file name and skips empty files', async () => {
  writeFileSync(join(xnat.logFolder, 'ohifviewer.log.2025-11-20'), 'old\n')
  writeFileSync(join(xnat.logFolder, 'empty.log'), '')
  const post = async (body: unknown) => {
    const answer = await download('/xapi/logs/download', { method: 'POST', body: JSON.stringify(body) })
    return entriesOf(Buffer.from(await answer.arrayBuffer()))
  }
  expect(Object.keys(await post({ logFileSpec: 'ohifviewer.log' }))).toEqual(['ohifviewer.log'])
  expect(await post({ logFileSpec: 'ohifviewer.log.*' })).toEqual({ 'ohifviewer.log.2025-11-20': 'old\n' })
  expect(Object.keys(await post({ logFileSpec: 'empty*', includeEmptyFiles: 'true' }))).toEqual(['empty.log'])

  const all = await download('/xapi/logs/download')
  expect(all.headers.get('content-disposition')).toMatch(/^attachment; filename="xnat-logs-\d+\.zip"$/)
  expect(Object.keys(entriesOf(Buffer.from(await all.arrayBuffer()))).length).toBe(2)
})

test('a spec that ends like a known extension is refused by the extension trap', async () => {
  expect((await download('/xapi/logs/download/ohifviewer.log')).status).toBe(406)
  expect((await download('/xapi/logs/download/ohifviewer.log*')).status).toBe(200)
  expect((await admin.get('/xapi/users/profile/jdoe.com')).status).toBe(406)
})

test('a path in the request changes nothing and can be seen in the recorded call', async () => {
  xnat.calls.clear()
  const body = JSON.stringify({ logFileSpec: 'passwd', path: '/etc' })
  const answer = await download('/xapi/logs/download', { method: 'POST', body })
  expect(entriesOf(Buffer.from(await answer.arrayBuffer()))).toEqual({})
  expect(xnat.calls.to('POST', '/xapi/logs/download')[0]?.body).toContain('"path"')
})

test('the log download is for site administrators', async () => {
  expect((await user.get('/xapi/logs/download')).status).toBe(403)
  expect((await anonymous(xnat).get('/xapi/logs/download')).status).toBe(401)
  const wrongType = { 'content-type': 'text/plain' }
  expect((await admin.send('POST', '/xapi/logs/download', wrongType, 'x')).status).toBe(415)
  expect(
    (await admin.send('POST', '/xapi/logs/download', { 'content-type': 'application/json' }, 'x')).status,
  ).toBe(500)
})

test('settings are shown to those who may read them', async () => {
  expect(await user.json('/xapi/siteConfig/values/siteId,siteUrl')).toEqual({
    siteId: 'XNAT',
    siteUrl: xnat.url,
  })
  expect((await user.get('/xapi/siteConfig/values/siteId,sessionTimeout')).status).toBe(403)
  expect((await admin.get('/xapi/siteConfig/sessionTimeout')).body).toBe('15 minutes')
  expect((await admin.get('/xapi/siteConfig/noSuchSetting')).status).toBe(404)
  expect((await anonymous(xnat).get('/xapi/siteConfig/siteId')).body).toBe('XNAT')
  xnat.switches.siteIdOpen = false
  expect((await anonymous(xnat).get('/xapi/siteConfig/siteId')).status).toBe(401)
  xnat.switches.siteIdOpen = true
})

test('counts are numbers and of the whole site', async () => {
  expect(await user.json('/xapi/totalCounts/reset')).toEqual({
    'xnat:projectData': 1,
    'xnat:subjectData': 2,
    'xnat:imageSessionData': 4,
  })
})

test('uptime leaves out what is zero', async () => {
  expect(Object.keys((await user.json('/xapi/siteConfig/uptime')) as object)).toEqual(['seconds'])
  xnat.advanceClock(25 * 3_600_000 + 60_000)
  user = await signedIn(xnat, 'jdoe')
  expect(await user.json('/xapi/siteConfig/uptime')).toMatchObject({ days: '1', hours: '1', minutes: '1' })
})
