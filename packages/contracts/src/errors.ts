import { z } from 'zod'

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
  'plugin-missing',
  'no-sessions',
  'confirm-needed',
  'queue-changed',
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
  'internal',
])
export type ErrorCode = z.infer<typeof ErrorCode>

/** The one shape of every error answer. `fields` names what was wrong in the request, as dotted paths. */
export const ErrorBody = z.object({
  code: ErrorCode,
  message: z.string(),
  requestId: z.string(),
  fields: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  /** With `run-active`: the run that is in the way, when this console knows it. */
  runId: z.string().optional(),
})
export type ErrorBody = z.infer<typeof ErrorBody>
