type Version = readonly [major: number, minor: number, patch: number]

/** `3.7.1`, `1.9.2-SNAPSHOT`, `3.5.0-BC`: the numbers; null for what does not begin with any. */
export function readVersion(text: string | null): Version | null {
  const [, major, minor = '0', patch = '0'] =
    /^v?(\d{1,4})(?:\.(\d{1,4}))?(?:\.(\d{1,4}))?/.exec(text ?? '') ?? []
  return major === undefined ? null : [Number(major), Number(minor), Number(patch)]
}

/** Whether a version is at least another; null when one of them is none. */
export function isAtLeast(text: string | null, least: string): boolean | null {
  const [version, other] = [readVersion(text), readVersion(least)]
  if (!version || !other) return null
  const differs = version.findIndex((part, at) => part !== other[at])
  return differs < 0 || (version[differs] ?? 0) > (other[differs] ?? 0)
}

export type Fit = 'fits' | 'xnat-too-old' | 'wants-bc-build' | 'plugin-too-old' | 'unknown'

/**
 * Whether a version of the plugin is made for a version of XNAT (plugin and XNAT release notes): 3.7.2 and later for
 * XNAT 1.10, 3.5 to 3.7.1 for 1.8.7 (a "-BC" build for older 1.8), 3.0 for 1.8, 2.x for 1.7.
 */
export function fitOf(plugin: string | null, xnat: string | null): Fit {
  if (!readVersion(plugin) || !readVersion(xnat)) return 'unknown'
  const from = (least: string) => isAtLeast(plugin, least) === true
  const on = (least: string) => isAtLeast(xnat, least) === true
  if (from('3.7.2')) return on('1.10') ? 'fits' : 'xnat-too-old'
  if (!from('3.0')) return on('1.8') ? 'plugin-too-old' : 'fits'
  if (!on('1.8')) return 'xnat-too-old'
  // Built before the Java of 1.10; nobody says whether it runs there.
  if (on('1.10')) return 'unknown'
  if (from('3.5') && !on('1.8.7')) return /-BC\b/i.test(plugin ?? '') ? 'fits' : 'wants-bc-build'
  return 'fits'
}
