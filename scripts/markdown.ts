export interface Found {
  readonly text: string
  /** Counted from 1. */
  readonly line: number
}

export interface MarkdownFacts {
  /** Targets of links, images and reference definitions, as written. */
  readonly links: readonly Found[]
  /** Inline code spans, and the lines of fenced blocks. */
  readonly code: readonly Found[]
  /** Anchors this page offers: its headings the way GitHub names them, and explicit ids. */
  readonly anchors: ReadonlySet<string>
}

const FENCE = /^\s*(`{3,}|~{3,})/
const CODE_SPAN = /(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)/g
const LINK = /!?\[(?:[^\]\\]|\\.)*\]\(\s*(?:<([^>]*)>|([^)\s]+))(?:\s+["'(][^)]*)?\s*\)/g
const REFERENCE = /^\s{0,3}\[[^\]]+\]:\s+<?([^\s>]+)>?/
const HEADING = /^ {0,3}#{1,6}\s+(.*?)\s*#*\s*$/
const EXPLICIT_ID = /<[a-z][^>]*\b(?:id|name)="([^"]+)"/gi

/** What a page names that can be checked. Links inside code are code, not links. */
export function readMarkdown(source: string): MarkdownFacts {
  const links: Found[] = []
  const code: Found[] = []
  const headings: string[] = []
  const anchors = new Set<string>()
  let fence: string | undefined
  for (const [index, text] of source.split('\n').entries()) {
    const line = index + 1
    const mark = FENCE.exec(text)?.[1]
    if (fence !== undefined) {
      if (mark?.startsWith(fence)) fence = undefined
      else code.push({ text, line })
      continue
    }
    if (mark) {
      fence = mark
      continue
    }
    for (const [, , span] of text.matchAll(CODE_SPAN)) code.push({ text: span?.trim() ?? '', line })
    const heading = HEADING.exec(text)?.[1]
    if (heading !== undefined) headings.push(heading)
    const prose = text.replace(CODE_SPAN, '')
    for (const [, angled, plain] of prose.matchAll(LINK)) links.push({ text: angled ?? plain ?? '', line })
    const reference = REFERENCE.exec(prose)?.[1]
    if (reference !== undefined) links.push({ text: reference, line })
    for (const [, id = ''] of prose.matchAll(EXPLICIT_ID)) anchors.add(id)
  }
  for (const anchor of anchorsOf(headings)) anchors.add(anchor)
  return { links, code, anchors }
}

/** Repeated headings are told apart by a number, as GitHub does. */
function anchorsOf(headings: readonly string[]): string[] {
  const seen = new Map<string, number>()
  return headings.map((heading) => {
    const slug = slugOf(heading)
    const before = seen.get(slug) ?? 0
    seen.set(slug, before + 1)
    return before === 0 ? slug : `${slug}-${before}`
  })
}

function slugOf(heading: string): string {
  return heading
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '')
    .replaceAll(' ', '-')
}
