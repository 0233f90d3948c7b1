import type { Answer } from './http/answers.ts'

/** An answer given in place of the real one, or silence. */
export interface OverrideAnswer {
  status?: number
  body?: string
  /** Default `text/html;charset=utf-8`. */
  contentType?: string
  headers?: Record<string, string>
  /** How many requests get it; all of them unless given. */
  times?: number
  /** Only for this method. */
  method?: string
  /** Never answers: the connection stays open. */
  hang?: boolean
  /** Cuts the connection without an answer. */
  cut?: boolean
}

interface Override {
  pattern: string | RegExp
  answer: OverrideAnswer
  left: number
}

/** Answers that stand in for the real ones, newest first. */
export class Overrides {
  #list: Override[] = []

  /** A string is the exact path without query; a pattern is tried on path and query. Gives a way to end it. */
  add(pattern: string | RegExp, answer: OverrideAnswer): { stop: () => void } {
    const override: Override = { pattern, answer, left: answer.times ?? Number.POSITIVE_INFINITY }
    this.#list.unshift(override)
    return { stop: () => this.#remove(override) }
  }

  take(method: string, url: URL): Answer | 'hang' | 'cut' | undefined {
    const found = this.#list.find(({ pattern, answer }) => {
      if (answer.method !== undefined && answer.method !== method) return false
      return typeof pattern === 'string'
        ? pattern === url.pathname
        : pattern.test(`${url.pathname}${url.search}`)
    })
    if (!found) return undefined
    found.left -= 1
    if (found.left <= 0) this.#remove(found)
    const {
      status = 200,
      body = '',
      contentType = 'text/html;charset=utf-8',
      headers = {},
      hang,
      cut,
    } = found.answer
    if (hang) return 'hang'
    if (cut) return 'cut'
    return { status, body, type: contentType, headers }
  }

  clear(): void {
    this.#list = []
  }

  #remove(override: Override): void {
    this.#list = this.#list.filter((other) => other !== override)
  }
}
