import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeText } from '../text/decode.ts'
import { LEVELS } from '../text/level.ts'
import { LOGGERS } from './loggers.ts'
import { parseMessage, RULES } from './parse-message.ts'
import { createChannel, matchRule } from './vocabulary.ts'

const encoder = new TextEncoder()

/** What a message means when it is read as bytes. */
function readBytes(logger: string, level: string, message: string) {
  const channel = createChannel(encoder.encode(`${level.padEnd(5)} ${logger}`))
  const bytes = encoder.encode(`- ${message}`)
  const rule = matchRule(channel, bytes, new DataView(bytes.buffer), 2, bytes.length)
  if (rule === null) return { tolerated: channel.tolerated }
  return rule.rule.event(decodeText(bytes, 2 + rule.before.length, bytes.length - rule.after.length))
}

const value = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    '1',
    '42',
    '12345',
    'XNAT_E00401',
    'two words',
    'Müller',
    'a/b/c.json',
    ' initialised',
  ),
  fc.string({ maxLength: 40 }),
  fc.string({ maxLength: 40, unit: 'grapheme' }),
)

describe('a message read as bytes', () => {
  it('means what it means as text', () => {
    const rule = fc.constantFrom(...RULES)
    const logger = fc.constantFrom(...Object.values(LOGGERS))
    const level = fc.constantFrom(...LEVELS)
    fc.assert(
      fc.property(rule, value, level, fc.option(logger), (planned, text, at, other) => {
        const name = other ?? planned.loggers[0] ?? ''
        const message = `${planned.before}${text}${planned.after}`
        const event = parseMessage({ logger: name, level: at, message })
        const nothing =
          event.kind === 'unrecognized' || (event.kind === 'noted' && event.name === 'other')
            ? { tolerated: event.kind === 'noted' }
            : event
        expect(readBytes(name, at, message)).toEqual(nothing)
      }),
      { numRuns: 3000 },
    )
  })
})
