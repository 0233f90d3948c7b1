import { describe, expect, test } from 'vitest'
import { findBudgetProblems } from './budget-problems.ts'
import { makeCheckout, runScript } from './testing.ts'

const lines = (count: number, first = '// x') => `${[first, ...Array(count - 1).fill('// x')].join('\n')}\n`

function messages(files: Record<string, string>): string[] {
  using checkout = makeCheckout(files)
  return findBudgetProblems(checkout.root).map(({ path, line, message }) => `${path}:${line} ${message}`)
}

describe('a file', () => {
  test.each([
    ['packages/a/src/x.ts', 250],
    ['apps/bff/src/features/runs/runs.routes.ts', 120],
    ['apps/web/src/ui/button.tsx', 150],
    ['packages/a/src/x.test.ts', 400],
    ['apps/web/src/ui/button.test.tsx', 400],
    ['e2e/sign-in.spec.ts', 400],
    ['scripts/x.ts', 250],
    ['bench/x.ts', 250],
  ])('%s may have %i lines and not one more', (path, budget) => {
    expect(messages({ [path]: lines(budget) })).toEqual([])
    expect(messages({ [path]: lines(budget + 1) })).toEqual([
      expect.stringMatching(new RegExp(`^${path}:0 has ${budget + 1} lines; .* may have ${budget}$`)),
    ])
  })

  test('over its budget is fine with a reason near its top', () => {
    const reasoned = lines(300, '// budget: one table, cut in two it would be harder to read')
    expect(messages({ 'packages/a/x.ts': reasoned })).toEqual([])
    expect(messages({ 'packages/a/x.ts': lines(300, '// budget:') })).toHaveLength(1)
    expect(
      messages({ 'packages/a/x.ts': `${lines(10)}// budget: too far down\n${lines(300)}` }),
    ).toHaveLength(1)
  })

  test('that is no source of ours has no budget', () => {
    expect(messages({ 'docs/long.md': lines(2000), 'vite.config.ts': lines(500) })).toEqual([])
  })

  test('that git ignores is not looked at', () => {
    expect(messages({ '.gitignore': 'dist/\n', 'packages/a/dist/x.ts': lines(999) })).toEqual([])
  })
})

describe('text', () => {
  const machinePath = `/${'work'}/main`
  const host = `${'registry'}.npmjs.org`

  test.each([
    [`see ${machinePath}`, 'names a path of one machine'],
    [`"${machinePath}"`, 'names a path of one machine'],
    [`https://${host}/x`, 'names a package host'],
    [`npm config set ${host}`, 'names a package host'],
    [`https://my-${'registry'}:4873/`, 'names a package host'],
  ])('%j is reported', (text, message) => {
    expect(messages({ 'docs/x.md': `fine\n${text}\n` })).toEqual([`docs/x.md:2 ${message}`])
  })

  test.each([
    '/workspace/apps',
    'work/main',
    '/data/xnat/work/logs',
    'the registry of servers',
    'registry.json, registry.get.bind',
  ])('%j is fine', (text) => {
    expect(messages({ 'docs/x.md': text })).toEqual([])
  })
})

test('the script reports everything at once and fails', () => {
  using bad = makeCheckout({ 'packages/a/x.ts': lines(251), 'apps/web/src/b.tsx': lines(151) })
  const { code, output } = runScript('check-budgets.ts', bad.root)
  expect(code).toBe(1)
  expect(output.split('\n')).toHaveLength(4)
  expect(output).toContain('2 to fix')
})

test('the script is content with a project that keeps to its budgets', () => {
  using good = makeCheckout({ 'packages/a/x.ts': lines(10) })
  expect(runScript('check-budgets.ts', good.root)).toEqual({
    code: 0,
    output: 'budgets: nothing to report\n',
  })
})
