import { LogCursor, LogLevel, RunId } from '@ohif-admin/contracts'
import type { LOG_PARAMS, LogParams } from './log-params.ts'

/** What of the log is shown and how; all of it stands in the address. */
export interface LogView {
  source: string | undefined
  /** Empty: all of them. */
  levels: readonly LogLevel[]
  text: string
  regex: boolean
  matchCase: boolean
  invert: boolean
  /** Lines that do not match the search are shown too. */
  context: boolean
  logger: string | undefined
  thread: string | undefined
  run: RunId | undefined
  session: string | undefined
  cursor: LogCursor | undefined
  /** As the log stamps it: `2024-03-12 10:15:02,000`. */
  time: string | undefined
  /** Undefined: as the width of the window suggests. */
  wrap: boolean | undefined
  follow: boolean
}

const ON = '1'
const OFF = '0'

/** The view an address asks for; what cannot be meant is left out, because anybody can have written it. */
export function viewOf(params: LogParams): LogView {
  const levels = (params.levels ?? '').split(',')
  return {
    source: params.source,
    levels: LogLevel.options.filter((level) => levels.includes(level)),
    text: params.text ?? '',
    regex: params.regex === ON,
    matchCase: params.case === ON,
    invert: params.invert === ON,
    context: params.context === ON,
    logger: params.logger,
    thread: params.thread,
    run: RunId.safeParse(params.run).data,
    session: /^[A-Za-z0-9_.-]{1,64}$/.test(params.session ?? '') ? params.session : undefined,
    cursor: LogCursor.safeParse(params.cursor).data,
    time: stampOf(params.time ?? ''),
    wrap: params.wrap === ON ? true : params.wrap === OFF ? false : undefined,
    follow: params.follow !== OFF,
  }
}

/** The shortest address for a view: nothing that holds by itself stands in it. */
export function paramsOf(view: LogView): LogParams {
  const params: Record<(typeof LOG_PARAMS)[number], string | undefined> = {
    source: view.source,
    levels: view.levels.length > 0 ? view.levels.join(',') : undefined,
    text: view.text || undefined,
    regex: view.regex ? ON : undefined,
    case: view.matchCase ? ON : undefined,
    invert: view.invert ? ON : undefined,
    context: view.context ? ON : undefined,
    logger: view.logger,
    thread: view.thread,
    run: view.run,
    session: view.session,
    cursor: view.cursor,
    time: view.cursor ? undefined : view.time,
    wrap: view.wrap === undefined ? undefined : view.wrap ? ON : OFF,
    follow: view.follow || view.cursor || view.time ? undefined : OFF,
  }
  return Object.fromEntries(Object.entries(params).filter(([, value]) => value !== undefined)) as LogParams
}

/** The query of the API for a view. Without `text` when only its surroundings are wanted. */
export function filterOf(view: LogView, { withText }: { withText: boolean }): Record<string, string> {
  const text = withText ? view.text : ''
  const query: Record<string, string | undefined> = {
    source: view.source,
    levels: view.levels.length > 0 ? view.levels.join(',') : undefined,
    logger: view.logger,
    thread: view.thread,
    runId: view.run,
    sessionId: view.session,
    text: text || undefined,
    regex: text && view.regex ? 'true' : undefined,
    matchCase: text && view.matchCase ? 'true' : undefined,
    invert: text && view.invert ? 'true' : undefined,
  }
  return Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined)) as Record<
    string,
    string
  >
}

/** Which lines the list shows. An inverted search has no place to jump to, so it always narrows the list. */
export function linesFilterOf(view: LogView): Record<string, string> {
  return filterOf(view, { withText: !view.context || view.invert })
}

/** What drops every filter, for seeing what stands around a line. */
export const NO_FILTER = {
  levels: [],
  text: '',
  regex: false,
  matchCase: false,
  invert: false,
  context: false,
  logger: undefined,
  thread: undefined,
  run: undefined,
  session: undefined,
} satisfies Partial<LogView>

/** The address of one line, without the filters of whoever sends it. `href` is the address of the log page. */
export function permalink(href: string, cursor: LogCursor): string {
  const url = new URL(href)
  url.search = new URLSearchParams({ cursor }).toString()
  url.hash = ''
  return url.href
}

/** A stamp as the log writes it, from one or from what a date-and-time field gives; undefined for anything else. */
export function stampOf(text: string): string | undefined {
  const parts = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(?::(\d{2}))?(?:[.,](\d{1,3}))?$/.exec(text)
  if (!parts) return undefined
  const [, day = '', minute = '', second = '00', fraction = ''] = parts
  return Number.isNaN(Date.parse(`${day}T${minute}:${second}Z`))
    ? undefined
    : `${day} ${minute}:${second},${fraction.padEnd(3, '0')}`
}

/** The session a message names, as XNAT writes their ids (`XNAT_E00123`); null when it names none. */
export function sessionIn(message: string): string | null {
  return /\b[A-Za-z][A-Za-z0-9]{0,24}_E\d{3,12}\b/.exec(message)?.[0] ?? null
}

interface Line {
  at: string
  level: string
  thread: string
  logger: string
  message: string
  more: readonly string[]
}

/** A record as text, much as the log has it. */
export function lineText({ at, level, thread, logger, message, more }: Line): string {
  return [`${at} [${thread}] ${level} ${logger} - ${message}`, ...more].join('\n')
}
