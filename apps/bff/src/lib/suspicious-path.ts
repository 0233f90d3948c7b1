/**
 * Whether a request path tries to leave its place: dot segments, path parameters, backslashes, control characters or
 * anything encoded twice. No address of this product needs any of these.
 */
export function isSuspiciousPath(url: string): boolean {
  const path = url.split('?', 1)[0] ?? ''
  let decoded: string
  try {
    decoded = decodeURIComponent(path)
  } catch {
    return true
  }
  if (/[;\\#%]/.test(decoded)) return true
  if ([...decoded].some((character) => character < ' ' || character === '\u007f')) return true
  return decoded.split('/').some((segment) => segment === '..' || segment === '.')
}
