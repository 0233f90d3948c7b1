import { z } from 'zod'
import { Instant, ProjectId } from './ids.ts'

export const SignInRequest = z.strictObject({
  /**
   * An XNAT user name, or the alias of an XNAT alias token. XNAT splits name and password at the first colon: a name
   * with one would be another name, and nobody has it.
   */
  username: z
    .string()
    .trim()
    .min(1)
    .max(128)
    .regex(/^[^:\p{Cc}]*$/u, 'a user name has no colon and no control characters'),
  /** The password, or the secret of an alias token. */
  password: z.string().min(1).max(1024),
  /** One of the configured authentication providers; absent lets XNAT choose. */
  provider: z
    .string()
    .regex(/^[A-Za-z0-9_.-]{1,64}$/)
    .optional(),
})
export type SignInRequest = z.infer<typeof SignInRequest>

/**
 * What a signed-in person is here. `admin` has XNAT's role Administrator; `support` is in one of the configured
 * support groups; everybody else is a `user`, who may still own or edit projects.
 */
export const Role = z.enum(['admin', 'support', 'user'])
export type Role = z.infer<typeof Role>

/** How much of the log a person sees: lines as written, masked lines, or only events of own sessions. */
export const LogView = z.enum(['raw', 'redacted', 'derived'])
export type LogView = z.infer<typeof LogView>

export const Me = z.object({
  username: z.string(),
  role: Role,
  ownerOf: z.array(ProjectId),
  mayEdit: z.array(ProjectId),
  may: z.object({ startBulkRun: z.boolean(), logView: LogView }),
  idleExpiresAt: Instant,
  expiresAt: Instant,
})
export type Me = z.infer<typeof Me>

export const DemoAccount = z.object({ username: z.string(), password: z.string(), description: z.string() })
export type DemoAccount = z.infer<typeof DemoAccount>

/** What the sign-in page may know before anybody signed in. */
export const SiteInfo = z.object({
  name: z.string(),
  /** Shown beside the name; `production` is visibly not the others. */
  environment: z.enum(['production', 'test', 'demo']),
  providers: z.array(z.object({ id: z.string(), label: z.string() })),
  demoAccounts: z.array(DemoAccount),
  /** Whether this browser has a sign-in that may still hold, so that the page need not ask in vain. */
  signedIn: z.boolean(),
})
export type SiteInfo = z.infer<typeof SiteInfo>

/** The password again, of whoever is signed in. */
export const ProvePassword = SignInRequest.omit({ username: true })
export type ProvePassword = z.infer<typeof ProvePassword>
