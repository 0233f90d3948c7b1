/** Signs in at a console as its own page would; gives the cookie. Throws when refused. */
export async function signIn(url: string, username: string): Promise<string> {
  const response = await fetch(new URL('api/session', url), {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...OWN_PAGE },
    body: JSON.stringify({ username, password: username }),
  })
  const [cookie] = response.headers.getSetCookie()
  if (!cookie) throw new Error(`${username} could not sign in: ${await response.text()}`)
  return cookie.split(';', 1)[0] ?? ''
}

export const OWN_PAGE = { 'x-ohif-admin': '1', 'sec-fetch-site': 'same-origin' }

/** The value below which so many of the values lie; `share` from 0 to 1. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}
