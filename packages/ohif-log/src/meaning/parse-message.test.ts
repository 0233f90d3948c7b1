import { describe, expect, it } from 'vitest'
import { foldText } from '../testing/fold-bytes.ts'
import { expectedSamples, sampleFile } from '../testing/samples.ts'
import { createRecordReader } from '../text/record.ts'
import { CASES } from './parse-message.cases.ts'
import { parseMessage, RULES } from './parse-message.ts'

describe('a message', () => {
  it.each(CASES)('%s %s - %s', (level, logger, message, event) => {
    expect(parseMessage({ level, logger, message })).toEqual(event)
  })

  it('is recognised as bytes exactly when it is recognised as text', () => {
    for (const [level, logger, message, event] of CASES) {
      const line = `2024-03-12 10:15:02,118 [main] ${level.padEnd(5)} ${logger} - ${message}\n`
      expect(foldText(line).fold.unrecognized, line).toBe(event.kind === 'unrecognized' ? 1 : 0)
    }
  })

  it('has a case for every kind of event', () => {
    const kinds = new Set(CASES.map(([, , , { kind }]) => kind))
    const known = RULES.map((rule) => rule.event('1').kind)
    expect([...new Set(known)].filter((kind) => !kinds.has(kind))).toEqual(['request-checked'])
  })

  it('is recognised in every record of the samples', () => {
    for (const { files } of Object.values(expectedSamples())) {
      for (const file of files) {
        const reader = createRecordReader()
        for (const record of [...reader.push(sampleFile(file)), ...reader.flush()]) {
          expect(parseMessage(record).kind, record.message).not.toBe('unrecognized')
        }
      }
    }
  })
})
