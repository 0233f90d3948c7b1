import { expect, test } from 'vitest'
import { type EffectiveServer, effectiveServer, type ListAnswer } from './index.ts'

const A = 'https://ai.example.org:5000'
const B = 'https://ai-backup.example.org:5000'
const list = (...entries: unknown[]): ListAnswer => ({ status: 200, text: JSON.stringify(entries) })
/** The body of "never set" looks like a list of servers. */
const NEVER_SET: ListAnswer = { status: 404, text: '["No AIAA server list found"]' }
const FORBIDDEN: ListAnswer = { status: 403, text: '' }
const LOGIN_PAGE: ListAnswer = { status: 200, text: '<!DOCTYPE html><title>Login</title>' }
const NONE: EffectiveServer = { from: 'none', reason: 'none-set' }

test.each<[situation: string, project: ListAnswer, site: ListAnswer, expected: EffectiveServer]>([
  ['the project has one', list(A), list(B), { from: 'project', entry: A, ignored: [] }],
  [
    'the project has two: the second is ignored',
    list(A, B),
    NEVER_SET,
    { from: 'project', entry: A, ignored: [B] },
  ],
  ['the project list is never set', NEVER_SET, list(B), { from: 'site', entry: B, ignored: [] }],
  ['the project list is cleared', list(), list(B, A), { from: 'site', entry: B, ignored: [A] }],
  ['the project may not be read', FORBIDDEN, list(B), { from: 'site', entry: B, ignored: [] }],
  ['the project is unknown', { status: 422, text: 'no' }, list(B), { from: 'site', entry: B, ignored: [] }],
  [
    'the plugin fails for the project',
    { status: 500, text: '<html>' },
    list(B),
    { from: 'site', entry: B, ignored: [] },
  ],
  [
    'the project answers 201',
    { status: 201, text: `["${A}"]` },
    list(B),
    { from: 'site', entry: B, ignored: [] },
  ],
  [
    'the project answers JSON that is no list',
    { status: 200, text: '{}' },
    list(B),
    { from: 'site', entry: B, ignored: [] },
  ],
  ['neither is set', NEVER_SET, NEVER_SET, NONE],
  ['both are cleared', list(), list(), NONE],
  ['the site is closed to guests', NEVER_SET, FORBIDDEN, NONE],
  [
    'the project question fails below HTTP: no fallback',
    'no-answer',
    list(B),
    { from: 'none', reason: 'project-no-answer' },
  ],
  [
    'the project answers a login page: no fallback',
    LOGIN_PAGE,
    list(B),
    { from: 'none', reason: 'project-not-json' },
  ],
  [
    'the project answers 200 and nothing: no fallback',
    { status: 200, text: '' },
    list(B),
    { from: 'none', reason: 'project-not-json' },
  ],
  ['the site question fails below HTTP', NEVER_SET, 'no-answer', { from: 'none', reason: 'site-no-answer' }],
  ['the site answers a login page', NEVER_SET, LOGIN_PAGE, { from: 'none', reason: 'site-not-json' }],
  ['the entry is no text', list(5), list(B), { from: 'none', reason: 'entry-not-text' }],
])('%s', (_situation, project, site, expected) => {
  expect(effectiveServer(project, site)).toEqual(expected)
})
