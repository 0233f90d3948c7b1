import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { BatteryClient } from './battery/client.ts'
import { startXnatSimulator, type XnatSimulator } from './simulator.ts'
import { readLog } from './testing/log-reader.ts'
import { signedIn } from './testing/signed-in.ts'

const JSON_BODY = { 'content-type': 'application/json' }

let xnat: XnatSimulator
let admin: BatteryClient
let owner: BatteryClient
beforeAll(async () => {
  xnat = await startXnatSimulator()
})
beforeEach(async () => {
  await xnat.reset()
  xnat.addUser({ username: 'owner' })
  xnat.addProject({ id: 'P', owners: ['owner'], aliases: ['PEE'], sessions: 2 })
  xnat.addProject({ id: 'Q', sessions: [{ sharedInto: [{ project: 'P' }] }, { imageSession: false }] })
  admin = await signedIn(xnat)
  owner = await signedIn(xnat, 'owner')
})
afterAll(async () => {
  await xnat[Symbol.asyncDispose]()
})

const lastLine = () => readLog(xnat.logFolder).at(-1)?.message

describe('viewer metadata', () => {
  test('a subject under a wrong project is told apart from an unknown one', async () => {
    const subject = xnat.subjects('Q')[0]?.id ?? ''
    const wrong = await admin.send('POST', `/xapi/viewer/projects/P/subjects/${subject}`)
    expect([wrong.status, wrong.body]).toEqual([422, `Subject ${subject} not found in project P`])
    const unknown = await admin.send('POST', '/xapi/viewer/projects/P/subjects/XNAT_S99999')
    expect([unknown.status, unknown.body]).toEqual([500, 'RuntimeException - NullPointerException thrown'])
  })

  test('a subject run builds its own sessions', async () => {
    const subject = xnat.subjects('P')[0]?.id ?? ''
    expect((await admin.send('POST', `/xapi/viewer/projects/P/subjects/${subject}`)).status).toBe(201)
    expect(lastLine()).toBe(`Subject ${subject} metadata creation complete`)
  })

  test('the log names a project as the caller did', async () => {
    expect((await admin.send('POST', '/xapi/viewer/projects/PEE')).status).toBe(201)
    expect(lastLine()).toBe('Project PEE metadata creation complete')
  })

  test('a site run builds every image session', async () => {
    await admin.send('POST', '/xapi/viewer/generate-all-metadata')
    const queued = readLog(xnat.logFolder).filter(({ message }) => message.startsWith('ImageSession ID: '))
    expect(queued.length).toBe(3)
    expect(lastLine()).toBe('All projects metadata creation complete')
  })

  test('an owner may rebuild a session of his own, but not one shared into his project', async () => {
    const [own, shared] = [xnat.sessions('P')[0]?.id, xnat.sessions('Q')[0]]
    expect((await owner.send('POST', `/xapi/viewer/projects/P/experiments/${own}`)).status).toBe(200)
    expect((await owner.get(`/xapi/viewer/projects/P/experiments/${shared?.id}/exists`)).status).toBe(200)
    const denied = await owner.send('POST', `/xapi/viewer/projects/P/experiments/${shared?.id}`)
    expect(denied.status).toBe(403)
    expect(denied.body).toBe('User owner does not have edit permission for xnat:mrSessionData/project')
  })

  test('an experiment that is no image session has no document', async () => {
    const other = xnat.sessions('Q')[1]?.id
    const answer = await admin.get(`/xapi/viewer/projects/Q/experiments/${other}/exists`)
    expect([answer.status, answer.body]).toEqual([422, `No session found for ID: ${other}`])
  })

  test('reading a document that does not count builds it, without a content type', async () => {
    const [session] = xnat.sessions('P')
    if (session) session.document = { revision: 1 }
    const path = `/xapi/viewer/projects/P/experiments/${session?.id}`
    expect((await owner.get(`${path}/exists`)).status).toBe(404)
    const answer = await owner.get(path)
    expect(answer.headers.get('content-type')).toBeNull()
    expect(JSON.parse(answer.body).transactionId).toBe(session?.id)
    expect((await owner.get(`${path}/exists`)).status).toBe(200)
  })

  test('a message is pasted unescaped into the wrapping', async () => {
    xnat.switches.java8 = false
    const answer = await admin.send('POST', '/xapi/viewer/projects/NOPE', { accept: 'application/json' })
    expect(answer.status).toBe(500)
    expect(() => JSON.parse(answer.body)).toThrow()
  })
})

