const KNOWN_SCHEMES = new Set(['http', 'https', 'ftp', 'file', 'jar', 'mailto'])

/** Why `new URL(text)` of Java 8 would throw, in its words, or undefined when it would not. */
export function javaUrlProblem(given: string): string | undefined {
  const text = given.trim().replace(/^url:/i, '')
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(text)?.[1]?.toLowerCase()
  if (scheme === undefined) return `no protocol: ${given}`
  if (!KNOWN_SCHEMES.has(scheme)) return `unknown protocol: ${scheme}`
  if (scheme === 'jar' && !text.includes('!/')) return 'no !/ in spec'
  const authority = /^[^:]+:\/\/([^/?#]*)/.exec(text)?.[1] ?? ''
  const port = /:([^:\]]*)$/.exec(authority.replace(/^.*@/, ''))?.[1]
  if (port === undefined || port === '') return undefined
  if (!/^-?\d+$/.test(port)) return `For input string: "${port}"`
  return Number(port) < -1 ? `Invalid port number :${port}` : undefined
}
