/** What XNAT answered to a question for a server list; `no-answer` is a failure below HTTP. */
export type ListAnswer = { readonly status: number; readonly text: string } | 'no-answer'

type NoServer =
  /** Neither list has an entry. */
  | 'none-set'
  /** The project's question failed below HTTP; the viewer does not ask for the site list then. */
  | 'project-no-answer'
  /** 200 with a body that is no JSON, such as a login page; the viewer does not ask for the site list then. */
  | 'project-not-json'
  | 'site-no-answer'
  | 'site-not-json'
  /** The first entry is no text, so the viewer cannot make an address of it. */
  | 'entry-not-text'

export type EffectiveServer =
  | {
      readonly from: 'project' | 'site'
      readonly entry: string
      /** Entries behind the first; the viewer never looks at them. */
      readonly ignored: readonly unknown[]
    }
  | { readonly from: 'none'; readonly reason: NoServer }

type Choice = EffectiveServer | 'ask-the-next'

/**
 * The server a viewer of this project uses, chosen exactly as the viewer does: entry 0 of the project's list when that
 * is 200 and has one, else the same of the site's list (observed in viewer 3.6 source). Only the status tells a list
 * from a refusal: the body of "nothing set" looks like a list.
 */
export function effectiveServer(project: ListAnswer, site: ListAnswer): EffectiveServer {
  const chosen = choose('project', project)
  if (chosen !== 'ask-the-next') return chosen
  const fallback = choose('site', site)
  return fallback === 'ask-the-next' ? { from: 'none', reason: 'none-set' } : fallback
}

function choose(from: 'project' | 'site', answer: ListAnswer): Choice {
  if (answer === 'no-answer') return { from: 'none', reason: `${from}-no-answer` }
  if (answer.status !== 200) return 'ask-the-next'
  const list = parse(answer.text)
  if (list === null) return { from: 'none', reason: `${from}-not-json` }
  if (!Array.isArray(list) || list.length === 0) return 'ask-the-next'
  const [entry, ...ignored] = list as unknown[]
  return typeof entry === 'string' ? { from, entry, ignored } : { from: 'none', reason: 'entry-not-text' }
}

/** As a browser gives JSON answers: null when the text is none. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
