import { describe, expect, it } from 'vitest'
import { Counter } from './counter.ts'
import { cutBefore, decodeText } from './decode.ts'
import { type AtLevel, createHeaderReader } from './header.ts'
import { createInterner } from './intern.ts'
import { KnownTexts, slotOf } from './known-texts.ts'
import { LineSplitter } from './lines.ts'
import { Pattern } from './pattern.ts'
import { elapsedMs, formatStamp, NO_STAMP, packStamp } from './stamp.ts'

const encoder = new TextEncoder()

function pack(stamp: string) {
  return packStamp(encoder.encode(stamp), 0)
}

describe('a stamp', () => {
  it.each([
    '2024-03-12 10:15:02,118',
    '0000-01-01 00:00:00,000',
    '9999-12-31 23:59:60,999',
    '2023-02-31 00:00:00,001',
  ])('%s is given back as it was printed', (stamp) => {
    expect(formatStamp(pack(stamp))).toBe(stamp)
  })

  it('measures time across midnight, months and leap days', () => {
    expect(elapsedMs(pack('2024-11-05 23:59:49,300'), pack('2024-11-06 00:00:12,167'))).toBe(22867)
    expect(elapsedMs(pack('2024-02-28 23:00:00,000'), pack('2024-03-01 01:00:00,000'))).toBe(26 * 3_600_000)
  })

  it('measures nothing backwards, and nothing without both ends', () => {
    expect(elapsedMs(pack('2024-10-27 02:59:59,000'), pack('2024-10-27 02:00:00,000'))).toBeNull()
    expect(elapsedMs(NO_STAMP, pack('2024-10-27 02:00:00,000'))).toBeNull()
    expect(formatStamp(NO_STAMP)).toBeNull()
  })
})

describe('text', () => {
  it('is UTF-8 where it can be, else Latin-1', () => {
    expect(decodeText(encoder.encode('Müller 🙂'))).toBe('Müller 🙂')
    expect(decodeText(Uint8Array.of(0x4d, 0xfc, 0x6c))).toBe('Mül')
    expect(decodeText(encoder.encode('x'.repeat(100)))).toBe('x'.repeat(100))
    expect(decodeText(encoder.encode('abc'), 2, 1)).toBe('')
  })

  it('is cut between characters', () => {
    const bytes = encoder.encode('a🙂')
    expect([1, 2, 3, 4, 5].map((end) => cutBefore(bytes, 0, end))).toEqual([1, 1, 1, 1, 5])
    expect(cutBefore(encoder.encode('aü'), 0, 2)).toBe(1)
  })
})

describe('a pattern', () => {
  it.each(['', 'a', 'abc', 'abcd', 'abcde', 'abcdefgh', 'abcdefghijk'])('%j is found where it is', (text) => {
    const pattern = new Pattern(encoder.encode(text))
    const bytes = encoder.encode(`xx${text}yy`)
    const view = new DataView(bytes.buffer)
    expect(pattern.isAt(bytes, view, 2)).toBe(true)
    for (let at = 2; at < 2 + text.length; at++) {
      const other = bytes.slice()
      other[at] = 0x7a
      expect(pattern.isAt(other, new DataView(other.buffer), 2)).toBe(false)
    }
  })
})

describe('an interner', () => {
  function intern(limit: number, keep: (value: { text: string }) => boolean) {
    const forgotten: string[] = []
    const interner = createInterner(
      (bytes) => ({ text: decodeText(bytes) }),
      limit,
      keep,
      () => forgotten.push('once'),
    )
    const get = (text: string) => {
      const bytes = encoder.encode(`..${text}..`)
      return interner.get(bytes, new DataView(bytes.buffer), 2, 2 + text.length)
    }
    return { get, forgotten }
  }

  it('gives the same object for the same text, and another for another', () => {
    const { get } = intern(1000, () => true)
    const names = Array.from({ length: 500 }, (_, index) => `pool-${index % 20}-thread-${index}`)
    const first = names.map(get)
    expect(names.map(get)).toEqual(first)
    expect(names.every((name, index) => get(name) === first[index])).toBe(true)
    expect(new Set(first).size).toBe(500)
  })

  it('forgets what need not be kept when it is full', () => {
    const { get, forgotten } = intern(10, ({ text }) => text === 'busy')
    const busy = get('busy')
    const idle = get('idle')
    for (let index = 0; index < 20; index++) get(`thread-${index}`)
    expect(get('busy')).toBe(busy)
    expect(get('idle')).not.toBe(idle)
    expect(forgotten.length).toBeGreaterThan(0)
  })

  it('forgets everything rather than grow', () => {
    const { get, forgotten } = intern(10, () => true)
    for (let index = 0; index < 1000; index++) get(`thread-${index}`)
    expect(forgotten).toHaveLength(99)
  })
})

