import type core from './en/core.json'
import type log from './en/log.json'
import type regeneration from './en/regeneration.json'

/** The texts beyond `core`, by the pages that need them: each part comes with its page. */
interface Parts {
  log: typeof log
  regeneration: typeof regeneration
}
export type Part = keyof Parts

/** One tree of each part: where a text stands does not say in which file. */
export type Messages = typeof core | Parts[Part]

/** A tree of texts. */
export interface Branch {
  readonly [name: string]: string | Branch
}
