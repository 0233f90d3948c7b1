import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Paths of all files of the project, relative to `root` and with forward slashes: those git knows and new ones it does
 * not ignore, so that a check sees a file before it is committed. Throws when `root` is not in a git checkout.
 */
export function listProjectFiles(root: string): string[] {
  return gitPaths(root, ['ls-files', '--cached', '--others', '--exclude-standard', '-z'])
    .filter((path) => existsSync(join(root, path))) // deleted, but not yet from the index
    .sort()
}

/** Whether git ignores this path, as it does for what is built or written while the project runs. */
export function isIgnored(root: string, path: string): boolean {
  try {
    execFileSync('git', ['check-ignore', '--quiet', '--no-index', '--', path], { cwd: root, stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

export function readProjectFile(root: string, path: string): string {
  return readFileSync(join(root, path), 'utf8')
}

/** One problem in one file; `line` counts from 1, 0 means the file as a whole. */
export interface Problem {
  readonly path: string
  readonly line: number
  readonly message: string
}

/** Writes every problem, one per line as `path:line message`, and sets the exit code. */
export function reportProblems(what: string, problems: readonly Problem[]) {
  if (problems.length === 0) {
    process.stdout.write(`${what}: nothing to report\n`)
    return
  }
  for (const { path, line, message } of problems) {
    process.stdout.write(`${path}${line > 0 ? `:${line}` : ''} ${message}\n`)
  }
  process.stdout.write(`${what}: ${problems.length} to fix\n`)
  process.exitCode = 1
}

function gitPaths(root: string, args: readonly string[]): string[] {
  const output = execFileSync('git', args, { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 })
  return [...new Set(output.split('\0').filter((path) => path !== ''))]
}
