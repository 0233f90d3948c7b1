import { z } from 'zod'

/** XNAT project ids: letters, digits, `-` and `_`. */
export const ProjectId = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,64}$/, 'a project id has only letters, digits, - and _')
  .brand<'ProjectId'>()
export type ProjectId = z.infer<typeof ProjectId>

export const RunId = z.uuid().brand<'RunId'>()
export type RunId = z.infer<typeof RunId>

/** Chosen by the page once per intent, so that a double click or a repeated request starts one run. */
export const IdempotencyKey = z.uuid().brand<'IdempotencyKey'>()
export type IdempotencyKey = z.infer<typeof IdempotencyKey>

/** A place in a log: `source:file-identity:byte-offset`. Opaque to the page. */
export const LogCursor = z
  .string()
  .max(200)
  .regex(/^[A-Za-z0-9_.-]+:[a-f0-9]+:\d{1,15}$/)
  .brand<'LogCursor'>()
export type LogCursor = z.infer<typeof LogCursor>

/** An instant, UTC, ISO 8601. */
export const Instant = z.iso.datetime()

/** A stamp as the log prints it (`2024-03-12 10:15:02,118`): server-local time, no zone. */
export const LogStamp = z.string().max(40)
