import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import templates from '../../../fixtures/xnat/log-templates-3.6.json' with { type: 'json' }
import { BatteryClient, type XnatUnderTest } from './client.ts'

const HEADER = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} \[(.+?)\] ([A-Z]{4,5}) {1,2}(\S+) - (.*)$/

interface Header {
  thread: string
  level: string
  logger: string
  message: string
}

/** Bulk calls, the lock and the log: nothing here runs against a server that must not change. */
export function bulkBattery(name: string, subject: () => XnatUnderTest) {
  const client = new BatteryClient(subject)
  const project = () => encodeURIComponent(subject().project)
  const sizeOfLog = () => readFileSync(join(subject().logFolder ?? '', 'ohifviewer.log')).length
  const headersSince = (offset: number) =>
    readFileSync(join(subject().logFolder ?? '', 'ohifviewer.log'))
      .subarray(offset)
      .toString('utf8')
      .split('\n')
      .flatMap((line): Header[] => {
        const [, thread = '', level = '', logger = '', message = ''] = HEADER.exec(line) ?? []
        return thread === '' ? [] : [{ thread, level, logger, message }]
      })
  beforeAll(async () => {
    await client.signIn(subject().username, subject().password)
  })

  describe(`a bulk run at ${name}`, () => {
    test('answers 201 with nothing, and 423 with nothing to whoever comes meanwhile', async (context) => {
      if (!subject().mayChange || !subject().siteAdmin) context.skip()
      const answers = await Promise.all([
        client.send('POST', `/xapi/viewer/projects/${project()}`),
        client.send('POST', `/xapi/viewer/projects/${project()}`),
        client.send('POST', '/xapi/viewer/projects/NO_SUCH_PROJECT_HERE'),
      ])
      expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 423, 423])
      expect(answers.map(({ body }) => body)).toEqual(['', '', ''])
    })

    test('fails for an unknown project once nothing runs, and leaves the lock free', async (context) => {
      if (!subject().mayChange || !subject().siteAdmin) context.skip()
      const path = '/xapi/viewer/projects/NO_SUCH_PROJECT_HERE'
      expect((await client.send('POST', path)).status).toBe(500)
      expect((await client.send('POST', path)).status).toBe(500)
    })

    test('lists all sessions first and brings each from begin to done on one thread of its pool', async (context) => {
      if (!subject().mayChange || !subject().siteAdmin || !subject().logFolder) context.skip()
      const offset = sizeOfLog()
      await client.send('POST', `/xapi/viewer/projects/${project()}`)
      const records = headersSince(offset)
      const [start] = records
      expect(start?.message).toBe(`Project ${subject().project} metadata creation requested`)
      const own = records.filter(({ thread }) => thread === start?.thread)
      expect(own.at(-1)?.message).toBe(`Project ${subject().project} metadata creation complete`)

      const queued = idsOf(own, 'ImageSession ID: ')
      const firstBegin = records.findIndex(({ message }) =>
        message.startsWith('Creating session metadata for '),
      )
      expect(idsOf(records.slice(firstBegin), 'ImageSession ID: ')).toEqual([])
      const workers = records.filter(({ thread }) => /^pool-\d+-thread-[1-4]$/.test(thread))
      expect(new Set(workers.map(({ thread }) => thread.split('-')[1])).size).toBe(1)
      expect(idsOf(workers, 'Creating session metadata for ')).toEqual(queued)
      expect(workers.filter(({ message }) => message.endsWith('created and stored')).length).toBe(
        queued.length,
      )
    })

    test('writes nothing but known lines', async (context) => {
      if (!subject().mayChange || !subject().siteAdmin || !subject().logFolder) context.skip()
      const offset = sizeOfLog()
      await client.send('POST', `/xapi/viewer/projects/${project()}`)
      const unknown = headersSince(offset).filter(
        (record) =>
          !templates.some(
            (template) =>
              template.level === record.level &&
              template.logger === record.logger &&
              new RegExp(`^${template.message}$`).test(record.message),
          ),
      )
      expect(unknown).toEqual([])
    })

    test('writes nothing at all when refused by the lock', async (context) => {
      if (!subject().mayChange || !subject().siteAdmin || !subject().logFolder) context.skip()
      const offset = sizeOfLog()
      await Promise.all([1, 2, 3].map(() => client.send('POST', `/xapi/viewer/projects/${project()}`)))
      const starts = headersSince(offset).filter(({ message }) =>
        message.endsWith('metadata creation requested'),
      )
      expect(starts.length).toBe(1)
    })
  })

  describe(`the log download of ${name}`, () => {
    const download = (spec: string, headers: Record<string, string> = {}) =>
      client.send(
        'POST',
        '/xapi/logs/download',
        { 'content-type': 'application/json', ...headers },
        JSON.stringify({ logFileSpec: spec }),
      )

    test('is a zip, an empty one when nothing matches', async (context) => {
      if (!subject().siteAdmin) context.skip()
      const answer = await download('no-such-file-*')
      expect(answer.status).toBe(200)
      expect(answer.headers.get('content-type')).toMatch(/^application\/zip/)
      expect(answer.body.slice(0, 4)).toBe('PK\u0005\u0006')
    })

    test('is refused to those who accept JSON alone, and by any other method', async (context) => {
      if (!subject().siteAdmin) context.skip()
      expect((await download('ohifviewer.log*', { accept: 'application/json' })).status).toBe(406)
      expect((await client.send('DELETE', '/xapi/logs/download')).status).toBe(405)
    })
  })
}

function idsOf(records: readonly Header[], prefix: string): string[] {
  return records
    .filter(({ message }) => message.startsWith(prefix))
    .map(({ message }) => message.slice(prefix.length))
}
