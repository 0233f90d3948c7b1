import { z } from 'zod'
import { AssignmentMoved, CsvProblem, SaveCheck, ServerLook } from './assignment-problems.ts'
import { ViewerSettingValue } from './viewer-settings.ts'

/**
 * Everything that can go wrong, as the page knows it. The server names what happened; the page chooses the words.
 * A code never changes its meaning; a new situation gets a new code.
 */
export const ErrorCode = z.enum([
  'bad-request',
  'label-not-id',
  'unauthenticated',
  'sign-in-refused',
  'sign-in-throttled',
  'password-expired',
  'xnat-session-expired',
  'forbidden',
  'cross-site',
  'not-found',
  'run-active',
  'run-over',
  /** Another rebuild holds XNAT's lock, perhaps one that this console cannot see. */
  'xnat-locked',
  'plugin-missing',
  'no-sessions',
  'confirm-needed',
  'queue-changed',
  'assignment-invalid',
  'assignment-moved',
  'assignment-check',
  'assignment-refused',
  'assignment-unknown',
  'assignment-job-over',
  'setting-moved',
  'setting-unknown',
  'csv-invalid',
  'scan-active',
  'scan-over',
  'request-open',
  'request-decided',
  'target-refused',
  'reauth-required',
  'model-invalid',
  'ai-server-unread',
  'model-load-active',
  'model-load-over',
  'model-load-failed',
  'model-load-unknown',
  'upload-refused',
  'payload-too-large',
  'uri-too-long',
  'unsupported-media-type',
  'too-many-requests',
  'too-many-streams',
  'upstream-unreachable',
  'upstream-timeout',
  'upstream-refused',
  'upstream-bad-response',
  'log-unreadable',
  'storage-unavailable',
  'overloaded',
  'stopping',
  'internal',
])
export type ErrorCode = z.infer<typeof ErrorCode>

/** The one shape of every error answer. `fields` names what was wrong in the request, as dotted paths. */
export const ErrorBody = z.object({
  code: ErrorCode,
  message: z.string(),
  requestId: z.string(),
  fields: z
    .array(
      z.object({
        path: z.string(),
        message: z.string(),
        /** Of a regular expression that cannot be read: what is wrong, and from which of its characters on (0 is the first). */
        reason: z.string().optional(),
        position: z.number().int().nonnegative().optional(),
      }),
    )
    .optional(),
  /** With `run-active`: the run that is in the way, when this console knows it. */
  runId: z.string().optional(),
  /** With `assignment-moved`: the three sides of the conflict. */
  moved: AssignmentMoved.optional(),
  /** With `assignment-check`: what was found at the server that is to be used. */
  check: SaveCheck.optional(),
  /** The same of a change of many lists: those of its servers that do not work, or that nobody has looked at. */
  looks: z.array(ServerLook).optional(),
  /** With `setting-moved`: what XNAT has now. */
  setting: ViewerSettingValue.optional(),
  /** With `csv-invalid`: what is wrong, line by line. */
  csv: z.array(CsvProblem).optional(),
  /** With `model-invalid`: what is wrong with it, as findings. */
  findings: z.array(z.unknown()).optional(),
  /** With `model-load-active`: the load that is in the way. */
  load: z.unknown().optional(),
  /** XNAT's own words, one line; only to site admins. */
  said: z.string().max(500).optional(),
})
export type ErrorBody = z.infer<typeof ErrorBody>
