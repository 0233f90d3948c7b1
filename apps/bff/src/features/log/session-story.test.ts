import { createRecordReader } from '@ohif-admin/ohif-log'
import { describe, expect, it } from 'vitest'
import { toRecordLine } from '../../lib/log-lines.ts'
import { tellStory } from './session-story.ts'

const OHIF = 'org.nrg.xnatx.ohifviewer'
const HANDLER = `${OHIF}.inputcreator.JsonMetadataHandler`
const CREATOR = `${OHIF}.inputcreator.ConfigServiceJsonCreator`
const API = `${OHIF}.xapi.OhifViewerApi`
const ADVICE = `${OHIF}.xapi.OhifViewerControllerAdvice`
const LISTENER = `${OHIF}.event.listeners.OhifViewerEventListener`
const SECURITY = 'org.nrg.xnatx.plugin.Security'
const SCAN = 'icr.etherj.AbstractPathScan'
const CALL = 'http-nio-8080-exec-3'
const POOL = 'pool-2-thread-1'
const EVENTS = 'reactorDispatcher-1'

type Said = [thread: string, level: string, logger: string, message: string]

/** What the records of session A tell, one a second. */
function storyOf(said: readonly Said[]) {
  const text = said
    .map(([thread, level, logger, message], second) => {
      const stamp = `2024-03-12 10:15:${String(second).padStart(2, '0')},000`
      return `${stamp} [${thread}] ${level.padEnd(5)} ${logger} - ${message}\n`
    })
    .join('')
  const reader = createRecordReader()
  const records = [...reader.push(Buffer.from(text)), ...reader.flush()]
  const lines = records.map((record) => ({
    ...toRecordLine(record, { source: 'xnat', fileKey: 'a'.repeat(16) }, { masked: false }),
    source: 'xnat',
  }))
  return tellStory('A', lines)
}

const began: Said = [POOL, 'INFO', HANDLER, 'Creating session metadata for A']
const stored: Said = [POOL, 'INFO', HANDLER, 'Session A metadata created and stored']
const on = (thread: string, [, ...rest]: Said): Said => [thread, ...rest]
const visible: Said = [CALL, 'DEBUG', SECURITY, 'Session visible to user jo: A']

describe('the story of a session', () => {
  it.each<[string, Said[], object]>([
    ['a bulk run by its worker', [began, stored], { by: 'bulk-call', outcome: 'stored' }],
    [
      'a call for it alone by its request',
      [
        visible,
        [CALL, 'INFO', API, 'Session A metadata creation requested'],
        on(CALL, began),
        on(CALL, stored),
        [CALL, 'INFO', API, 'Session A metadata creation complete'],
      ],
      { by: 'session-call', user: 'jo', outcome: 'stored' },
    ],
    [
      'an event by its trigger',
      [
        [
          EVENTS,
          'DEBUG',
          LISTENER,
          'Rebuilding viewer JSON metadata for ID: A User: up Trigger event: Merged',
        ],
        on(EVENTS, began),
        on(EVENTS, stored),
      ],
      { by: 'event', trigger: 'Merged', user: 'up', outcome: 'stored' },
    ],
    [
      'an event whose name is not one of the plugin’s, without that name',
      [
        [
          EVENTS,
          'DEBUG',
          LISTENER,
          'Rebuilding viewer JSON metadata for ID: A User: up Trigger event: Smith, John',
        ],
        on(EVENTS, began),
        on(EVENTS, stored),
      ],
      { by: 'event', trigger: null },
    ],
    ['a visit by who was let in', [visible, on(CALL, began), on(CALL, stored)], { by: 'visit', user: 'jo' }],
    [
      'a copied document as migrated',
      [[POOL, 'INFO', HANDLER, 'Migrating session metadata for A'], stored],
      { outcome: 'migrated' },
    ],
    [
      'a failure with the first line of its reason',
      [began, [POOL, 'ERROR', CREATOR, 'Jsonifier exception:\n\nStale file handle\n\tat x.Y']],
      { outcome: 'failed', reason: 'Stale file handle' },
    ],
    [
      'a call that fails before it begins',
      [
        [CALL, 'INFO', API, 'Session A metadata creation requested'],
        [CALL, 'ERROR', ADVICE, 'Error executing request - No session found for ID: A'],
      ],
      { by: 'session-call', outcome: 'failed', began: null },
    ],
    [
      'an event that fails',
      [
        [
          EVENTS,
          'DEBUG',
          LISTENER,
          'Rebuilding viewer JSON metadata for ID: A User: up Trigger event: Merged',
        ],
        on(EVENTS, began),
        [EVENTS, 'WARN', LISTENER, 'No space left on device'],
      ],
      { by: 'event', outcome: 'failed', reason: 'No space left on device' },
    ],
    [
      'a slide, which is done without a line of its own',
      [
        [CALL, 'INFO', API, 'Session A metadata creation requested'],
        [CALL, 'INFO', API, 'Session A metadata creation complete'],
      ],
      { by: 'session-call', outcome: 'stored', began: null },
    ],
    ['one that began and says no more', [began], { outcome: 'no-end', ended: null }],
    ['one whose beginning was not read', [stored], { outcome: 'stored', began: null }],
    [
      'the signs of an empty document',
      [
        [POOL, 'INFO', 'org.nrg.xnatx.plugin.PluginUtils', 'Session A contains zero scans'],
        began,
        [POOL, 'WARN', SCAN, 'Not a directory or cannot be read: /a/SCANS'],
        [POOL, 'INFO', SCAN, 'Scanning 0 files from /a/SCANS...'],
        stored,
      ],
      { outcome: 'stored', empty: ['zero-scans', 'no-folder', 'no-files'] },
    ],
  ])('tells %s', (_what, said, expected) => {
    expect(storyOf(said)).toMatchObject([expected])
  })

  it('has one rebuild for each time, in the order of the log, with threads kept apart', () => {
    const builds = storyOf([
      began,
      visible,
      [CALL, 'INFO', API, 'Session A metadata creation requested'],
      on(CALL, began),
      stored,
      on(CALL, stored),
      [CALL, 'INFO', API, 'Session A metadata creation complete'],
      began,
    ])
    expect(builds.map(({ by, outcome }) => [by, outcome])).toEqual([
      ['bulk-call', 'stored'],
      ['session-call', 'stored'],
      ['bulk-call', 'no-end'],
    ])
    expect(builds.map(({ began: at }) => at?.slice(17, 19))).toEqual(['00', '03', '07'])
  })

  it('says nothing of a check that builds nothing, and nothing of other sessions', () => {
    expect(
      storyOf([
        visible,
        [POOL, 'INFO', HANDLER, 'Creating session metadata for B'],
        [POOL, 'INFO', HANDLER, 'Session B metadata created and stored'],
        [CALL, 'INFO', API, 'Session B metadata creation requested'],
        [CALL, 'INFO', API, 'Session B metadata creation complete'],
      ]),
    ).toEqual([])
  })

  it('takes no sign from a text that only looks like one', () => {
    const [build] = storyOf([began, [POOL, 'INFO', CREATOR, 'Scanning 0 files from /a/SCANS...'], stored])
    expect(build?.empty).toEqual([])
  })
})
