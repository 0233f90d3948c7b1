import type { ListAnswer } from '@ohif-admin/aiaa-client'
import type { ListState, SeenList } from '@ohif-admin/contracts'
import { errorText } from '@ohif-admin/xnat-client'
import type { StoredList } from '../../storage/assignments.ts'

/** What XNAT answered for a place, and when it was asked. */
export interface Answered {
  answer: ListAnswer
  askedAt: number
}

export interface ReadList {
  state: ListState
  entries: readonly unknown[]
  /** XNAT's words in place of a list. */
  said: string | null
}

/** Decided by the status alone: the body of "never set" looks like a list (observed in plugin 3.6 source). */
export function readAnswer(answer: ListAnswer): ReadList {
  if (answer === 'no-answer') return { state: 'no-answer', entries: [], said: null }
  const { status, text } = answer
  if (status === 404 && !isPage(text)) return { state: 'never-set', entries: [], said: null }
  const said = `${status} ${errorText(text)}`.trim()
  if (status !== 200) return { state: 'refused', entries: [], said }
  const value = parse(text)
  if (value === undefined) return { state: 'not-json', entries: [], said }
  if (!Array.isArray(value)) return { state: 'not-a-list', entries: [], said }
  return { state: 'set', entries: value, said: null }
}

/** The container's own 404: the plugin is not there. */
const isPage = (text: string) => /^\s*</.test(text)

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

export const textOf = (entry: unknown) => (typeof entry === 'string' ? entry : JSON.stringify(entry))

/** As it is compared with what somebody saw. */
export function seenIn({ state, entries }: ReadList): SeenList {
  if (state === 'set') return entries.map(textOf)
  return state === 'never-set' ? null : 'unreadable'
}

/** Never set and cleared mean the same to every viewer. */
export function sameList(one: SeenList | StoredList, other: SeenList | StoredList): boolean {
  return JSON.stringify(one ?? []) === JSON.stringify(other ?? [])
}
