import { describe, expect, test } from 'vitest'

export interface AiaaUnderTest {
  /** `scheme://host:port` of a server with at least one model loaded. */
  readonly url: string
  /** Sessions may be made and closed; models are never touched. */
  readonly mayChange: boolean
}

const ORIGIN = 'https://xnat.example.org'

/** What this project relies on from every AIAA server, simulated or real. `subject` is asked once the tests run. */
export function aiaaBattery(name: string, subject: () => AiaaUnderTest) {
  const get = (path: string, headers: Record<string, string> = {}) => fetch(subject().url + path, { headers })
  const models = async (query = '') => {
    const response = await get(`/v1/models${query}`)
    expect(response.status).toBe(200)
    return (await response.json()) as { name: string; type?: string; labels?: string[] }[]
  }

  describe(`${name} as an AIAA server`, () => {
    test('lists its models as an array of named objects', async () => {
      const listed = await models()
      expect(listed.length).toBeGreaterThan(0)
      for (const model of listed) expect(model.name).toMatch(/./)
    })

    test('lists the same models with a trailing slash', async () => {
      const response = await get('/v1/models/')
      expect(await response.json()).toEqual(await models())
    })

    test('answers a named model as one object', async () => {
      const [first] = await models()
      const response = await get(`/v1/models?model=${encodeURIComponent(first?.name ?? '')}`)
      expect(await response.json()).toMatchObject({ name: first?.name })
    })

    test('filters by type and by label', async () => {
      const [first] = await models()
      const sameType = await models(`?type=${encodeURIComponent(first?.type ?? '')}`)
      expect(sameType.every(({ type }) => type === first?.type)).toBe(true)

      const label = (await models()).flatMap(({ labels = [] }) => labels)[0] ?? ''
      const sameLabel = await models(`?label=${encodeURIComponent(label)}`)
      expect(sameLabel.length).toBeGreaterThan(0)
      expect(sameLabel.every(({ labels = [] }) => labels.includes(label))).toBe(true)
    })

    test('has a configuration for a listed model', async () => {
      const [first] = await models()
      const response = await get(`/admin/model/${encodeURIComponent(first?.name ?? '')}`)
      expect(response.status).toBe(200)
      expect(await response.json()).toHaveProperty('inference')
    })

    test('never answers 2xx for a route, a model or a session it does not know', async () => {
      for (const path of ['/no/such/route', '/admin/model/no_such_model', '/session/no-such-session']) {
        expect((await get(path)).ok, path).toBe(false)
      }
    })

    test('gives its log, as text or as a page', async () => {
      const response = await get('/logs/?lines=5&html=false&text=true')
      expect(response.status).toBe(200)
      expect(response.headers.get('content-type')).toMatch(/^text\/(plain|html)/)
    })

    test('lets a page of another origin read the list and create a session', async () => {
      const list = await get('/v1/models', { origin: ORIGIN })
      expect(list.headers.get('access-control-allow-origin')).toMatch(/^(\*|https:\/\/xnat\.example\.org)$/)

      const preflight = await fetch(`${subject().url}/session/`, {
        method: 'OPTIONS',
        headers: { origin: ORIGIN, 'access-control-request-method': 'PUT' },
      })
      expect(preflight.ok).toBe(true)
      expect(preflight.headers.get('access-control-allow-methods')).toContain('PUT')
    })

    test('keeps a session until it is closed', async ({ skip }) => {
      if (!subject().mayChange) skip()
      const form = new FormData()
      form.append('image', new Blob(['not really a volume']), 'image.nii.gz')
      form.append('params', '{}')
      const created = await fetch(`${subject().url}/session/?expiry=7200`, { method: 'PUT', body: form })
      expect(created.status).toBe(200)
      const { session_id: id } = (await created.json()) as { session_id: string }

      expect((await get(`/session/${id}?update_ts=true`)).status).toBe(200)
      expect((await fetch(`${subject().url}/session/${id}`, { method: 'DELETE' })).ok).toBe(true)
      expect((await get(`/session/${id}`)).status).not.toBe(200)
    })
  })
}
