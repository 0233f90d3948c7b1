import { createRecordReader, type LogRecord } from '@ohif-admin/ohif-log'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LiveRecords } from './log-watch-records.ts'

const header = (message: string) =>
  `2024-03-12 10:15:02,118 [main] INFO  org.nrg.xnatx.plugin.Some - ${message}\n`

/** Reads pieces one after the other, with quiet after those marked, as a listener hears it. */
function listen(pieces: readonly { bytes: Buffer; isQuiet: boolean }[]) {
  const given: LogRecord[] = []
  const grown: LogRecord[] = []
  const live = new LiveRecords({
    records: (records) => given.push(...records),
    grown: (record) => grown.push(record),
  })
  let offset = 0
  for (const { bytes, isQuiet } of pieces) {
    live.push(bytes, offset)
    offset += bytes.length
    if (isQuiet) live.pause()
  }
  live.finish()
  return { given, grown }
}

const piece = (text: string, isQuiet = true) => ({ bytes: Buffer.from(text), isQuiet })

describe('lines as they arrive', () => {
  it('are given at once when nothing follows', () => {
    const given: string[] = []
    const live = new LiveRecords({
      records: (records) => given.push(...records.map(({ message }) => message)),
      grown: () => undefined,
    })
    live.push(Buffer.from(header('one')), 0)
    live.pause()
    expect(given).toEqual(['one'])
  })

  it('that continue a record which was given come with it, whenever they are written', () => {
    const { given, grown } = listen([
      piece(header('one')),
      piece('\tat some.Class\n\tat oth'),
      piece('er.Class\n'),
      piece(`Caused by: it\n${header('two')}`),
      piece('last\n'),
    ])
    expect(given.map(({ message }) => message)).toEqual(['one', 'two'])
    expect(grown.map(({ message, more }) => [message, ...more])).toEqual([
      ['one', '\tat some.Class'],
      ['one', '\tat some.Class', '\tat other.Class'],
      ['one', '\tat some.Class', '\tat other.Class', 'Caused by: it'],
      ['two', 'last'],
    ])
  })

  it('are all there in the end, wherever they were cut and however long each pause was', () => {
    const record = fc
      .tuple(
        fc.nat(99),
        fc.array(fc.constantFrom('\tat some.Class', '', 'Ünits', 'x'.repeat(300)), { maxLength: 4 }),
      )
      .map(([number, more]) => `${header(`message ${number}`)}${more.map((line) => `${line}\n`).join('')}`)
    const cuts = fc.array(fc.tuple(fc.integer({ min: 1, max: 90 }), fc.boolean()), { maxLength: 40 })
    fc.assert(
      fc.property(fc.array(record, { maxLength: 6 }), cuts, (records, lengths) => {
        const bytes = Buffer.from(records.join(''))
        const pieces: { bytes: Buffer; isQuiet: boolean }[] = []
        let at = 0
        for (const [length, isQuiet] of lengths) {
          pieces.push({ bytes: bytes.subarray(at, at + length), isQuiet })
          at += length
        }
        const { given, grown } = listen([...pieces, { bytes: bytes.subarray(at), isQuiet: true }])
        const latest = new Map([...given, ...grown].map((one) => [one.offset, one]))
        const reader = createRecordReader()
        const whole = [...reader.push(bytes), ...reader.flush()]
        expect([...latest.values()]).toEqual(whole)
        expect(given.map(({ offset }) => offset)).toEqual(whole.map(({ offset }) => offset))
      }),
      { numRuns: 1_000 },
    )
  })

  it('of another file begin anew', () => {
    const given: LogRecord[] = []
    const live = new LiveRecords({ records: (records) => given.push(...records), grown: () => undefined })
    live.startAt(700)
    live.push(Buffer.from(header('one')), 700)
    live.startAt(0)
    live.push(Buffer.from(`orphan\n${header('two')}`), 0)
    live.finish()
    expect(given.map(({ message, offset, more }) => [message, offset, more])).toEqual([
      ['one', 700, []],
      ['two', 7, []],
    ])
  })
})
