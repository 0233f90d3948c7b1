import { SHOWN_SESSIONS } from '@ohif-admin/contracts'
import { AI_SERVER_PARAMS, type AiServerParams } from '../features/ai-servers/ai-servers-params.ts'
import { ASSIGNMENT_PARAMS, type AssignmentParams } from '../features/assignments/assignments-params.ts'
import { AUDIT_PARAMS, type AuditParams } from '../features/audit/audit-params.ts'
import { COVERAGE_PARAMS, type CoverageParams } from '../features/coverage/coverage-params.ts'
import { LOG_PARAMS, type LogParams, RUN_LOG_PARAMS } from '../features/log/log-params.ts'
import {
  NOTIFICATION_PARAMS,
  type NotificationParams,
} from '../features/notifications/notifications-params.ts'
import { REQUEST_PARAMS, type RequestParams } from '../features/requests/requests-params.ts'
import { SET_UP_PARAMS, type SetUpParams } from '../features/set-up/set-up-params.ts'

/** Everything in the address is text: `?project=007` and `?project=1e5` are project ids, not numbers. */
export function parseSearch(search: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(search))
}

export function stringifySearch(search: Record<string, unknown>): string {
  const given = Object.entries(search).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  )
  const text = new URLSearchParams(given).toString()
  return text === '' ? '' : `?${text}`
}

type Raw = Record<string, unknown>

const MAX_TEXT = 200
const MAX_ADDRESS = 512
/** A whole form, whose fields are limited one by one. */
const MAX_FORM = 4_000

/** The value when it is a text of bearable length, else undefined: an address can say anything. */
function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' && value.length <= MAX_TEXT ? value : undefined
}

/** Addresses of servers may be longer than what anybody types into a search. */
function longText(value: unknown, limit = MAX_ADDRESS): string | undefined {
  return typeof value === 'string' && value !== '' && value.length <= limit ? value : undefined
}

function oneOf<Choice extends string>(choices: readonly Choice[], value: unknown): Choice | undefined {
  return choices.find((choice) => choice === value)
}

/** Leaves out what is undefined, so that defaults do not stand in the address. */
function given<Params extends Record<string, string | undefined>>(params: Params) {
  return Object.fromEntries(Object.entries(params).filter(([, value]) => value !== undefined)) as {
    [Name in keyof Params]?: Params[Name]
  }
}

export const projectSessionsSearch = (raw: Raw) => given({ q: text(raw['q']), sort: text(raw['sort']) })

export const findSessionSearch = (raw: Raw) => given({ q: text(raw['q']) })

export const signInSearch = (raw: Raw) =>
  given({
    returnTo: typeof raw['returnTo'] === 'string' ? raw['returnTo'] : undefined,
    ended: oneOf(['expired', 'signed-out'] as const, raw['ended']),
  })

/** What is to be started, and then how the history is looked at. */
const REGENERATION_PARAMS = [
  'scope',
  'project',
  'subject',
  'session',
  'kind',
  'data',
  'run',
  'take',
  'coverage',
  'q',
  'sort',
  'of',
  'in',
  'as',
  'by',
] as const

export const regenerationSearch = (raw: Raw) =>
  given(
    Object.fromEntries(REGENERATION_PARAMS.map((name) => [name, text(raw[name])])) as Record<
      (typeof REGENERATION_PARAMS)[number],
      string | undefined
    >,
  )

export const RUN_TABS = ['sessions', 'failures', 'throughput', 'log', 'details'] as const

export const runSearch = (raw: Raw) => ({
  ...given({ tab: oneOf(RUN_TABS, raw['tab']), show: oneOf(SHOWN_SESSIONS, raw['show']), q: text(raw['q']) }),
  ...logPart(raw, RUN_LOG_PARAMS),
})

export const logSearch = (raw: Raw): LogParams => logPart(raw, LOG_PARAMS)

function logPart(raw: Raw, names: readonly (keyof LogParams)[]): LogParams {
  return given(Object.fromEntries(names.map((name) => [name, text(raw[name])])))
}

export const auditSearch = (raw: Raw): AuditParams =>
  given(Object.fromEntries(AUDIT_PARAMS.map((name) => [name, text(raw[name])])))

export const coverageSearch = (raw: Raw): CoverageParams =>
  given(Object.fromEntries(COVERAGE_PARAMS.map((name) => [name, text(raw[name])])))

export const aiServersSearch = (raw: Raw): AiServerParams =>
  given(Object.fromEntries(AI_SERVER_PARAMS.map((name) => [name, longText(raw[name])])))

export const assignmentsSearch = (raw: Raw): AssignmentParams =>
  given(Object.fromEntries(ASSIGNMENT_PARAMS.map((name) => [name, text(raw[name])])))

export const requestsSearch = (raw: Raw): RequestParams =>
  given(Object.fromEntries(REQUEST_PARAMS.map((name) => [name, text(raw[name])])))

export const setUpSearch = (raw: Raw): SetUpParams =>
  given({
    ...Object.fromEntries(SET_UP_PARAMS.map((name) => [name, longText(raw[name])])),
    fields: longText(raw['fields'], MAX_FORM),
  })

export const notificationsSearch = (raw: Raw): NotificationParams =>
  given(Object.fromEntries(NOTIFICATION_PARAMS.map((name) => [name, text(raw[name])])))
