import { join } from 'node:path'
import { findBudgetProblems } from './budget-problems.ts'
import { reportProblems } from './project-files.ts'

/** `node scripts/check-budgets.ts [folder]`: sizes of files, and text that has no place in them. */
const root = process.argv[2] ?? join(import.meta.dirname, '..')
reportProblems('budgets', findBudgetProblems(root))
