import { describe, expect, it } from 'vitest'
import { isSuspiciousPath, readableUrl } from './suspicious-path.ts'

describe('an address', () => {
  it.each([
    '/',
    '/api/site',
    '/api/runs/?limit=5',
    '/runs/1a2b',
    '/assets/index-B3_x~.js',
    '/api/events?topics=runs%2Cx',
    '/a?x=../..;%00',
  ])('is what it seems: %s', (url) => {
    expect(isSuspiciousPath(url)).toBe(false)
    expect(readableUrl(url)).toBe(url)
  })

  it.each([
    '/..',
    '/../x',
    '/a/../b',
    '/./a',
    '/%2e%2e/x',
    '/%2E./x',
    '/a;b=1',
    '/a%3Bb',
    '/a\\b',
    '/a%5cb',
    '/a%00',
    '/a%0d%0ab',
    '/a%23',
    '/%252e%252e',
    '/a%',
    '/%zz',
    '/%ff',
    '/a//b',
    '//evil.example',
    '/a%7f',
  ])('tries to leave its place: %s', (url) => {
    expect(isSuspiciousPath(url)).toBe(true)
    expect(() => decodeURIComponent(readableUrl(url))).not.toThrow()
    expect(isSuspiciousPath(readableUrl(url))).toBe(true)
  })
})
