/**
 * Whether a request path tries to leave its place: dot segments, empty segments, path parameters, backslashes, control
 * characters, bytes that are not UTF-8 or anything encoded twice. No address of this product needs any of these.
 */
export function isSuspiciousPath(url: string): boolean {
  const decoded = decode(pathOf(url))
  if (decoded === undefined || /[;\\#%]/.test(decoded) || decoded.includes('//')) return true
  if ([...decoded].some((character) => character < ' ' || character === '\u007f')) return true
  return decoded.split('/').some((segment) => segment === '..' || segment === '.')
}

/**
 * The address in a form the router can read. It answers what it cannot decode by itself, before any hook, in its own
 * words and without our headers; encoded once more it is read, and still suspicious.
 */
export function readableUrl(url: string): string {
  const path = pathOf(url)
  if (decode(path) !== undefined) return url
  return `${path.replaceAll('%', '%25')}${url.slice(path.length)}`
}

const pathOf = (url: string) => url.split('?', 1)[0] ?? ''

function decode(path: string): string | undefined {
  try {
    return decodeURIComponent(path)
  } catch {
    return undefined
  }
}
