/** How one session behaves when its viewer metadata is built. */
export type SessionBehaviour =
  /** Begin, work, "created and stored". */
  | 'ok'
  /** Reads fail: a WARN with stack trace, then the two-line "Jsonifier exception:" ERROR. */
  | 'explicit-error'
  /** Gone or unreadable when its turn comes: no line at all. */
  | 'silent-gone'
  /** The database refuses: the temp file is deleted, nothing is stored, nothing says so. */
  | 'silent-after-temp'
  /** An unexpected exception while scanning: begun and nothing more. */
  | 'silent-begun'
  /** Warnings and a stack trace on the way, yet stored. */
  | 'noisy'
  /** No SCANS folder: a warning, yet stored, with nothing in it. */
  | 'empty'

/**
 * State of the stored viewer document: `valid` (current revision), `outdated` (older revision), `old` (only the
 * document of plugin 3.0 to 3.4 exists, which a rebuild copies instead of reading DICOM), `none`.
 */
export type DocumentState = 'none' | 'valid' | 'outdated' | 'old'

export type ProjectAccess = 'private' | 'protected' | 'public'

export interface UserSpec {
  username: string
  /** Defaults to the user name. */
  password?: string
  firstName?: string
  lastName?: string
  email?: string
  /** `Administrator`, `non_expiring`, … */
  roles?: readonly string[]
  /** Group ids: `<project>_owner`, `ALL_DATA_ACCESS`, … */
  groups?: readonly string[]
  enabled?: boolean
  verified?: boolean
  passwordExpired?: boolean
  /** Authentication provider id; `localdb` unless said. */
  provider?: string
  /** False for a user of an external directory who has never logged in: only `provider/name` works then. */
  knownToXnat?: boolean
}

/** One scan as XNAT's item names it. */
export interface ScanSpec {
  id: string
  /** Derived from the session's type unless said. */
  xsiType?: string
  type?: string
  description?: string
  modality?: string
  quality?: string
  frames?: number
}

export interface SessionSpec {
  id?: string
  label?: string
  subject?: string
  /** Empty is allowed: real data has it. */
  modality?: string
  xsiType?: string
  /** `yyyy-MM-dd` or empty. */
  date?: string
  files?: number
  behaviour?: SessionBehaviour
  document?: DocumentState
  /** One of its own modality unless said; none when it behaves as `empty`. */
  scans?: readonly ScanSpec[]
  /** Milliseconds its build takes; otherwise drawn from the simulator's range. */
  buildMs?: number
  /** False for experiments that are not image sessions. */
  imageSession?: boolean
  sharedInto?: readonly { project: string; label?: string }[]
}

export interface ProjectSpec {
  id: string
  /** Title; the id unless said. */
  title?: string
  /** Same as `title`. */
  name?: string
  secondaryId?: string
  description?: string
  pi?: { firstName: string; lastName: string }
  access?: ProjectAccess
  aliases?: readonly string[]
  /** A number makes that many plain MR sessions, one subject per three of them. */
  sessions?: number | readonly SessionSpec[]
  owners?: readonly string[]
  members?: readonly string[]
  collaborators?: readonly string[]
}

/** Site settings; durations in milliseconds where XNAT writes them as text. */
export interface SiteSettings {
  siteId: string
  /** Empty: the simulator's own address. */
  siteUrl: string
  initialised: boolean
  requireLogin: boolean
  sessionTimeoutMs: number
  concurrentMaxSessions: number
  maxFailedLogins: number
  maxFailedLoginsLockoutMs: number
  aliasTokenTimeoutMs: number
  uiLoginFailureMessage: string
  enableCsrfToken: boolean
  interactiveAgentIds: readonly RegExp[]
  restrictUserListAccessToAdmins: boolean
  /** Authentication providers shown by `/xapi/users/authProviders`. */
  providers: readonly { providerId: string; name: string; authMethod: string }[]
}

/** Points on which real servers may differ: a client must be right in either position. */
export interface Switches {
  /** `accessible=true` for a site admin: private projects he is not a member of, too. */
  adminAccessibleShowsAll: boolean
  /** The default project listing shows everything to ALL_DATA_ACCESS members. */
  allDataSeesDefaultListing: boolean
  /** `/xapi/users/projects` lists every project for a site admin. */
  adminEditsAllProjects: boolean
  /** What a PUT of a server list for an unknown project answers. */
  putUnknownProject: 200 | 422
  /** A filter on an image-only column without xsiType makes image sessions the root type. */
  imageFilterSwitchesRoot: boolean
  /** `siteId` and `siteUrl` are readable before log-in. */
  siteIdOpen: boolean
  /** Order of a config entry's history. */
  historyNewestFirst: boolean
  /** Which of the two texts tells that there is no image session by that id. */
  missingSessionText: 'bad-session' | 'no-session'
  /** A NotFoundException leaves an INFO line in the log. */
  notFoundLogged: boolean
  /** False on older servers: limit and offset are ignored and totalRecords stays. */
  pagingSupported: boolean
  /** Project runs also build sessions shared into the project. */
  runsIncludeShared: boolean
  /** Java 8 names only the exception class; newer Java explains. */
  java8: boolean
}

export interface XnatOptions {
  /** Folder for `ohifviewer.log`; a temporary one, removed at the end, unless given. */
  logFolder?: string
  /** TCP port on 127.0.0.1; a free one unless given. */
  port?: number
  /** Viewer plugin version; `null` for a server without the plugin. Default 3.6.0. */
  pluginVersion?: string | null
  /** Folder of plugin jars that is read at every start of the JVM; then it decides about `pluginVersion`. */
  pluginsFolder?: string
  xnatVersion?: string
  /** Seed of everything random (durations, file counts, noise). */
  seed?: number
  /** Shortest and longest build of one session, in milliseconds. */
  sessionMs?: readonly [number, number]
  /** Pool threads of a bulk run, 1 to 4. */
  threads?: number
  /** Silence between the first line of a bulk run and its list of sessions, in milliseconds. */
  discoveryMs?: number
  /** Mean pause between viewer visits and archive events, in milliseconds; 0 for none. */
  noiseMs?: number
  /** Server clock in epoch milliseconds; `Date.now` unless given. */
  clock?: () => number
  /** Offset of the server's local time from UTC in minutes; containers run at 0. */
  utcOffsetMinutes?: number
  site?: Partial<SiteSettings>
  switches?: Partial<Switches>
}

/** One request as the server saw it. */
export interface RecordedCall {
  method: string
  /** Path with query. */
  path: string
  /** Name of the user it ran as; `guest` or undefined when nobody was signed in. */
  user: string | undefined
  headers: Record<string, string | string[] | undefined>
  body: string
  at: number
}
