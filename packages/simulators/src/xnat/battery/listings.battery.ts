import { beforeAll, describe, expect, test } from 'vitest'
import { BatteryClient, type XnatUnderTest } from './client.ts'

const RECOMMENDED = 'ID,label,project,date,xsiType,insert_date,subject_ID,subject_label,modality'

export function listingBattery(name: string, subject: () => XnatUnderTest) {
  const client = new BatteryClient(subject)
  const project = () => `/data/projects/${encodeURIComponent(subject().project)}`
  const envelope = async (path: string) => {
    const { ResultSet } = (await client.json(path)) as {
      ResultSet: { Result: Record<string, unknown>[]; totalRecords?: unknown }
    }
    return ResultSet
  }
  beforeAll(async () => {
    await client.signIn(subject().username, subject().password)
  })

  describe(`listings of ${name}`, () => {
    test('name their keys in capitals in the default project listing', async () => {
      const rows = await client.rows('/data/projects?format=json&allDataOverride=true')
      expect(Object.keys(rows.find((row) => row['ID'] === subject().project) ?? {})).toEqual(
        expect.arrayContaining([
          'ID',
          'secondary_ID',
          'name',
          'description',
          'pi_firstname',
          'pi_lastname',
          'URI',
        ]),
      )
    })

    test('name them in small letters when accessible projects are asked for', async () => {
      const { ResultSet } = (await client.json('/data/projects?accessible=true&format=json')) as {
        ResultSet: { Result: Record<string, string>[]; xdat_user_id: string }
      }
      const role = `user_role_${ResultSet.xdat_user_id}`
      for (const row of ResultSet.Result) {
        expect(Object.keys(row)).toEqual(
          expect.arrayContaining(['id', 'secondary_id', 'name', 'project_access', role]),
        )
        expect(row).not.toHaveProperty('URI')
      }
    })

    test('give strings only, the count included', async () => {
      for (const path of [
        '/data/projects?format=json&allDataOverride=true',
        `${project()}/subjects?format=json`,
        `${project()}/experiments?format=json`,
      ]) {
        const { Result, totalRecords } = await envelope(path)
        expect(totalRecords).toBe(String(Result.length))
        expect(Result.flatMap((row) => Object.values(row)).every((value) => typeof value === 'string')).toBe(
          true,
        )
      }
    })

    test('name the id of an experiment by the root type of the query', async () => {
      const [byDefault] = await client.rows(`${project()}/experiments?format=json`)
      expect(byDefault).toHaveProperty(['xnat:subjectassessordata/id'])
      expect(byDefault).toHaveProperty('ID')

      const [image] = await client.rows(
        `${project()}/experiments?xsiType=xnat:imageSessionData&columns=${RECOMMENDED}&format=json`,
      )
      expect(image?.['session_ID'] ?? image?.['ID']).toMatch(/./)
      expect(Object.keys(image ?? {})).toEqual(
        expect.arrayContaining(['label', 'project', 'date', 'xsiType', 'subject_ID', 'modality', 'URI']),
      )
    })

    test('leave the count out when a page was asked for', async () => {
      const page = await envelope(
        `${project()}/experiments?xsiType=xnat:imageSessionData&columns=ID&limit=1&offset=0&format=json`,
      )
      if (page.totalRecords === undefined) expect(page.Result.length).toBeLessThanOrEqual(1)
      // A server that ignores paging is known by its count.
      else expect(page.totalRecords).toBe(String(page.Result.length))
    })

    test('answer 404 with a status page for a project that nobody has', async () => {
      const { status, body } = await client.get('/data/projects/NO_SUCH_PROJECT_HERE/experiments?format=json')
      expect(status).toBe(404)
      expect(body).toMatch(/<h3>.*NO_SUCH_PROJECT_HERE.*<\/h3>/)
    })

    test('give a single session as an item with typed values', async () => {
      const [row] = await client.rows(
        `${project()}/experiments?xsiType=xnat:imageSessionData&columns=${RECOMMENDED}&format=json`,
      )
      const id = row?.['ID'] ?? row?.['session_ID'] ?? ''
      const { items } = (await client.json(`/data/experiments/${encodeURIComponent(id)}?format=json`)) as {
        items: { meta: Record<string, unknown>; data_fields: Record<string, unknown> }[]
      }
      expect(items[0]?.data_fields['ID']).toBe(id)
      expect(items[0]?.meta['isHistory']).toBe(false)
    })
  })
}
