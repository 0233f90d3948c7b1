/** True when a plugin version such as `3.6.0` is at least `major.minor.patch`. */
export function atLeast(version: string | null, major: number, minor: number, patch = 0): boolean {
  if (version === null) return false
  const [a = 0, b = 0, c = 0] = version.split(/[.-]/).map((part) => Number.parseInt(part, 10) || 0)
  if (a !== major) return a > major
  return b === minor ? c >= patch : b > minor
}
