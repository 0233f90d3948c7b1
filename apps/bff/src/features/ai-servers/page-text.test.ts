import { describe, expect, it } from 'vitest'
import { isPage, pageText } from './page-text.ts'

describe('the text of a page', () => {
  it('is what a reader sees, with markup of the log itself as text', () => {
    const page =
      '<!DOCTYPE html>\n<html><head><title>Log</title><style>p{}</style></head><body><pre>[ERROR] a &lt;b&gt; &amp; c\nsecond</pre></body></html>'
    expect(pageText(page)).toBe('[ERROR] a <b> & c\nsecond\n')
  })

  it('has a line for every break and block', () => {
    expect(pageText('<div>one</div><div>two<br>three</div><p>four</p>')).toBe('one\ntwo\nthree\nfour\n')
  })

  it.each([
    '<script>alert(1)</script>left',
    '<style>*{}</style>left',
    '<SCRIPT type="x">alert("</div>")</SCRIPT>left',
    '<template><b>no</b></template>left',
  ])('leaves out what nobody reads: %s', (page) => {
    expect(pageText(page)).toBe('left')
  })

  it.each(['<', '<div', '</', '&#x', '<!--', '<pre>&lt;', '<a href="', '\u0000<p>'])(
    'is read to its end however it breaks off: %j',
    (page) => {
      expect(typeof pageText(page)).toBe('string')
    },
  )
})

describe('a page', () => {
  it('is known by its type, or by how it begins', () => {
    expect(isPage('text/html; charset=utf-8', '')).toBe(true)
    expect(isPage(null, '\n<!doctype HTML>')).toBe(true)
    expect(isPage('text/plain', '[INFO] <html> in the middle')).toBe(false)
  })
})
