import { listProjectFiles, type Problem, readProjectFile } from './project-files.ts'

const SOURCE = /^(apps|packages|scripts|e2e|bench)\/.*\.tsx?$/
const EXCEPTION = /^\s*(?:\/\/|\/\*|\{\/\*)\s*budget:\s*\S/
const EXCEPTION_WITHIN_LINES = 10
const BINARY = /\.(png|jpe?g|gif|ico|webp|woff2?|zip|gz|jar|dcm)$/i

/** First rule that fits counts. */
const BUDGETS: readonly { readonly fits: RegExp; readonly lines: number; readonly what: string }[] = [
  { fits: /\.(test|spec)\.tsx?$/, lines: 400, what: 'a test file' },
  { fits: /\.routes\.ts$/, lines: 120, what: 'a route module' },
  { fits: /\.tsx$/, lines: 150, what: 'a component file' },
  { fits: /\.ts$/, lines: 250, what: 'a source file' },
]

/** Text that says where the project was made rather than what it is. Spelt in pieces, or this file would match itself. */
const FORBIDDEN: readonly { readonly pattern: RegExp; readonly what: string }[] = [
  { pattern: new RegExp(`(?<![\\w.~-])/${'work'}/`), what: 'a path of one machine' },
  {
    pattern: new RegExp(`\\b${'registry'}\\.(?:[a-z0-9-]+\\.)+(?:cloud|com|dev|io|net|org)\\b`, 'i'),
    what: 'a package host',
  },
  { pattern: new RegExp(`https?://[^\\s/'"\`]*${'registry'}`, 'i'), what: 'a package host' },
]

/** Files over their budget without a reason, and text that must not be in the project. */
export function findBudgetProblems(root: string): Problem[] {
  return listProjectFiles(root)
    .filter((path) => !BINARY.test(path))
    .flatMap((path) => {
      const lines = readProjectFile(root, path).split('\n')
      return [...overBudget(path, lines), ...forbiddenText(path, lines)]
    })
}

function overBudget(path: string, lines: readonly string[]): Problem[] {
  const budget = SOURCE.test(path) ? BUDGETS.find(({ fits }) => fits.test(path)) : undefined
  const count = lines.at(-1) === '' ? lines.length - 1 : lines.length
  if (!budget || count <= budget.lines) return []
  if (lines.slice(0, EXCEPTION_WITHIN_LINES).some((line) => EXCEPTION.test(line))) return []
  return [{ path, line: 0, message: `has ${count} lines; ${budget.what} may have ${budget.lines}` }]
}

function forbiddenText(path: string, lines: readonly string[]): Problem[] {
  return lines.flatMap((text, index) => {
    const found = FORBIDDEN.find(({ pattern }) => pattern.test(text))
    return found ? [{ path, line: index + 1, message: `names ${found.what}` }] : []
  })
}
