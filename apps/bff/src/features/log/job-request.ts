import type { LogFilter, LogPageQuery } from '@ohif-admin/contracts'
import type { Actor } from '../../lib/actor.ts'
import { AppError } from '../../lib/app-error.ts'
import { parseCursor, type SourcePosition } from '../../lib/log-tail/index.ts'
import { completeStamp } from './history/seek.ts'
import { faultOf } from './pattern-fault.ts'

/** Whether this person sees the log masked. Throws `AppError` `forbidden` for who sees none of it. */
export function seesMasked({ role }: Pick<Actor, 'role'>): boolean {
  if (role === 'user') throw new AppError('forbidden', 'The log is for site admins and support staff.')
  return role === 'support'
}

/** Throws `AppError` `bad-request` for a regex that cannot be read, with the reason and the position. */
export function checkText({ text, regex, matchCase }: Pick<LogFilter, 'text' | 'regex' | 'matchCase'>) {
  if (text === undefined || !regex) return
  const fault = faultOf(text, matchCase)
  if (!fault) return
  const message = `${fault.reason} (position ${fault.position + 1})`
  throw new AppError('bad-request', 'The regular expression cannot be read.', {
    fields: [{ path: 'text', message, ...fault }],
  })
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
export function readStamp(path: 'time' | 'since' | 'until', text: string | undefined): string | undefined {
  if (text === undefined) return undefined
  const stamp = completeStamp(text)
  if (stamp === null) throw badField(path, 'must look like 2024-03-12 10:15:02,118 or the beginning of it')
  return stamp
}

export function badField(path: string, message: string, cause?: unknown): AppError {
  return new AppError('bad-request', 'Something in the request is not valid.', {
    fields: [{ path, message }],
    cause,
  })
}
