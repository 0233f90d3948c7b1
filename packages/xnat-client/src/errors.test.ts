import { describe, expect, test } from 'vitest'
import { classifyRedirect, errorText, UpstreamError } from './errors.ts'

describe('a redirect', () => {
  test.each([
    ['/app/template/Login.vm', 'login'],
    ['https://xnat.example.org/app/template/Login.vm', 'login'],
    ['http://xnat.example.org/xnat/app/template/Login.vm;jsessionid=AB#top', 'login'],
    ['http://xnat.example.org/xnat/app/template/Login.vm#top', 'login'],
    ['/app/template/Login.vm?next=/setup', 'login'],
    ['/app/template/XDATScreen_UpdateUser.vm', 'password-expired'],
    ['/app/template/InactiveAccount.vm', 'inactive'],
    ['/setup', 'not-set-up'],
    ['https://xnat.example.org/xnat/setup', 'not-set-up'],
    ['/app/template/Unconfigured.vm', 'not-set-up'],
    ['https://idp.example.org/authorize?redirect=/app/template/Login.vm', 'elsewhere'],
    ['/app/template/Index.vm', 'elsewhere'],
    ['', 'elsewhere'],
    [undefined, 'elsewhere'],
  ])('to %j means %s', (location, meaning) => {
    expect(classifyRedirect(location)).toBe(meaning)
  })
})

describe('the sentence in an error body', () => {
  const tomcat = (message: string) =>
    `<!doctype html><html lang="en"><head><title>HTTP Status 500 – Internal Server Error</title></head><body><h1>HTTP Status 500 – Internal Server Error</h1>${message}<hr class="line" /><h3>Apache Tomcat/9.0.98</h3></body></html>`

  test.each([
    ['nothing', '', ''],
    ['plain text', 'Subject XNAT_S1 not found in project P', 'Subject XNAT_S1 not found in project P'],
    ['text with line breaks', 'one\r\n  two\t three\n', 'one two three'],
    [
      'a page of the /data engine',
      '<html>\n<head>\n<title>Status page</title></head><body>\n<h3>Unable to read experiments for Project: P</h3><p>You can</p></body></html>',
      'Unable to read experiments for Project: P',
    ],
    ['a page of the container', tomcat(''), 'HTTP Status 500 – Internal Server Error'],
    [
      'a page of the container with its message',
      tomcat(
        '<p><b>Type</b> Status Report</p><p><b>Message</b> Invalid token</p><p><b>Description</b> x</p>',
      ),
      'Invalid token',
    ],
    [
      'a page of nginx',
      '<html>\r\n<head><title>504 Gateway Time-out</title></head>\r\n<body>\r\n<center><h1>504 Gateway Time-out</h1></center>',
      '504 Gateway Time-out',
    ],
    ['markup inside a heading', '<html><h3>No <b>such</b><br/>thing</h3>', 'No such thing'],
    [
      'escaped characters',
      '<html><h3>a &lt;b&gt; &amp;amp; &quot;c&quot; &#39;d&#39;&nbsp;e</h3>',
      'a <b> &amp; "c" \'d\' e',
    ],
    ['an escape nobody knows', '<html><h3>5 &euro;</h3>', '5 &euro;'],
    ['a page without a heading', '<!DOCTYPE html><html><body><form name="form1"></form></body></html>', ''],
    ['a heading that never ends', '<html><h3>half of a', ''],
    ['the JSON of the plugin', '{ "ResponseMessage":"Malformed URL" }', 'Malformed URL'],
    [
      'JSON of the plugin that is not valid',
      '{ "ResponseMessage":"No project with ID "X" exists\n" }',
      'No project with ID "X" exists',
    ],
    ['other JSON', '{"error":"x"}', '{"error":"x"}'],
  ])('is found in %s', (_what, body, text) => {
    expect(errorText(body)).toBe(text)
  })

  test('is at most 500 characters long', () => {
    expect(errorText('é'.repeat(900))).toBe('é'.repeat(500))
    expect(errorText(`<html><h3>${'é'.repeat(900)}</h3>`)).toBe('é'.repeat(500))
  })

  test.each(['<html><h3', '<!doctype html><b>Message</b>', '<html><h3>', '&', '{ "ResponseMessage":"', ' '])(
    'is looked for in a bounded part of a huge body of %j',
    (piece) => {
      const before = performance.now()
      errorText(piece.repeat(5_000_000 / piece.length))
      // Hours if the work grew with the square of the body; the bound is far above a slow machine's milliseconds.
      expect(performance.now() - before).toBeLessThan(5_000)
    },
  )
})

test('a failure carries what a service decides by, and nothing of the call but its words', () => {
  const cause = new Error('socket hang up')
  const error = new UpstreamError('refused', 'GET /x answered 302', { status: 302, redirect: 'login', cause })
  expect(error).toBeInstanceOf(Error)
  expect(error).toMatchObject({
    name: 'UpstreamError',
    kind: 'refused',
    status: 302,
    redirect: 'login',
    cause,
  })
  expect(new UpstreamError('timeout', 'x')).toMatchObject({
    status: undefined,
    redirect: undefined,
    said: undefined,
  })
})