describe('AI server lists', () => {
  test('an unknown project is 403 to users, 422 to administrators, and may be accepted on PUT', async () => {
    const path = '/xapi/ohifaiaa/projects/NOPE/servers'
    expect((await owner.get(path)).status).toBe(403)
    expect((await admin.get(path)).status).toBe(422)
    expect((await admin.send('PUT', path, JSON_BODY, '[]')).status).toBe(422)
    xnat.switches.putUnknownProject = 200
    expect((await admin.send('PUT', path, JSON_BODY, '[]')).status).toBe(200)
  })

  test('an owner reads his list but may write it only through the configuration service', async () => {
    const path = '/xapi/ohifaiaa/projects/P/servers'
    expect((await owner.send('PUT', path, JSON_BODY, '[]')).status).toBe(403)
    const stored = await owner.send(
      'PUT',
      '/data/projects/P/config/ohif-aiaa/project-json?unversioned=true',
      {},
      '["x"]',
    )
    expect(stored.status).toBe(201)
    expect(JSON.parse((await owner.get(path)).body)).toEqual(['x'])
  })

  test('a disabled entry is as good as none, and contents that are no list are an error', async () => {
    xnat.storeAiServers(['http://a.example.org'])
    const entry = '/data/config/ohif-aiaa/site-json'
    expect((await admin.send('DELETE', entry)).status).toBe(200)
    expect((await admin.get('/xapi/ohifaiaa/servers')).status).toBe(404)
    const [row] = await admin.rows(`${entry}?format=json`)
    expect(row).toMatchObject({
      status: 'disabled',
      contents: '["http://a.example.org"]',
      unversioned: 'true',
    })
    await admin.send('PUT', `${entry}?inbody=true`, {}, '{"not":"a list"}')
    expect((await admin.get('/xapi/ohifaiaa/servers')).status).toBe(500)
  })

  test.each([
    ['ftp://files.example.org', 200, ''],
    ['HTTP://UPPER.example.org:0080/x', 200, ''],
    ['gopher://example.org', 422, 'unknown protocol: gopher'],
    ['http://example.org:port', 422, 'For input string: "port"'],
    ['//example.org', 422, 'no protocol: //example.org'],
  ])('takes %s for what Java takes it', async (url, status, problem) => {
    const answer = await admin.send('PUT', '/xapi/ohifaiaa/servers', JSON_BODY, JSON.stringify([url]))
    expect(answer.status).toBe(status)
    expect(answer.body).toBe(
      problem === '' ? 'Site server list updated' : `Malformed URL - Cause: ${problem}`,
    )
  })
})

describe('the configuration service', () => {
  test('keeps versions unless the entry began as unversioned', async () => {
    for (const contents of ['one', 'two']) await admin.send('PUT', '/data/config/tool/a/path', {}, contents)
    const history = await admin.rows('/data/config/tool/a/path?action=getHistory&format=json')
    expect(history.map((row) => [row['version'], row['contents']])).toEqual([
      ['1', 'one'],
      ['2', 'two'],
    ])
    expect((await admin.get('/data/config/tool/a/path?contents=true&version=1')).body).toBe('one')
    const [meta] = await admin.rows('/data/config/tool/a/path?meta=true&format=json')
    expect(meta).not.toHaveProperty('contents')
  })

  test('is read by every user and written by administrators and owners', async () => {
    expect((await admin.send('PUT', '/data/config/tool/path', {}, 'x')).status).toBe(201)
    expect((await admin.send('PUT', '/data/config/tool/path', {}, 'y')).status).toBe(200)
    expect(await owner.rows('/data/config?format=json')).toEqual([{ tool: 'tool' }])
    expect((await owner.send('PUT', '/data/config/tool/path', {}, 'z')).status).toBe(403)
    expect((await owner.send('PUT', '/data/projects/Q/config/tool/path', {}, 'z')).status).toBe(403)
    expect((await admin.send('PUT', '/data/config/tool/path?status=odd', {}, 'z')).status).toBe(400)
    expect((await admin.send('PUT', '/data/config/tool/path')).status).toBe(400)
  })

  test('answers 404 for what is missing, or 204 when asked to', async () => {
    expect((await owner.get('/data/config/none/here')).status).toBe(404)
    expect((await owner.get('/data/config/none/here?accept-not-found=true')).status).toBe(204)
  })
})

