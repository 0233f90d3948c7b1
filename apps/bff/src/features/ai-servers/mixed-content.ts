/** Browsers keep a page on https from calling plain http, but for names of the browser's own machine. */
export function isMixedContent(origin: string, pageOrigin: string): boolean {
  const { protocol, hostname } = new URL(origin)
  const isOwn = /^(?:.+\.)?localhost$|^127\.|^\[::1\]$/.test(hostname)
  return pageOrigin.startsWith('https:') && protocol === 'http:' && !isOwn
}
