import { beforeAll, describe, expect, test } from 'vitest'
import { BatteryClient, type XnatUnderTest } from './client.ts'

/** The bulk calls over a subject and over the site, and those for DICOMweb indexes. */
export function scopesBattery(name: string, subject: () => XnatUnderTest) {
  const client = new BatteryClient(subject)
  const project = () => encodeURIComponent(subject().project)
  beforeAll(async () => {
    await client.signIn(subject().username, subject().password)
  })
  const mayRun = () => subject().mayChange && subject().siteAdmin
  const subjects = () =>
    client.rows(`/data/projects/${project()}/subjects?columns=ID,label,project&format=json`)
  const hasDicomweb = async () => {
    const answer = await client.get('/xapi/viewerDicomweb/projects/NO_SUCH_PROJECT_HERE/experiments/X/exists')
    return !answer.headers.get('content-type')?.startsWith('text/html')
  }

  describe(`a bulk run over a subject at ${name}`, () => {
    test('answers 201 with nothing for an id', async (context) => {
      if (!mayRun()) context.skip()
      const [first] = await subjects()
      const answer = await client.send('POST', `/xapi/viewer/projects/${project()}/subjects/${first?.['ID']}`)
      expect([answer.status, answer.body]).toEqual([201, ''])
    })

    test('fails half way for a label and for a subject there is none of', async (context) => {
      if (!mayRun()) context.skip()
      const [first] = await subjects()
      for (const id of [first?.['label'] ?? '', 'XNAT_S_NO_SUCH']) {
        const path = `/xapi/viewer/projects/${project()}/subjects/${encodeURIComponent(id)}`
        expect((await client.send('POST', path)).status).toBe(500)
      }
    })
  })

  test(`a bulk run over the site at ${name} holds the lock of all others`, async (context) => {
    if (!mayRun()) context.skip()
    const [first] = await subjects()
    const answers = await Promise.all([
      client.send('POST', '/xapi/viewer/generate-all-metadata'),
      client.send('POST', `/xapi/viewer/projects/${project()}`),
      client.send('POST', `/xapi/viewer/projects/${project()}/subjects/${first?.['ID']}`),
    ])
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 423, 423])
  })

  describe(`DICOMweb runs at ${name}`, () => {
    test('have a lock of their own', async (context) => {
      if (!mayRun() || !(await hasDicomweb())) context.skip()
      const answers = await Promise.all([
        client.send('POST', `/xapi/viewer/projects/${project()}`),
        client.send('POST', `/xapi/viewerDicomweb/projects/${project()}`),
        client.send('POST', '/xapi/viewerDicomweb/generate-all-dicomweb'),
      ])
      expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 201, 423])
    })

    test('look for the project before the lock', async (context) => {
      if (!mayRun() || !(await hasDicomweb())) context.skip()
      const [unknown, running] = await Promise.all([
        client.send('POST', '/xapi/viewerDicomweb/projects/NO_SUCH_PROJECT_HERE'),
        client.send('POST', `/xapi/viewerDicomweb/projects/${project()}`),
      ])
      expect([unknown.status, running.status]).toEqual([500, 201])
    })

    test('are not there before plugin 3.7: an absent path is a page of the container', async (context) => {
      if (await hasDicomweb()) context.skip()
      const answer = await client.get(`/xapi/viewerDicomweb/projects/${project()}/experiments/X/exists`)
      expect(answer.status).toBe(404)
    })
  })
}
