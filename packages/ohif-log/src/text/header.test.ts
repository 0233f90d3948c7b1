import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeText } from './decode.ts'
import { type AtLevel, HeaderReader } from './header.ts'

const encoder = new TextEncoder()

describe('a header reader', () => {
  const HEAD = '2024-03-12 10:15:02,118 ['
  const lineOf = (thread: string, logger: string, level = 'INFO ') =>
    encoder.encode(`${HEAD}${thread}] ${level} ${logger} - a text that is long enough to choose a slot by it`)

  /** What is found for names is numbered, so that it shows when a name was looked up. */
  function numbering() {
    let made = 0
    const find = (bytes: Uint8Array, _: DataView, start: number, end: number) => ({
      text: decodeText(bytes, start, end),
      level: ++made,
    })
    const reader = new HeaderReader<{ text: string }, AtLevel & { text: string }>(find, find)
    const read = (bytes: Uint8Array, limit = bytes.length) =>
      reader.read(bytes, new DataView(bytes.buffer), 0, limit)
        ? [reader.thread?.text, reader.channel?.text, reader.messageStart]
        : null
    return { reader, read, made: () => made }
  }

  it('looks up the names of a header once, and gives the same for it afterwards', () => {
    const { reader, read, made } = numbering()
    const line = lineOf('pool-6-thread-2', 'org.nrg.xnatx.ohifviewer.xapi.OhifViewerApi')
    const found = ['pool-6-thread-2', 'INFO  org.nrg.xnatx.ohifviewer.xapi.OhifViewerApi', 94]
    expect(read(line)).toEqual(found)
    expect(read(line)).toEqual(found)
    expect(made()).toBe(2)
    expect([reader.threadStart, reader.threadEnd, reader.loggerStart, reader.loggerEnd]).toEqual([
      25, 40, 48, 91,
    ])
    expect(read(line, 93)).toBeNull()
    expect(read(line, 94)).toEqual(found)
    reader.forget()
    expect(read(line)).toEqual(found)
    expect(made()).toBe(4)
  })

  it('is not misled by names that begin or end like one it knows', () => {
    const { read } = numbering()
    const logger = 'org.nrg.xnatx.ohifviewer.inputcreator.CreateOhifViewerMetadata'
    const threads = ['pool-6-thread-2', 'pool-6-thread-21', 'pool-16-thread-2', 'x[pool-6-thread-2]', 't']
    const loggers = [
      logger,
      `${logger}2`,
      `${logger}]`,
      logger.replace('OhifV', 'Exper'),
      'l',
      'icr.etherj.A',
    ]
    for (let round = 0; round < 3; round++) {
      for (const thread of threads) {
        for (const name of loggers) {
          for (const level of ['INFO ', 'DEBUG', 'ERROR']) {
            const messageStart = HEAD.length + thread.length + 8 + name.length + 3
            expect(read(lineOf(thread, name, level))).toEqual([thread, `${level} ${name}`, messageStart])
          }
        }
      }
    }
  })

  it('takes the shortest thread also when it knows a longer one', () => {
    const { read } = numbering()
    for (let round = 0; round < 3; round++) {
      expect(read(lineOf('thread-1] INFO  b', 'org.nrg.C'))?.[0]).toBe('thread-1] INFO  b')
      expect(read(encoder.encode(`${HEAD}thread-1] INFO  b] - ${'m'.repeat(80)}`))?.[0]).toBe('thread-1')
    }
  })
  it('remembers nothing wrong, whatever the lines', () => {
    const piece = fc.constantFrom(
      ...['a', 'thread-1', 'pool-1-thread-12', ']', '[', '] ', ' - ', ' ', 'b.C', '\t', '\0', 'ü'],
      ...['] INFO  ', '] DEBUG ', '] INFO', 'INFO  ', 'org.nrg.xnatx.ohifviewer.xapi.OhifViewerApi - '],
    )
    const line = fc
      .array(piece, { maxLength: 12 })
      .map((pieces) => encoder.encode(`${HEAD}${pieces.join('')}${' and the rest of it'.repeat(5)}`))
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
        const { read } = numbering()
        for (const one of [...lines, ...lines, ...lines]) expect(read(one)).toEqual(numbering().read(one))
      }),
      { numRuns: 300 },
    )
  })
})
