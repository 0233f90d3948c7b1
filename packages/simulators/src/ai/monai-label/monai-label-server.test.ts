import { describe, expect, test } from 'vitest'
import { type MonaiLabelAccount, monaiLabelInfos, startMonaiLabelServer } from '../index.ts'

const ORIGIN = 'https://xnat.example.org'

async function answer(url: string, init: RequestInit = {}) {
  const response = await fetch(url, { redirect: 'manual', ...init })
  const text = await response.text()
  const isJson = response.headers.get('content-type') === 'application/json'
  return { status: response.status, body: isJson ? (JSON.parse(text) as unknown) : text }
}

function upload(field: string, content = 'bytes'): RequestInit {
  const body = new FormData()
  body.append(field, new Blob([content]), 'file')
  return { method: 'PUT', body }
}

describe('weight files', () => {
  test('can be replaced unchecked and taken away; the model stays listed', async () => {
    await using server = await startMonaiLabelServer()
    const model = `${server.url}/model/segmentation_spleen`
    const before = await answer(`${server.url}/model/info/segmentation_spleen`)

    const put = await answer(model, upload('file', 'anything'))
    expect(put.status).toBe(200)
    expect(put.body).not.toEqual(before.body)
    expect((await answer(model)).body).toBe('anything')

    expect(await answer(model, { method: 'DELETE' })).toEqual({ status: 200, body: {} })
    expect(await answer(model, { method: 'DELETE' })).toMatchObject({ status: 404 })
    expect((await answer(`${server.url}/info/`)).body).toHaveProperty('models.segmentation_spleen')
  })

  test('of a model the app does not have are refused, and so is a form without the file', async () => {
    await using server = await startMonaiLabelServer()
    const model = `${server.url}/model/unknown_model`
    expect(await answer(model, upload('file'))).toEqual({
      status: 500,
      body: { detail: 'Model File Name NOT configured for unknown_model' },
    })
    expect(await answer(model, upload('wrong'))).toEqual({
      status: 422,
      body: { detail: [{ type: 'missing', loc: ['body', 'file'], msg: 'Field required', input: null }] },
    })
  })
})

describe('training', () => {
  test('goes from submitted to done, refuses a second task, and is reported throughout', async () => {
    await using server = await startMonaiLabelServer()
    const train = `${server.url}/train/`
    expect(await answer(train)).toEqual({ status: 404, body: { detail: 'No Train Tasks Found' } })

    const start = { method: 'POST', body: '{"max_epochs":2}' }
    expect((await answer(`${train}segmentation_spleen`, start)).body).toMatchObject({
      status: 'SUBMITTED',
      request: { model: 'segmentation_spleen', max_epochs: 2 },
    })
    expect(await answer(`${train}segmentation_spleen`, start)).toEqual({
      status: 429,
      body: { detail: '++++++++++ Train Task is Already Running' },
    })
    expect((await answer(`${train}segmentation_spleen?enqueue=true`, start)).status).toBe(200)

    server.advanceTraining()
    expect((await answer(`${train}?check_if_running=true`)).body).toMatchObject({ status: 'RUNNING' })
    server.advanceTraining()
    expect((await answer(`${train}?all=true`)).body).toMatchObject([
      { status: 'DONE' },
      { status: 'SUBMITTED' },
    ])
  })

  test('of an unknown model is accepted and fails later', async () => {
    await using server = await startMonaiLabelServer()
    expect((await answer(`${server.url}/train/nobody`, { method: 'POST' })).body).toMatchObject({
      status: 'SUBMITTED',
    })
    server.advanceTraining()
    expect((await answer(`${server.url}/train/`)).body).toMatchObject({ status: 'ERROR' })
  })

  test('can be stopped; stopping nothing answers null', async () => {
    await using server = await startMonaiLabelServer()
    await answer(`${server.url}/train/segmentation_spleen`, { method: 'POST' })
    const stop = () => answer(`${server.url}/train/`, { method: 'DELETE' })
    expect((await stop()).body).toMatchObject({ status: 'STOPPED' })
    expect(await stop()).toEqual({ status: 200, body: null })
  })
})

