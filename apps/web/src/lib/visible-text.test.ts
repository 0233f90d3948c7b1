import { describe, expect, it } from 'vitest'
import { visibleText } from './visible-text.ts'

describe('foreign text made visible', () => {
  it.each([
    ['a colour sequence', '\u001b[31mred\u001b[0m', '⟨ESC⟩[31mred⟨ESC⟩[0m'],
    ['a terminal title', '\u001b]0;owned\u0007', '⟨ESC⟩]0;owned⟨BEL⟩'],
    ['a terminal link', '\u001b]8;;https://evil.example\u001b\\x', '⟨ESC⟩]8;;https://evil.example⟨ESC⟩\\x'],
    ['the one-byte form of it', '\u009b31m', '⟨U+009B⟩31m'],
    ['NUL', 'a\u0000b', 'a⟨NUL⟩b'],
    ['a line break in a field', 'a\nb\r\nc', 'a⟨LF⟩b⟨CR⟩⟨LF⟩c'],
    ['delete', '\u007f', '⟨U+007F⟩'],
    ['right-to-left override', 'abc\u202edcba', 'abc⟨U+202E⟩dcba'],
    ['isolates', '\u2066x\u2069', '⟨U+2066⟩x⟨U+2069⟩'],
    ['the Arabic letter mark', '\u061cx', '⟨U+061C⟩x'],
    ['zero width space', 'ad\u200bmin', 'ad⟨U+200B⟩min'],
    ['byte order mark', '\ufeffx', '⟨U+FEFF⟩x'],
    ['line and paragraph separators', '\u2028\u2029', '⟨U+2028⟩⟨U+2029⟩'],
    ['soft hyphen', 'x\u00ady', 'x⟨U+00AD⟩y'],
    ['Hangul filler', '\u3164', '⟨U+3164⟩'],
    ['half of a surrogate pair', 'a\ud800b', 'a⟨U+D800⟩b'],
    ['tag characters', '\u{e0041}', '⟨U+E0041⟩'],
  ])('shows %s', (_, text, shown) => {
    expect(visibleText(text)).toBe(shown)
  })

  it.each([
    'plain text',
    'a\tb',
    '<img src=x onerror=alert(1)>',
    '&lt;b&gt; {{x}} %s',
    'Größe, Æther, Ω, 心臓, مشروع, דוגמה',
    '👩 🧠 ❤️',
  ])('leaves %s as it is', (text) => {
    expect(visibleText(text)).toBe(text)
  })

  it('cuts a text that would stop the page, and says by how much', () => {
    const shown = visibleText('x'.repeat(1_000_000))
    expect(shown.length).toBeLessThan(20_100)
    expect(shown.endsWith('⟨+980000⟩')).toBe(true)
  })
})
