import { join } from 'node:path'
import { findDocsProblems } from './docs-problems.ts'
import { reportProblems } from './project-files.ts'

/** `node scripts/check-docs.ts [folder]`: links, anchors, paths and commands named in the documentation. */
const root = process.argv[2] ?? join(import.meta.dirname, '..')
reportProblems('docs', findDocsProblems(root))
