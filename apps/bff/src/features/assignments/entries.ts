import { checkEntry, viewerTarget } from '@ohif-admin/aiaa-client'
import { type CheckedEntry, type EntryProblem, MAX_ENTRY_LENGTH } from '@ohif-admin/contracts'
import { AppError } from '../../lib/app-error.ts'

/** Whether browsers meet XNAT over https: then they refuse to call a server over http. */
export interface EntryContext {
  xnatIsHttps: boolean
}

/** What our rules and the viewer make of a registered text. Never throws. */
export function checkedEntry(text: string, { xnatIsHttps }: EntryContext): CheckedEntry {
  const verdict = checkEntry(text)
  const { origin, droppedPath, trouble } = viewerTarget(text)
  const tooLong: EntryProblem[] = text.length > MAX_ENTRY_LENGTH ? ['too-long'] : []
  // Browsers take loopback names for safe, whatever the scheme.
  const blocked = xnatIsHttps && origin?.startsWith('http:') && !isLoopback(verdict)
  return {
    text,
    problems: [...(verdict.ok ? [] : verdict.problems), ...tooLong],
    warnings: [...(verdict.ok ? verdict.warnings : []), ...(blocked ? (['mixed-content'] as const) : [])],
    origin,
    droppedPath,
    trouble: [...trouble],
  }
}

const isLoopback = (verdict: ReturnType<typeof checkEntry>) =>
  verdict.ok && verdict.warnings.includes('loopback')

/** A whole list: each entry by itself, and those that are there before. */
export function checkedList(list: readonly string[], context: EntryContext): CheckedEntry[] {
  const seen = new Set<string>()
  return list.map((text) => {
    const entry = checkedEntry(text, context)
    const name = trimmed(text)
    const twice = seen.has(name)
    seen.add(name)
    return twice ? { ...entry, problems: [...entry.problems, 'duplicate' as const] } : entry
  })
}

const trimmed = (text: string) => (text.endsWith('/') ? text.slice(0, -1) : text)

/** The list as it is stored. Throws `AppError` `assignment-invalid` that names every problem of every entry. */
export function validList(list: readonly string[], context: EntryContext): string[] {
  const fields = checkedList(list, context).flatMap(({ problems }, index) =>
    problems.map((problem) => ({ path: `list.${index}`, message: problem })),
  )
  if (fields.length > 0)
    throw new AppError('assignment-invalid', 'The list has entries the viewer cannot use.', { fields })
  return list.map(trimmed)
}