describe('presets, settings and colours', () => {
  test('presets are sorted, clamped and kept by type', async () => {
    const path = '/xapi/viewerConfig/projects/P/roipreset'
    const body = JSON.stringify([
      { label: 'b', color: [999, -1, 5] },
      { label: 'a', color: [1] },
    ])
    const stored = await admin.send('PUT', `${path}?type=AIM`, JSON_BODY, body)
    expect([stored.status, stored.body]).toEqual([200, 'Updated AIM ROI presets for project P'])
    expect(await owner.json(`${path}?type=aim`)).toEqual({
      AIM: [
        { label: 'a', color: [0, 0, 0] },
        { label: 'b', color: [255, 0, 5] },
      ],
    })
    const failed = await admin.send('PUT', path, JSON_BODY, body)
    expect([failed.status, failed.body]).toEqual([
      500,
      'There was an error in the request : Allowable ROI types: [AIM,SEG,MEAS]',
    ])
    expect((await admin.get('/xapi/viewerConfig/projects/NOPE/roipreset')).status).toBe(500)
  })

  test('viewer settings appear with 3.7.1', async () => {
    const path = '/xapi/viewerConfig/projects/P'
    expect((await admin.get(path)).body).toMatch(/^<!doctype html/)
    xnat.setPluginVersion('3.7.1')
    expect([(await admin.get(path)).status, (await admin.get(path)).body]).toEqual([404, ''])
    await admin.send('PUT', path, JSON_BODY, '{"multistack":true}')
    expect(await owner.json(path)).toEqual({ multistack: true })
  })

  test('colours have a sentinel of their own', async () => {
    const path = '/xapi/ohifroicolor/projects/P/roicolor'
    const missing = await owner.get(path)
    expect([missing.status, JSON.parse(missing.body)]).toEqual([
      404,
      [{ label: 'No ROI color list found', color: '' }],
    ])
    expect((await admin.send('PUT', path, JSON_BODY, '[{"label":"L","color":"1,2,3"}]')).status).toBe(200)
    expect((await admin.send('PUT', path, JSON_BODY, '[{"label":"L"}]')).status).toBe(500)
  })
})

test('DICOMweb data exist for microscopy only, under a lock of their own', async () => {
  xnat.setPluginVersion('3.7.2')
  xnat.addProject({ id: 'SLIDES', sessions: [{ modality: 'SM' }, { modality: 'MR' }] })
  const [slide, other] = xnat.sessions('SLIDES').map(({ id }) => id)
  const base = '/xapi/viewerDicomweb/projects/SLIDES'
  expect((await admin.get(`${base}/experiments/${slide}/exists`)).status).toBe(404)
  expect((await admin.get(`${base}/experiments/${other}/exists`)).status).toBe(501)
  const held = xnat.holdRegeneration('SLIDES')
  const metadata = admin.send('POST', '/xapi/viewer/projects/SLIDES')
  await held.reached(1)
  expect((await admin.send('POST', base)).status).toBe(201)
  await held.storeRest()
  expect((await metadata).status).toBe(201)
  expect((await admin.get(`${base}/experiments/${slide}/exists`)).status).toBe(200)
  expect((await admin.send('DELETE', `${base}/experiments/${slide}`)).status).toBe(200)
  const document = JSON.parse((await admin.get(`/xapi/viewer/projects/SLIDES/experiments/${slide}`)).body)
  expect(document.isDicomWeb).toBe(true)
})
