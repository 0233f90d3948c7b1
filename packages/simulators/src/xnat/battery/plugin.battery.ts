import { beforeAll, describe, expect, test } from 'vitest'
import { BatteryClient, type XnatUnderTest } from './client.ts'

export function pluginBattery(name: string, subject: () => XnatUnderTest) {
  const client = new BatteryClient(subject)
  const project = () => encodeURIComponent(subject().project)
  const firstSession = async () => {
    const path = `/data/projects/${project()}/experiments?xsiType=xnat:imageSessionData&columns=ID,label&format=json`
    const [row] = await client.rows(path)
    return { id: row?.['ID'] ?? row?.['session_ID'] ?? '', label: row?.['label'] ?? '' }
  }
  beforeAll(async () => {
    await client.signIn(subject().username, subject().password)
  })

  describe(`the viewer plugin at ${name}`, () => {
    test('answers the question for a document with an empty 200 or 404', async () => {
      const { id } = await firstSession()
      const answer = await client.get(`/xapi/viewer/projects/${project()}/experiments/${id}/exists`)
      expect([200, 404]).toContain(answer.status)
      expect(answer.body).toBe('')
    })

    test('tells an administrator that a target is missing with 422 and a text', async (context) => {
      if (!subject().siteAdmin) context.skip()
      const answer = await client.get(`/xapi/viewer/projects/${project()}/experiments/XNAT_E99999/exists`)
      expect(answer.status).toBe(422)
      expect(answer.body).toMatch(/^NotFoundException - /)
    })

    test('does not take a label for an id', async () => {
      const { label } = await firstSession()
      const path = `/xapi/viewer/projects/${project()}/experiments/${encodeURIComponent(label)}/exists`
      const answer = await client.get(path)
      expect(answer.status).toBe(422)
      expect(answer.body).toMatch(/^(Bad session ID or not visible to user|No session found for ID)/)
    })

    test('wraps its message for those who accept exactly JSON', async () => {
      const { label } = await firstSession()
      const path = `/xapi/viewer/projects/${project()}/experiments/${encodeURIComponent(label)}/exists`
      const { body } = await client.get(path, { accept: 'application/json' })
      expect(body).toMatch(/^\{\s*"ResponseMessage"\s*:\s*"/)
    })

    test('answers a list of servers, or 404 with a list that is none', async () => {
      for (const path of ['/xapi/ohifaiaa/servers', `/xapi/ohifaiaa/projects/${project()}/servers`]) {
        const { status, body } = await client.get(path)
        const list = JSON.parse(body)
        if (status === 404) expect(list).toEqual(['No AIAA server list found'])
        else expect([status, Array.isArray(list)]).toEqual([200, true])
      }
    })

    test('keeps the list it is given, the empty one too, and refuses what Java cannot parse', async (context) => {
      if (!subject().mayChange || !subject().siteAdmin) context.skip()
      const path = `/xapi/ohifaiaa/projects/${project()}/servers`
      const put = (body: string, type = 'application/json') =>
        client.send('PUT', path, { 'content-type': type }, body)
      const stored = await put('["https://aiaa.example.org:5000"]')
      expect([stored.status, stored.body]).toEqual([200, `Project ${subject().project} server list updated`])
      expect(JSON.parse((await client.get(path)).body)).toEqual(['https://aiaa.example.org:5000'])

      const malformed = await put('["aiaa.example.org"]')
      expect([malformed.status, malformed.body]).toEqual([
        422,
        'Malformed URL - Cause: no protocol: aiaa.example.org',
      ])
      expect((await put('not json')).status).toBe(500)
      expect((await put('[]', 'text/plain')).status).toBe(415)
      expect((await put('[]')).status).toBe(200)
      expect(JSON.parse((await client.get(path)).body)).toEqual([])
    })

    test('rebuilds one session and answers 200 with nothing', async (context) => {
      if (!subject().mayChange) context.skip()
      const { id } = await firstSession()
      const path = `/xapi/viewer/projects/${project()}/experiments/${id}`
      const answer = await client.send('POST', path)
      expect([answer.status, answer.body]).toEqual([200, ''])
      const document = JSON.parse((await client.get(path)).body)
      expect(document.transactionId).toBe(id)
    })

    test('has no reading of the bulk calls', async (context) => {
      if (!subject().siteAdmin) context.skip()
      expect((await client.get('/xapi/viewer/generate-all-metadata')).status).toBe(405)
    })
  })
}
