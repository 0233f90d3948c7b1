import { describe, expect, it } from 'vitest'
import type { Report } from './cli/report.ts'
import { reportFiles } from './testing/fold-bytes.ts'
import { type Expected, expectedSamples, sampleFile } from './testing/samples.ts'

const samples = Object.entries(expectedSamples())

/** What the expectation leaves out is empty. */
function wanted({ runs, dicomwebRuns, otherGeneration = [] }: Expected): Report {
  return { runs, ...(dicomwebRuns && { dicomwebRuns }), otherGeneration, unrecognized: 0 }
}

type Chunker = (bytes: Uint8Array, file: number) => Iterable<Uint8Array>

const whole: Chunker = (bytes) => [bytes]
const byteByByte: Chunker = (bytes) => Array.from(bytes, (byte) => Uint8Array.of(byte))

function reader(
  { files, pluginVersion }: Expected,
  change: (bytes: Uint8Array) => Uint8Array = (bytes) => bytes,
) {
  const contents = files.map((name) => ({ name, bytes: change(sampleFile(name)) }))
  return (chunk: Chunker) =>
    reportFiles(
      contents.map(({ name, bytes }, file) => ({ name, chunks: chunk(bytes, file) })),
      { pluginVersion },
    )
}

function replaceBytes(bytes: Uint8Array, from: string, to: readonly number[]): Uint8Array {
  const text = Buffer.from(bytes).toString('latin1')
  return Buffer.from(text.replaceAll(from, String.fromCharCode(...to)), 'latin1')
}

describe.each(samples)('sample %s', (_name, expected) => {
  const read = reader(expected)

  it('gives what is expected, read whole', () => {
    expect(read(whole)).toEqual(wanted(expected))
  })

  it('gives the same one byte at a time', () => {
    expect(read(byteByByte)).toEqual(wanted(expected))
  })

  it('gives the same with carriage returns', () => {
    const readWithReturns = reader(expected, (bytes) => replaceBytes(bytes, '\n', [13, 10]))
    expect(readWithReturns(whole)).toEqual(wanted(expected))
    expect(readWithReturns(byteByByte)).toEqual(wanted(expected))
  })

  it('gives the same with Latin-1 bytes in paths', () => {
    const readLatin1 = reader(expected, (bytes) => replaceBytes(bytes, 'arc001', [0x61, 0xe4, 0xfc]))
    expect(readLatin1(whole)).toEqual(wanted(expected))
    expect(readLatin1(byteByByte)).toEqual(wanted(expected))
  })

  it('gives the same cut in two at every byte', { timeout: 120_000 }, () => {
    const uncut = JSON.stringify(read(whole))
    expected.files.forEach((name, cutFile) => {
      const size = sampleFile(name).length
      for (let at = 0; at <= size; at++) {
        const cut: Chunker = (bytes, file) =>
          file === cutFile ? [bytes.subarray(0, at), bytes.subarray(at)] : [bytes]
        const report = read(cut)
        // comparing text is many times faster; the full comparison explains a difference
        if (JSON.stringify(report) !== uncut) expect(report, `cut at ${at}`).toEqual(wanted(expected))
      }
    })
  })
})
