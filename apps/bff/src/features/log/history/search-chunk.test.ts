import { createRecordReader } from '@ohif-admin/ohif-log'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type RecordFilter, RecordMatch } from './filter.ts'
import { RecordWalk } from './record-walk.ts'
import { createChunkSearch } from './search-chunk.ts'

const HANDLER = 'org.nrg.xnatx.ohifviewer.inputcreator.JsonMetadataHandler'
const CREATOR = 'org.nrg.xnatx.ohifviewer.inputcreator.ConfigServiceJsonCreator'
const NOTHING = { regex: false, matchCase: false, invert: false }

const message = fc.constantFrom(
  ...[1, 2].flatMap((number) => [
    `${HANDLER} - Creating session metadata for XNAT_E${number}`,
    `${HANDLER} - Session XNAT_E${number} metadata created and stored`,
    `${HANDLER} - /tmp/ohif${number}.tmp has been deleted`,
  ]),
  `${CREATOR} - Jsonifier exception:`,
  `${CREATOR} - Experiment path: /data/XNAT_E1/ÜBER/`,
  'org.nrg.xnatx.ohifviewer.xapi.OhifViewerApi - Project two words metadata creation requested',
  'icr.etherj.AbstractPathScan - Building import list...',
  'com.secret.Logger - Kelvin \u212a and \u017f',
  'a - b',
)
const thread = fc.constantFrom('pool-1-thread-1', 'pool-1-thread-2', 'http-nio-8080-exec-1', 'secret', 'main')
const level = fc.constantFrom('INFO ', 'WARN ', 'ERROR', 'DEBUG')
const more = fc.constantFrom('', '', '\tat some.Class(File.java:7)\n', 'XNAT_E1\r\n\n', 'Ünits 12345\n')
const feed = fc.constantFrom('\n', '\n', '\r\n')
const record = fc
  .tuple(thread, level, message, feed, more, fc.boolean())
  .map(([on, at, says, end, lines, isLatin]) =>
    Buffer.from(`2024-03-12 10:15:02,118 [${on}] ${at} ${says}${end}${lines}`, isLatin ? 'latin1' : 'utf8'),
  )
const log = fc.array(record, { maxLength: 30 }).map((records) => Buffer.concat(records))

const text = fc.oneof(
  fc.constantFrom(
    'stored',
    'INFO',
    'XNAT_E1',
    '(masked)',
    'ÜBER',
    'ü',
    'k',
    'e',
    ' - ',
    '- J',
    'secret',
    '\t',
  ),
  fc.constantFrom('temp-file-deleted (', 'r - b', 'list...\nXNAT', 'exception', 'nothing of it', '5', 'List'),
)
const pattern = fc.constantFrom(
  ...[
    'stored$',
    '^\\s*at',
    'XNAT_E\\d',
    '[^a-z]{9}',
    '(a|b)*c',
    'k',
    's\\b',
    '\\bcreated\\b.*stored',
    'list',
  ],
  ...[
    '\\d{5}$',
    '.',
    'masked|tmp',
    'e:\\n',
    '\\s\\s',
    '(?i)ÜBER',
    '[[:upper:]]{5}',
    '^$',
    '\\x{212a}',
    '.{200}',
  ],
)
const filter = fc.record(
  {
    levels: fc.constantFrom(['ERROR' as const], ['INFO' as const, 'WARN' as const]),
    logger: fc.constantFrom('jsonmeta', 'ETHERJ', 'masked', 'secret'),
    thread: fc.constantFrom('pool-1-*', 'main', '(masked)', 'secret'),
    runThreads: fc.constantFrom({ requestThread: 'main', pool: 1 }, { requestThread: 'secret', pool: null }),
    sessionId: fc.constantFrom('XNAT_E1', 'XNAT_E', 'masked', 'tmp'),
    invert: fc.boolean(),
    matchCase: fc.boolean(),
  },
  { requiredKeys: ['invert', 'matchCase'] },
)
const wanted = fc.oneof(
  filter,
  fc.tuple(filter, text).map(([rest, one]) => ({ ...rest, text: one })),
  fc.tuple(filter, pattern).map(([rest, one]) => ({ ...rest, text: one, regex: true })),
)

/** Where the records begin that match, one after the other as a page reads them. */
function asPagesFind(bytes: Buffer, asked: RecordFilter, masked: boolean): number[] {
  const reader = createRecordReader()
  const records = [...reader.push(bytes), ...reader.flush()]
  const match = new RecordMatch(asked, masked)
  return records.flatMap((one, index) => {
    const end = records[index + 1]?.offset ?? bytes.length
    return match.matches({ record: one, bytes: bytes.subarray(one.offset, end) }) ? [one.offset] : []
  })
}

function asSearchFinds(chunks: readonly Buffer[], asked: RecordFilter, masked: boolean): number[] {
  const search = createChunkSearch(asked, masked)
  const walk = new RecordWalk()
  const found: number[] = []
  let offset = 0
  for (const bytes of chunks) {
    walk.use(bytes)
    search.search(bytes, walk, (start) => found.push(offset + start))
    offset += bytes.length
  }
  return found
}

describe('a search by the bytes', () => {
  it('finds what a page shows, whatever the filter and whoever asks', () => {
    fc.assert(
      fc.property(log, log, wanted, fc.boolean(), (one, other, asked, masked) => {
        const full = { ...NOTHING, ...asked }
        const expected = asPagesFind(Buffer.concat([one, other]), full, masked)
        expect(asSearchFinds([one, other], full, masked)).toEqual(expected)
      }),
      { numRuns: 4000 },
    )
  })

  it('decides by each record’s own header', () => {
    const line = (at: string) => `2024-03-12 10:15:02,118 [main] ${at} a - b\n`
    const bytes = Buffer.from(['INFO ', 'ERROR', 'INFO ', 'INFO ', 'ERROR'].map(line).join(''))
    const found = asSearchFinds([bytes], { ...NOTHING, levels: ['INFO'] }, false)
    expect(found.map((at) => at / line('INFO ').length)).toEqual([0, 2, 3])
  })
})