describe('signing in', () => {
  const admin: MonaiLabelAccount = { username: 'ada', password: 'pw', roles: ['monailabel-admin'] }

  async function token(url: string, password: string) {
    const body = new URLSearchParams({ username: 'ada', password })
    return answer(`${url}/auth/token`, { method: 'POST', body })
  }

  test('when on, is announced and asked for, and the API description stays open', async () => {
    await using server = await startMonaiLabelServer({ accounts: [admin] })
    expect((await answer(`${server.url}/auth/`)).body).toMatchObject({ enabled: true })
    expect(await answer(`${server.url}/info/`)).toEqual({
      status: 401,
      body: { detail: 'Not authenticated' },
    })
    expect((await answer(`${server.url}/openapi.json`)).status).toBe(200)
    expect((await answer(`${server.url}/reload`, { method: 'POST' })).status).toBe(200)
  })

  test('gives roles that do not include one another', async () => {
    await using server = await startMonaiLabelServer({ accounts: [admin] })
    const { body } = await token(server.url, 'pw')
    const { access_token: accessToken } = body as { access_token: string }
    const headers = { authorization: `Bearer ${accessToken}` }

    expect((await answer(`${server.url}/logs/`, { headers })).status).toBe(200)
    expect(await answer(`${server.url}/info/`, { headers })).toEqual({
      status: 403,
      body: { detail: 'Role "monailabel-user" is required to perform this action' },
    })
    expect((await answer(`${server.url}/auth/token/valid`, { headers })).body).toMatchObject({
      username: 'ada',
    })
  })

  test('with a wrong password is an unhandled 500, with a wrong token a 401', async () => {
    await using server = await startMonaiLabelServer({ accounts: [admin] })
    expect(await token(server.url, 'wrong')).toEqual({ status: 500, body: 'Internal Server Error' })
    expect(await answer(`${server.url}/info/`, { headers: { authorization: 'Bearer x' } })).toEqual({
      status: 401,
      body: { detail: 'Could not validate credentials' },
    })
  })
})

describe('origins', () => {
  const allowed = async (url: string, path = '/openapi.json') => {
    const response = await fetch(url + path, { headers: { origin: ORIGIN } })
    return response.headers.get('access-control-allow-origin')
  }

  test('are all allowed by default', async () => {
    await using server = await startMonaiLabelServer()
    expect(await allowed(server.url)).toBe('*')
    const plain = await fetch(`${server.url}/openapi.json`)
    expect(plain.headers.has('access-control-allow-origin')).toBe(false)
  })

  test('that are configured match only on releases before the trailing slash came in', async () => {
    await using older = await startMonaiLabelServer({ corsOrigins: [ORIGIN], pydantic: 1 })
    await using newer = await startMonaiLabelServer({ corsOrigins: [ORIGIN] })
    expect(await allowed(older.url)).toBe(ORIGIN)
    expect(await allowed(newer.url)).toBeNull()
    const preflight = await answer(`${newer.url}/session/`, {
      method: 'OPTIONS',
      headers: { origin: ORIGIN, 'access-control-request-method': 'PUT' },
    })
    expect(preflight).toEqual({ status: 400, body: 'Disallowed CORS origin' })
  })
})

describe('failures behind the server', () => {
  test('of the datastore are a plain 500 without CORS headers while the description answers', async () => {
    await using server = await startMonaiLabelServer({ info: monaiLabelInfos.xnatDatastore() })
    server.breakDatastore()
    const response = await fetch(`${server.url}/info/`, { headers: { origin: ORIGIN } })
    expect([response.status, await response.text()]).toEqual([500, 'Internal Server Error'])
    expect(response.headers.has('access-control-allow-origin')).toBe(false)
    expect((await answer(`${server.url}/openapi.json`)).status).toBe(200)
  })

  test('of the log and of the graphics tool have their own answers', async () => {
    await using server = await startMonaiLabelServer({ gpu: 'missing' })
    server.setLog(undefined)
    expect((await answer(`${server.url}/logs/`)).body).toEqual({
      detail: 'Log File /workspace/apps/radiology/logs/app.log NOT Found',
    })
    expect(await answer(`${server.url}/logs/gpu`)).toEqual({ status: 500, body: 'Internal Server Error' })
  })

  test('of sessions: switched off is 406, a missing file 422, an expired one 404', async () => {
    await using off = await startMonaiLabelServer({ sessions: 'off' })
    expect(await answer(`${off.url}/session/`, upload('files'))).toEqual({
      status: 406,
      body: { detail: 'Session Feature is Not Enabled' },
    })
    await using on = await startMonaiLabelServer()
    expect((await answer(`${on.url}/session/`, { method: 'PUT' })).status).toBe(422)
    const { body } = await answer(`${on.url}/session/?expiry=7200`, upload('files'))
    expect(body).toMatchObject({ session_info: { expiry: 3600 } })
    on.expireSessions()
    const { session_id: id } = body as { session_id: string }
    expect((await answer(`${on.url}/session/${id}`)).status).toBe(404)
  })
})

test('sends the viewer to plain http when it does not know about the TLS in front', async () => {
  const location = async (url: string) =>
    (await fetch(`${url}/info`, { redirect: 'manual' })).headers.get('location')?.replace(/:\d+/, '')
  await using server = await startMonaiLabelServer({ behindUntrustedTlsProxy: true })
  expect(await location(server.url)).toBe('http://127.0.0.1/info/')
})

test('knows the scans of its XNAT datastore', async () => {
  await using server = await startMonaiLabelServer()
  server.addScan('PROJ1/XNAT_S00012/XNAT_E00034/4')
  const { body } = await answer(
    `${server.url}/datastore/image/info?image=${encodeURIComponent('PROJ1/XNAT_S00012/XNAT_E00034/4')}`,
  )
  expect(body).toEqual({ project: 'PROJ1', subject: 'XNAT_S00012', experiment: 'XNAT_E00034', scan: '4' })
})
