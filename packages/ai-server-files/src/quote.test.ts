import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { envValue, inComment, shellWord, yamlText } from './quote.ts'

/** What people and programs have broken out of quotes with. */
const HOSTILE = [
  `'; rm -rf / #`,
  '"$(id)"',
  '`id`',
  '$AIAA_PORT',
  '$$',
  'a\nb: c',
  'a\r\nb',
  '\\',
  "it's",
  ' # no comment',
  '- list',
  '{a: b}',
  '!!binary x',
  '*anchor',
  'no',
  '0x1f',
  '',
  '\u2028next',
  '\u0085next',
  'é🙂',
]
const texts = fc.oneof(
  fc.constantFrom(...HOSTILE),
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: 'binary' }),
)

describe('a quoted text', () => {
  it('is the same text for whoever reads the YAML, with every $ doubled for Compose', () => {
    fc.assert(
      fc.property(texts, (text) => {
        fc.pre(text.isWellFormed())
        const read = parse(`before: 1\nvalue: ${yamlText(text)}\nafter: 2\n`) as Record<string, unknown>
        expect(read).toEqual({ before: 1, value: text.replaceAll('$', '$$$$'), after: 2 })
      }),
    )
  })

  it('is one word for a real shell', () => {
    fc.assert(
      fc.property(texts, (text) => {
        fc.pre(text.isWellFormed() && !text.includes('\0'))
        const said = execFileSync('sh', ['-c', `printf '<%s>' ${shellWord(text)}`], { encoding: 'utf8' })
        expect(said).toBe(`<${text}>`)
      }),
      { numRuns: 60 },
    )
    expect(() => shellWord('a\0b')).toThrow()
  })

  it('stays within its line of an environment file, or is refused', () => {
    fc.assert(
      fc.property(texts, (text) => {
        let line: string
        try {
          line = envValue(text)
        } catch {
          expect(text).toMatch(/['"`$\\#\p{Cc}]/u)
          return
        }
        expect(line).toBe(line.includes(`'`) ? `'${text}'` : text)
        expect(line).not.toMatch(/[\r\n$\\]/)
      }),
    )
  })

  it('never ends its comment', () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(parse(`a: 1 # ${inComment(text)}\nb: 2\n`)).toEqual({ a: 1, b: 2 })
      }),
    )
  })
})
