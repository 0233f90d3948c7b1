import { describe, expect, test } from 'vitest'

export interface MonaiLabelUnderTest {
  /** `scheme://host:port` of a server without sign-in, all origins allowed. */
  readonly url: string
  /** Sessions may be made and closed; models, tasks and the datastore are never touched. */
  readonly mayChange: boolean
}

const ORIGIN = 'https://xnat.example.org'

/** What this project relies on from every MONAI Label server, simulated or real. */
export function monaiLabelBattery(name: string, subject: () => MonaiLabelUnderTest) {
  const ask = (path: string, init: RequestInit = {}) =>
    fetch(subject().url + path, { redirect: 'manual', ...init })
  const answer = async (path: string, init: RequestInit = {}) => {
    const response = await ask(path, init)
    return { status: response.status, body: (await response.json()) as unknown }
  }

  describe(`${name} as a MONAI Label server`, () => {
    test('names itself in its API description', async () => {
      expect(await answer('/openapi.json')).toMatchObject({
        status: 200,
        body: { info: { title: 'MONAILabel' } },
      })
    })

    test('describes its models by name', async () => {
      const { status, body } = await answer('/info/')
      expect(status).toBe(200)
      expect(body).toMatchObject({ models: expect.any(Object), labels: expect.anything() })
    })

    test.each([
      ['/info', '/info/'],
      ['/datastore/image/info/?image=A%2FB%2FC%2F1', '/datastore/image/info?image=A%2FB%2FC%2F1'],
    ])('sends %s on to an absolute address ending in %s', async (asked, target) => {
      const response = await ask(asked)
      expect(response.status).toBe(307)
      const location = response.headers.get('location') ?? ''
      expect(location).toMatch(/^https?:\/\//)
      expect(new URL(location).host).toBe(new URL(subject().url).host)
      expect(new URL(location).href.endsWith(target)).toBe(true)
    })

    test('answers an unknown route, a wrong method and an unknown model file in its own words', async () => {
      expect(await answer('/no/such/route')).toEqual({ status: 404, body: { detail: 'Not Found' } })
      expect((await ask('/info/', { method: 'HEAD' })).status).toBe(405)
      expect(await answer('/model/info/no_such_model')).toEqual({
        status: 404,
        body: { detail: 'Model File NOT Found for no_such_model' },
      })
    })

    test('has no sign-in route while sign-in is off', async () => {
      expect(await answer('/auth/')).toEqual({ status: 404, body: { detail: 'Not Found' } })
    })

    test('reports nothing to report about training as 404', async () => {
      const { status, body } = await answer('/train/?check_if_running=true')
      expect([200, 404]).toContain(status)
      if (status === 404) expect(body).toEqual({ detail: 'No Train Tasks are currently Running' })
    })

    test('gives its log as a page unless text is asked for', async () => {
      const type = async (path: string) => (await ask(path)).headers.get('content-type')
      expect(await type('/logs/?lines=5')).toMatch(/^text\/html/)
      expect(await type('/logs/?lines=5&html=false')).toMatch(/^text\/plain/)
    })

    test('lets a page of another origin create a session', async () => {
      const preflight = await ask('/session/', {
        method: 'OPTIONS',
        headers: { origin: ORIGIN, 'access-control-request-method': 'PUT' },
      })
      expect(preflight.status).toBe(200)
      expect(preflight.headers.get('access-control-allow-origin')).toBe(ORIGIN)
    })

    test('leaves out CORS headers only when nobody handled the failure', async () => {
      const run = (path: string) => ask(path, { method: 'POST', headers: { origin: ORIGIN } })

      const handled = await run('/infer/no_such_model')
      expect(handled.status).toBe(500)
      expect(await handled.json()).toEqual({
        detail: 'Neither Image nor File not Session ID input is provided',
      })
      expect(handled.headers.get('access-control-allow-origin')).toBe('*')

      const unhandled = await run('/infer/no_such_model?image=no_such_image')
      expect(unhandled.status).toBe(500)
      expect(await unhandled.text()).toBe('Internal Server Error')
      expect(unhandled.headers.has('access-control-allow-origin')).toBe(false)
    })

    test('keeps a session until it is closed', async ({ skip }) => {
      if (!subject().mayChange) skip()
      const form = new FormData()
      form.append('files', new Blob(['not really a volume']), 'image.nii.gz')
      const created = await answer('/session/?expiry=7200&uncompress=false', { method: 'PUT', body: form })
      expect(created.status).toBe(200)
      const { session_id: id } = created.body as { session_id: string }

      expect((await ask(`/session/${id}?update_ts=true`)).status).toBe(200)
      expect((await ask(`/session/${id}`, { method: 'DELETE' })).status).toBe(200)
      expect(await answer(`/session/${id}`)).toEqual({
        status: 404,
        body: { detail: `Session (${id}) Not Found` },
      })
    })
  })
}
