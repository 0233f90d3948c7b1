import type { LogRecord } from '@ohif-admin/ohif-log'
import { describe, expect, it } from 'vitest'
import { belongsToRun, toLogLine } from './log-lines.ts'

const OHIF = 'org.nrg.xnatx.ohifviewer'
const record = (message: string, changes: Partial<LogRecord> = {}): LogRecord => ({
  offset: 100,
  end: 200,
  at: '2024-03-12 10:15:02,118',
  level: 'INFO',
  thread: 'pool-3-thread-1',
  logger: `${OHIF}.inputcreator.JsonMetadataHandler`,
  message,
  more: [],
  moreLines: 0,
  ...changes,
})
const place = { source: 'xnat', fileKey: '0123456789abcdef' }

describe('a line of a run', () => {
  const run = { requestThread: 'http-nio-8080-exec-7', pool: 3, endFileKey: null, endOffset: null }

  it('comes from its request thread or its own workers', () => {
    expect(belongsToRun(record('', { thread: 'http-nio-8080-exec-7' }), 'f', run)).toBe(true)
    expect(belongsToRun(record(''), 'f', run)).toBe(true)
    for (const thread of [
      'pool-33-thread-1',
      'pool-4-thread-1',
      'http-nio-8080-exec-70',
      'reactorDispatcher-3',
    ]) {
      expect(belongsToRun(record('', { thread }), 'f', run)).toBe(false)
    }
  })

  it('is not one that the request thread wrote afterwards', () => {
    const ended = { ...run, endFileKey: 'f', endOffset: 100 }
    const of = (offset: number, fileKey: string) => belongsToRun(record('', { offset }), fileKey, ended)
    expect([of(100, 'f'), of(101, 'f'), of(101, 'earlier')]).toEqual([true, false, true])
  })

  it('is shown to an admin as it was written', () => {
    const line = toLogLine(
      record('Cannot scan file: /data/LABEL_1/x.dcm', { more: ['\tat x'], moreLines: 1 }),
      place,
      'admin',
    )
    expect(line).toMatchObject({
      form: 'record',
      message: 'Cannot scan file: /data/LABEL_1/x.dcm',
      more: ['\tat x'],
      cursor: 'xnat:0123456789abcdef:100',
    })
  })

  it.each([
    ['Session XNAT_E00103 metadata created and stored', `${OHIF}.inputcreator.JsonMetadataHandler`, true],
    ['Creating session metadata for XNAT_E00103', `${OHIF}.inputcreator.JsonMetadataHandler`, true],
    ['ImageSession ID: XNAT_E00103', `${OHIF}.xapi.OhifViewerApi`, true],
    ['Thread count for parallel JSON creation: 4', `${OHIF}.xapi.OhifViewerApi`, true],
    [
      'Creating JSON metadata for /data/xnat/archive/P/arc001/LABEL_1/SCANS',
      `${OHIF}.inputcreator.ConfigServiceJsonCreator`,
      false,
    ],
    [
      'Permission check - User: jdoe, Permission: Read, Element: x, Value: LABEL_1',
      'org.nrg.xnatx.plugin.Security',
      false,
    ],
    ['Patient LABEL_1 born 1970-01-01', `${OHIF}.inputcreator.CreateOhifViewerMetadata`, false],
    ['anything else about LABEL_1', 'com.example.Other', false],
  ])('is masked for support unless it names only ids: %s', (message, logger, shown) => {
    const line = toLogLine(record(message, { logger, more: ['LABEL_1'], moreLines: 1 }), place, 'support')
    expect(line?.form === 'record' && line.message === message).toBe(shown)
    expect(JSON.stringify(line)).not.toMatch(/LABEL_1|jdoe/)
    expect(line).toMatchObject({ more: [], moreLines: 1 })
  })

  it('is only an event for everybody else', () => {
    expect(toLogLine(record('Session XNAT_E00103 metadata created and stored'), place, 'user')).toEqual({
      form: 'derived',
      cursor: 'xnat:0123456789abcdef:100',
      at: '2024-03-12 10:15:02,118',
      event: 'session-stored',
      sessionId: 'XNAT_E00103',
    })
    expect(toLogLine(record('Cannot scan file: /data/LABEL_1/x.dcm'), place, 'user')).toBeUndefined()
  })
})
