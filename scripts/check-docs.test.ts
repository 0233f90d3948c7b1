import { describe, expect, test } from 'vitest'
import { findDocsProblems } from './docs-problems.ts'
import { makeCheckout, runScript } from './testing.ts'

const PACKAGE = JSON.stringify({ scripts: { start: 'x', test: 'x', 'docs:check': 'x' } })

function problems(readme: string, others: Record<string, string> = {}): string[] {
  using checkout = makeCheckout({ 'package.json': PACKAGE, 'README.md': readme, ...others })
  return findDocsProblems(checkout.root).map(({ path, line, message }) => `${path}:${line} ${message}`)
}

describe('links', () => {
  const docs = { 'docs/operating.md': '# Operating\n\n## Log sources\n', 'docs/img/a.png': '' }

  test.each([
    '[a](docs/operating.md)',
    '[a](./docs/operating.md#log-sources)',
    '[a](docs)',
    '[a](docs/)',
    '![a](docs/img/a.png "title")',
    '[a](<docs/operating.md>)',
    '[a]: docs/operating.md',
    '[a](https://example.org/nothing) [b](mailto:a@example.org)',
    '# Here\n[a](#here)',
    '<a id="spot"></a>\n[a](#spot)',
    '`[a](nothing.md)`',
    '```\n[a](nothing.md)\n```',
  ])('%j is fine', (text) => {
    expect(problems(text, docs)).toEqual([])
  })

  test.each([
    ['[a](docs/nothing.md)', 'links to docs/nothing.md, which does not exist'],
    ['![a](docs/img/b.png)', 'links to docs/img/b.png, which does not exist'],
    ['[a]: nothing.md', 'links to nothing.md, which does not exist'],
    ['[a](#nowhere)', 'links to #nowhere, but there is no heading for #nowhere'],
    ['[a](docs/operating.md#gone)', 'links to docs/operating.md#gone, but there is no heading for #gone'],
  ])('%j is reported', (text, message) => {
    expect(problems(text, docs)).toEqual([`README.md:1 ${message}`])
  })

  test('are resolved from the page they are on', () => {
    const page = '[up](../README.md) [beside](operating.md) [wrong](docs/operating.md) [root](/README.md)'
    expect(problems('x', { ...docs, 'docs/index.md': page })).toEqual([
      'docs/index.md:1 links to docs/operating.md, which does not exist',
    ])
  })
})

test.each([
  ['## Running it', 'running-it'],
  ['## Logs & sources (new)', 'logs--sources-new'],
  ['## `OHIF_ADMIN_PORT` setting', 'ohif_admin_port-setting'],
  ['## See [the log](https://example.org)', 'see-the-log'],
  ['## Größe und Maß', 'größe-und-maß'],
  ['## Same\n## Same', 'same-1'],
  ['## Closed ##', 'closed'],
])('the heading %j has the anchor %j', (heading, anchor) => {
  expect(problems(`${heading}\n[a](#${anchor})`)).toEqual([])
})

describe('paths in code', () => {
  const files = { 'apps/bff/src/main.ts': '', '.gitignore': 'bench/results/\n' }

  test.each([
    '`apps/bff/src/main.ts`',
    '`apps/bff/`',
    '`apps/bff/src/main.ts:12`',
    '`node apps/bff/src/main.ts --port=1`',
    '`packages/*/src` and `docs/{a,b}.md` and `docs/decisions/<name>.md`',
    '`bench/results/today.json`',
    '`src/main.ts`, `text/plain`, `/xapi/docs/x`',
    'apps/nothing is prose, not code',
  ])('%j are fine', (text) => {
    expect(problems(text, files)).toEqual([])
  })

  test.each([
    '`apps/web/src`',
    '`node scripts/nothing.ts`',
    '```sh\ncat docker/nothing.yml\n```',
    '``e2e/x.ts``',
  ])('%j are reported', (text) => {
    expect(problems(text, files)).toEqual([
      expect.stringMatching(/README\.md:\d names \S+, which does not exist/),
    ])
  })
})

describe('commands', () => {
  test.each([
    '`npx pnpm@12 start`',
    '`pnpm test`',
    '`pnpm run docs:check`',
    '`pnpm install`',
    '`npx --yes pnpm@12 test`',
    'pnpm nothing, in prose',
  ])('%j is fine', (text) => {
    expect(problems(text)).toEqual([])
  })

  test.each(['`pnpm e2e`', '`npx pnpm@12 strat`', '```sh\ncd x && pnpm run nothing\n```'])(
    '%j is reported',
    (text) => {
      expect(problems(text)).toEqual([
        expect.stringMatching(/runs the script \S+, which package\.json does not have/),
      ])
    },
  )
})

test('the script reports everything at once and fails', () => {
  using bad = makeCheckout({
    'package.json': PACKAGE,
    'README.md': '[a](nothing.md) `pnpm nothing`\n`apps/nothing`\n',
    'CHANGELOG.md': '[a](#nowhere)',
    'docs/deep/page.md': '[a](nothing.md)',
  })
  const { code, output } = runScript('check-docs.ts', bad.root)
  expect(code).toBe(1)
  expect(output).toContain('docs: 5 to fix')
})

test('the script is content with pages that hold', () => {
  using good = makeCheckout({ 'package.json': PACKAGE, 'README.md': '`pnpm start`' })
  expect(runScript('check-docs.ts', good.root)).toEqual({ code: 0, output: 'docs: nothing to report\n' })
})
