import type { SiteSettings, Switches, XnatOptions } from './types.ts'

export interface ResolvedOptions
  extends Required<Omit<XnatOptions, 'logFolder' | 'pluginsFolder' | 'port' | 'site' | 'switches'>> {
  logFolder: string
  pluginsFolder: string | undefined
  site: Partial<SiteSettings>
  switches: Partial<Switches>
}

/** Fills in what the caller left out. */
export function resolveOptions(options: XnatOptions, logFolder: string): ResolvedOptions {
  return {
    logFolder,
    pluginsFolder: options.pluginsFolder,
    pluginVersion: options.pluginVersion === undefined ? '3.6.0' : options.pluginVersion,
    xnatVersion: options.xnatVersion ?? '1.9.3',
    seed: options.seed ?? 1,
    sessionMs: options.sessionMs ?? [10, 40],
    threads: Math.min(4, Math.max(1, options.threads ?? 4)),
    discoveryMs: options.discoveryMs ?? 5,
    noiseMs: options.noiseMs ?? 0,
    clock: options.clock ?? Date.now,
    utcOffsetMinutes: options.utcOffsetMinutes ?? 0,
    site: options.site ?? {},
    switches: options.switches ?? {},
  }
}

/** Settings of a fresh XNAT (XNAT contract: log-in, session life). */
export function defaultSite(changes: Partial<SiteSettings>): SiteSettings {
  return {
    siteId: 'XNAT',
    siteUrl: '',
    initialised: true,
    requireLogin: true,
    sessionTimeoutMs: 15 * 60_000,
    concurrentMaxSessions: 1000,
    maxFailedLogins: 20,
    maxFailedLoginsLockoutMs: 3_600_000,
    aliasTokenTimeoutMs: 2 * 86_400_000,
    uiLoginFailureMessage:
      'Your login attempt failed because the username and password combination you provided was invalid, or your account is locked, disabled or not verified.',
    enableCsrfToken: true,
    interactiveAgentIds: [/MSIE/, /Mozilla/, /AppleWebKit/, /Opera/],
    restrictUserListAccessToAdmins: true,
    providers: [
      { providerId: 'localdb', name: 'Database', authMethod: 'localdb' },
      { providerId: 'ldap1', name: 'Hospital LDAP', authMethod: 'ldap' },
    ],
    ...changes,
  }
}

export function defaultSwitches(changes: Partial<Switches>): Switches {
  return {
    adminAccessibleShowsAll: true,
    allDataSeesDefaultListing: true,
    adminEditsAllProjects: true,
    putUnknownProject: 422,
    imageFilterSwitchesRoot: true,
    siteIdOpen: true,
    historyNewestFirst: false,
    missingSessionText: 'bad-session',
    notFoundLogged: false,
    pagingSupported: true,
    runsIncludeShared: false,
    java8: true,
    ...changes,
  }
}
