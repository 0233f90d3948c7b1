/** Whether this plugin has DICOMweb runs: from 3.7 on. An unreadable version may be a new one. */
export function isDicomwebOffered(version: string | null): boolean {
  const [, major, minor] = /^(\d+)\.(\d+)/.exec(version ?? '') ?? []
  if (major === undefined || minor === undefined) return true
  return Number(major) > 3 || (Number(major) === 3 && Number(minor) >= 7)
}
