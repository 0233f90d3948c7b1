import { posix } from 'node:path'
import { type Found, type MarkdownFacts, readMarkdown } from './markdown.ts'
import { isIgnored, listProjectFiles, type Problem, readProjectFile } from './project-files.ts'

const PAGE = /^(?:[^/]+\.md|docs\/.*\.md)$/
const REPO_PATH = /^(?:\.\/)?(?:apps|packages|docs|scripts|docker|e2e|bench|\.ci)\/[\w.@/+-]*/
/** A pattern or a placeholder names no single file. */
const NOT_ONE_FILE = /[*?{}<>$…]|\.\.\./
const PNPM = /\b(?:npx\s+(?:--yes\s+|-y\s+)?)?pnpm(?:@[\w.]+)?\s+(?:run\s+)?([a-z][\w:.-]*)/g
const PNPM_OWN = new Set(
  'add audit config create dedupe deploy dlx env exec fetch help i import init install licenses link list ls outdated pack patch prune publish rebuild remove root self-update setup store unlink up update version why'.split(
    ' ',
  ),
)

interface Repo {
  readonly root: string
  readonly files: ReadonlySet<string>
  readonly folders: ReadonlySet<string>
  readonly scripts: ReadonlySet<string>
  readonly pages: ReadonlyMap<string, MarkdownFacts>
}

/** Everything a page at the root or in `docs/` names that is not there: files, anchors, scripts. */
export function findDocsProblems(root: string): Problem[] {
  const repo = readRepo(root)
  return [...repo.pages].flatMap(([path, { links, code }]) => {
    const at = ({ line }: Found, messages: string[]) => messages.map((message) => ({ path, line, message }))
    return [
      ...links.flatMap((link) => at(link, linkProblems(repo, path, link.text))),
      ...code.flatMap((found) => at(found, codeProblems(repo, found.text))),
    ].sort((a, b) => a.line - b.line)
  })
}

function readRepo(root: string): Repo {
  const files = new Set(listProjectFiles(root))
  const folders = new Set<string>(['.'])
  for (const file of files) {
    for (let folder = posix.dirname(file); folder !== '.'; folder = posix.dirname(folder)) folders.add(folder)
  }
  const pages = [...files].filter((path) => PAGE.test(path))
  return {
    root,
    files,
    folders,
    scripts: files.has('package.json') ? scriptsIn(readProjectFile(root, 'package.json')) : new Set(),
    pages: new Map(pages.map((path) => [path, readMarkdown(readProjectFile(root, path))])),
  }
}

function scriptsIn(source: string): Set<string> {
  const parsed = JSON.parse(source) as { scripts?: Record<string, string> }
  return new Set(Object.keys(parsed.scripts ?? {}))
}

function linkProblems(repo: Repo, page: string, target: string): string[] {
  if (/^[a-z][a-z0-9+.-]*:|^\/\//i.test(target)) return []
  const [file = '', anchor] = target.split('#', 2)
  const path = file === '' ? page : resolveLink(page, decode(file.split('?', 1)[0] ?? ''))
  if (!exists(repo, path)) return [`links to ${target}, which does not exist`]
  const offered = repo.pages.get(path)?.anchors
  if (!anchor || !offered || offered.has(decode(anchor))) return []
  return [`links to ${target}, but there is no heading for #${anchor}`]
}

function resolveLink(page: string, file: string): string {
  const joined = file.startsWith('/') ? file.slice(1) : posix.join(posix.dirname(page), file)
  return withoutSlash(posix.normalize(joined))
}

function codeProblems(repo: Repo, code: string): string[] {
  const words = code.split(/[\s"'`=(),;]+/)
  const paths = words.flatMap((word) => {
    if (NOT_ONE_FILE.test(word)) return []
    const [path] = REPO_PATH.exec(word) ?? []
    const known =
      path === undefined || existsOrIgnored(repo, withoutSlash(posix.normalize(path.replace(/\.+$/, ''))))
    return known ? [] : [`names ${path}, which does not exist`]
  })
  const commands = [...code.matchAll(PNPM)].flatMap(([, script = '']) =>
    repo.scripts.has(script) || PNPM_OWN.has(script)
      ? []
      : [`runs the script ${script}, which package.json does not have`],
  )
  return [...paths, ...commands]
}

function exists({ files, folders }: Repo, path: string): boolean {
  return files.has(path) || folders.has(path)
}

/** What is built or written while the project runs is ignored by git and may be named all the same. */
function existsOrIgnored(repo: Repo, path: string): boolean {
  return exists(repo, path) || isIgnored(repo.root, path) || isIgnored(repo.root, `${path}/`)
}

function withoutSlash(path: string): string {
  return path.length > 1 ? path.replace(/\/$/, '') : path
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
