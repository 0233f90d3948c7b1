import { describe, expect, it } from 'vitest'
import { expectedSamples, sampleFile } from '../testing/samples.ts'
import { MAX_LINE_BYTES } from './lines.ts'
import { createRecordReader, type LogRecord, MAX_MORE_LINES } from './record.ts'

const encoder = new TextEncoder()
const HEADER = '2024-03-12 10:15:02,118 [http-nio-8080-exec-7] INFO  org.nrg.Some - '

function readAll(text: string | Uint8Array, startOffset = 0): LogRecord[] {
  const reader = createRecordReader(startOffset)
  return [...reader.push(typeof text === 'string' ? encoder.encode(text) : text), ...reader.flush()]
}

describe('a record', () => {
  it('is a header and the lines that continue it', () => {
    const text = `${HEADER}first\n\tat x\n\n${HEADER}second\n`
    expect(readAll(text, 100)).toEqual([
      {
        offset: 100,
        end: 100 + HEADER.length + 13,
        at: '2024-03-12 10:15:02,118',
        level: 'INFO',
        thread: 'http-nio-8080-exec-7',
        logger: 'org.nrg.Some',
        message: 'first',
        more: ['\tat x', ''],
        moreLines: 2,
      },
      expect.objectContaining({ offset: 100 + HEADER.length + 13, message: 'second', more: [] }),
    ])
  })

  it('is complete when the next header comes, and not before', () => {
    const reader = createRecordReader()
    expect(reader.push(encoder.encode(`${HEADER}first\n`))).toEqual([])
    expect(reader.push(encoder.encode(`${HEADER}second`))).toEqual([])
    expect(reader.push(encoder.encode('\n')).map(({ message }) => message)).toEqual(['first'])
    expect(reader.offset).toBe(2 * HEADER.length + 13)
  })

  it('has no line whose line feed was not seen', () => {
    expect(readAll(`${HEADER}first\n${HEADER}seco`).map(({ message }) => message)).toEqual(['first'])
    expect(readAll(`${HEADER}first`)).toEqual([])
  })

  it('is the same wherever the bytes are cut', () => {
    for (const { files } of Object.values(expectedSamples())) {
      for (const file of files) {
        const bytes = sampleFile(file)
        const reader = createRecordReader()
        const oneByOne: LogRecord[] = []
        for (const byte of bytes) oneByOne.push(...reader.push(Uint8Array.of(byte)))
        expect([...oneByOne, ...reader.flush()]).toEqual(readAll(bytes))
      }
    }
  })

  it('takes every byte of the file, in order', () => {
    const bytes = sampleFile('05-project-failures-3.6.log')
    let next = 0
    for (const { offset, end } of readAll(bytes)) {
      expect(offset).toBe(next)
      next = end
    }
    expect(next).toBe(bytes.length)
  })

  it('leaves out the rest of a record that began before the start', () => {
    const reader = createRecordReader()
    reader.push(encoder.encode(`half a line\n\tat x\n${HEADER}first\n`))
    expect(reader.flush()).toMatchObject([{ message: 'first', offset: 18 }])
    expect(reader.orphanLines).toBe(2)
  })

  it('keeps a bounded part of its lines and counts the rest', () => {
    const [record] = readAll(`${HEADER}m\n${'x\n'.repeat(MAX_MORE_LINES + 50)}`)
    expect(record?.more).toHaveLength(MAX_MORE_LINES)
    expect(record?.moreLines).toBe(MAX_MORE_LINES + 50)
    const [long] = readAll(`${HEADER}${'y'.repeat(10_000_000)}\n${'z'.repeat(10_000_000)}\n`)
    expect(long?.message).toHaveLength(MAX_LINE_BYTES - HEADER.length)
    expect(long?.more[0]).toHaveLength(MAX_LINE_BYTES)
    expect(long?.end).toBe(HEADER.length + 20_000_002)
  })

  it('may have carriage returns, NULs, and bytes that are not UTF-8', () => {
    const latin1 = Buffer.from(`${HEADER}M\xfcller \0\r\n\xe9t\xe9\r\n`, 'latin1')
    expect(readAll(latin1)).toMatchObject([{ message: 'Müller \0', more: ['été'] }])
    expect(readAll(`${HEADER}Müller 🙂\n`)).toMatchObject([{ message: 'Müller 🙂' }])
  })

  it('is not cut inside of a character', () => {
    const room = MAX_LINE_BYTES - HEADER.length
    for (let shift = 0; shift < 4; shift++) {
      const [record] = readAll(`${HEADER}${'x'.repeat(room - shift)}🙂🙂\n`)
      expect(record?.message).toBe('x'.repeat(room - shift))
    }
  })
})

describe('a header', () => {
  const recognised = [
    ['a thread with brackets', '[ContainerBackgroundProcessor[StandardEngine[Catalina]]] DEBUG a.B - m'],
    ['a thread with a level in it', '[a] INFO b] WARN  a.B - m'],
    ['a thread of one letter', '[t] ERROR l - m'],
    ['an empty message', '[main] TRACE a.B - '],
    ['a message that looks like a header', '[main] INFO  a.B - 2024-03-12 10:15:02,118 [t] INFO  l - m'],
  ]
  const refused = [
    ['no logger', '[main] INFO   - m'],
    ['an unknown level', '[main] FATAL a.B - m'],
    ['a level without its space', '[main] INFO a.B - m'],
    ['no thread', '[] INFO  a.B - m'],
    ['no end of the thread', '[main INFO  a.B - m'],
    ['a lost space at the end', '[main] INFO  a.B -'],
    ['half a header', '[main] INFO  a.B'],
  ]
  const STAMP = '2024-03-12 10:15:02,118 '

  it.each(recognised)('may have %s', (_, rest) => {
    expect(readAll(`${STAMP}${rest}\n`)).toHaveLength(1)
  })

  it.each(refused)('may not have %s', (_, rest) => {
    expect(readAll(`${STAMP}${rest}\n`)).toEqual([])
  })

  it('has the shortest thread that leaves a valid rest', () => {
    expect(readAll(`${STAMP}[a] INFO b] WARN  c.D - m\n`)).toMatchObject([
      { thread: 'a] INFO b', level: 'WARN' },
    ])
    expect(readAll(`${STAMP}[a[b]] INFO  c.D - ] INFO  e - m\n`)).toMatchObject([
      { thread: 'a[b]', logger: 'c.D' },
    ])
  })

  it.each([
    '2024-13-12 10:15:02,118',
    '2024-03-32 10:15:02,118',
    '2024-03-12 24:15:02,118',
    '2024-03-12 10:60:02,118',
    '2024-03-12 10:15:61,118',
    '2024-03-12T10:15:02,118',
    '2024-03-12 10:15:02.118',
    '2024-03-12 10:15:0x,118',
    '2024-03-12 10:15:02,1x8',
    '\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0:02,118',
    '2024-03-12 10:15\0\0\0\x098',
  ])('is not begun by %j', (stamp) => {
    const rest = ' [main] INFO  a.B - m\n'
    expect(readAll(`${stamp}${rest}`)).toEqual([])
    expect(readAll(`2024-03-12 10:15:02,118${rest}${stamp}${rest}`)).toHaveLength(1)
  })
})