describe('known texts', () => {
  const line = encoder.encode('pool-6-thread-2] INFO  org.nrg.xnatx.ohifviewer.Some - message')
  const view = new DataView(line.buffer)

  it('are recognised where they stand, up to the limit', () => {
    const known = new KnownTexts<string>()
    const slot = slotOf(1, 2, 3)
    expect(known.lengthAt(slot, view, 0, line.length)).toBe(0)
    known.learn(slot, view, 0, 16, 'second thread')
    expect(known.lengthAt(slot, view, 0, 16)).toBe(16)
    expect(known.valueOf(slot)).toBe('second thread')
    expect(known.lengthAt(slot, view, 0, 15)).toBe(0)
    expect(known.lengthAt(slot, view, 1, line.length)).toBe(0)
    for (let at = 0; at < 16; at++) {
      const other = line.slice()
      other[at] = 0x7a
      expect(known.lengthAt(slot, new DataView(other.buffer), 0, line.length)).toBe(0)
    }
    known.clear()
    expect(known.lengthAt(slot, view, 0, line.length)).toBe(0)
  })

  it('are not learnt when they are very short or very long', () => {
    const known = new KnownTexts<string>()
    const long = new DataView(new ArrayBuffer(300))
    known.learn(1, long, 0, 7, 'short')
    known.learn(2, long, 0, 129, 'long')
    expect([1, 2].map((slot) => known.lengthAt(slot, long, 0, 300))).toEqual([0, 0])
  })
})

describe('a counter', () => {
  it('tells only so many names apart', () => {
    const counter = new Counter(2, 'rest')
    for (const name of ['a', 'b', 'b', 'c', 'd', 'd', 'b']) counter.add(name)
    expect(counter.entries()).toEqual([
      ['b', 3],
      ['rest', 3],
      ['a', 1],
    ])
  })
})

describe('lines', () => {
  function split(feed: (lines: LineSplitter<unknown, AtLevel>) => void, more: 'all' | 'first' = 'all') {
    const seen: [text: string, offset: number, length: number][] = []
    const lines = new LineSplitter(
      createHeaderReader(),
      (batch) => {
        for (let index = 0; index < batch.count; index++) {
          const offset = batch.offsetOf(index)
          const text = decodeText(batch.bytes, batch.starts[index], batch.ends[index])
          seen.push([text, offset, batch.nextOffsetOf(index) - offset])
        }
      },
      more,
    )
    feed(lines)
    return seen
  }

  it('are there once their line feed is', () => {
    expect(split((lines) => lines.push(encoder.encode('a\r\n\nb')))).toEqual([
      ['a', 0, 3],
      ['', 3, 1],
    ])
  })

  it('go on in the next file when they were cut by it', () => {
    const seen = split((lines) => {
      lines.push(encoder.encode('one\ntw'))
      lines.nextFile()
      lines.push(encoder.encode('o\nthree\n'))
    })
    expect(seen.map(([text]) => text)).toEqual(['one', 'two', 'three'])
    expect(seen[2]).toEqual(['three', 2, 6])
  })

  it('that were never finished end where the next file begins with a record', () => {
    const header = '2024-03-12 10:15:02,118 [main] INFO  a.B - m'
    const seen = split((lines) => {
      lines.push(encoder.encode('one\n2024-03-12 10:1'))
      lines.nextFile()
      for (const byte of encoder.encode(`${header}\ntwo\n`)) lines.push(Uint8Array.of(byte))
    })
    expect(seen).toEqual([
      ['one', 0, 4],
      [header, 0, header.length + 1],
      ['two', header.length + 1, 4],
    ])
  })

  it('that are open are dropped by a jump', () => {
    const seen = split((lines) => {
      lines.push(encoder.encode('one\ntw'))
      lines.jump(1000)
      lines.push(encoder.encode('three\n'))
      expect(lines.offset).toBe(1006)
    })
    expect(seen.map(([text]) => text)).toEqual(['one', 'three'])
  })
  it('can be as many as there are', () => {
    const text = Array.from({ length: 10_000 }, (_, index) => `${index}\n`).join('')
    const seen = split((lines) => lines.push(encoder.encode(text)))
    expect(seen.map(([line]) => `${line}\n`).join('')).toBe(text)
    expect(seen.reduce((end, [, offset, length]) => (offset === end ? end + length : -1), 0)).toBe(
      text.length,
    )
  })

  it('that continue a record can be left out but for the first, wherever the bytes are cut', () => {
    const header = '2024-03-12 10:15:02,118 [main] INFO  a.B - m'
    const bytes = encoder.encode(`${header}\none\n2 two\n\n${header}\n${header}\nthree\n`)
    const whole = split((lines) => lines.push(bytes), 'first')
    expect(whole.map(([text]) => text)).toEqual([header, 'one', header, header, 'three'])
    expect(whole[2]?.[1]).toBe(header.length + 12)
    for (let cut = 1; cut < bytes.length; cut++) {
      const seen = split((lines) => {
        lines.push(bytes.subarray(0, cut))
        lines.push(bytes.subarray(cut))
        expect(lines.offset).toBe(bytes.length)
      }, 'first')
      expect(seen).toEqual(whole)
    }
  })
})
