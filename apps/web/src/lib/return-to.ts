const HOME = '/'
const MAX_LENGTH = 1000

/** What a path of this console is made of. No dots at the start, no `%`, no `@`, no `:`. */
const SEGMENT = /^[A-Za-z0-9_-][A-Za-z0-9_.-]*$/
/** Printable ASCII without quotes, angle brackets and backslash: what a URL's query looks like once encoded. */
const QUERY = /^[!$%&'()*+,./0-9:;=?@A-Z_a-z~-]*$/
/** Places to which nobody wants to return. */
const NOT_HERE = new Set(['sign-in', 'api'])

/**
 * The page to go to after signing in. Anything that is not plainly a path of this console gives `/`:
 * the value comes from the address bar, so anybody can have written it.
 */
export function safeReturnTo(value: unknown): string {
  if (typeof value !== 'string' || value.length > MAX_LENGTH || !value.startsWith('/')) return HOME
  const mark = value.indexOf('?')
  const path = mark < 0 ? value : value.slice(0, mark)
  const query = mark < 0 ? '' : value.slice(mark + 1)

  const segments = path.slice(1).split('/')
  if (NOT_HERE.has((segments[0] ?? '').toLowerCase())) return HOME
  if (path !== '/' && !segments.every((segment) => SEGMENT.test(segment))) return HOME
  if (!QUERY.test(query)) return HOME

  // The rules above are ours; this asks the parser that the browser will use.
  const parsed = URL.parse(value, 'https://console.invalid')
  return parsed?.origin === 'https://console.invalid' && parsed.pathname === path ? value : HOME
}
