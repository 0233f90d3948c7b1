/**
 * The path this console is served under, with a slash at both ends: `/` or `/ohif-admin/`.
 * The server writes it into the page.
 */
export function readAppBase(page: Document): string {
  const content = page.querySelector('meta[name="app-base"]')?.getAttribute('content') ?? '/'
  return content.endsWith('/') ? content : `${content}/`
}
