import type { LogFilter, LogPageQuery } from '@ohif-admin/contracts'
import type { Actor } from '../../lib/actor.ts'
import { AppError } from '../../lib/app-error.ts'
import { parseCursor, type SourcePosition } from '../../lib/log-tail/index.ts'
import { completeStamp } from './history/seek.ts'
import { compilePattern } from './history/text-match.ts'

/** Whether this person sees the log masked. Throws `AppError` `forbidden` for who sees none of it. */
export function seesMasked({ role }: Pick<Actor, 'role'>): boolean {
  if (role === 'user') throw new AppError('forbidden', 'The log is for site admins and support staff.')
  return role === 'support'
}

/** Throws `AppError` `bad-request` for a regex that cannot be read, with the reason and the position. */
export function checkText({ text, regex, matchCase }: Pick<LogFilter, 'text' | 'regex' | 'matchCase'>) {
  if (text === undefined || !regex) return
  try {
    compilePattern(text, matchCase)
  } catch (error) {
    throw badField('text', reasonOf(error, text), error)
  }
}

/** RE2 names the part it stumbled over; where that is helps more than what it is. */
function reasonOf(error: unknown, text: string): string {
  const { error: reason, input } = error as { error?: unknown; input?: unknown }
  if (typeof reason !== 'string') return 'this regular expression is too large'
  const part = typeof input === 'string' ? input : ''
  const at = part === '' ? -1 : text.indexOf(part)
  return at < 0 ? `${reason} (position ${text.length + 1})` : `${reason}: ${part} (position ${at + 1})`
}

/** Reads a place. Throws `AppError` `bad-request` for one that is not of these sources. */
export function readPlace(
  { cursor }: Pick<LogPageQuery, 'cursor'>,
  sources: readonly string[],
): SourcePosition[] | null {
  if (cursor === undefined) return null
  const positions = cursor.split(',').map(parseCursor)
  const known = positions.flatMap((position) =>
    position && sources.includes(position.source) ? [position] : [],
  )
  const named = new Set(known.map(({ source }) => source))
  if (known.length < positions.length || named.size < known.length)
    throw badField('cursor', 'is not a place in a log that is read here')
  return known
}

/** Reads a stamp or its first characters. Throws `AppError` `bad-request`. */
export function readTime({ time }: Pick<LogPageQuery, 'time'>): string | null {
  if (time === undefined) return null
  const stamp = completeStamp(time)
  if (stamp === null) throw badField('time', 'must look like 2024-03-12 10:15:02,118 or the beginning of it')
  return stamp
}

export function badField(path: string, message: string, cause?: unknown): AppError {
  return new AppError('bad-request', 'Something in the request is not valid.', {
    fields: [{ path, message }],
    cause,
  })
}
