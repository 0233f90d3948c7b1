/** What the battery needs to know about the server it holds to the contract. */
export interface XnatUnderTest {
  /** `scheme://host:port` with the context path, without a trailing slash. */
  readonly url: string
  readonly username: string
  readonly password: string
  /** A readable project with at least one image session. */
  readonly project: string
  /** The account above is a site administrator. */
  readonly siteAdmin: boolean
  /** An ordinary user who owns the project above; its tests are skipped without one. */
  readonly owner?: { readonly username: string; readonly password: string }
  /** Builds may be started and settings changed. */
  readonly mayChange: boolean
  /** Folder of `ohifviewer.log`, where it can be read. */
  readonly logFolder?: string
}

export interface Exchange {
  status: number
  headers: Headers
  body: string
}

/** The Accept header that every answer of XNAT admits. */
export const ACCEPT = 'application/json, */*;q=0.5'

/** A client that follows nothing and keeps the cookie of its sign-in. */
export class BatteryClient {
  readonly #subject: () => XnatUnderTest
  cookie: string | undefined

  constructor(subject: () => XnatUnderTest) {
    this.#subject = subject
  }

  async send(
    method: string,
    path: string,
    headers: Record<string, string> = {},
    body?: string,
  ): Promise<Exchange> {
    const response = await fetch(this.#subject().url + path, {
      method,
      redirect: 'manual',
      headers: { accept: ACCEPT, ...(this.cookie ? { cookie: this.cookie } : {}), ...headers },
      ...(body === undefined ? {} : { body }),
    })
    return { status: response.status, headers: response.headers, body: await response.text() }
  }

  get(path: string, headers: Record<string, string> = {}): Promise<Exchange> {
    return this.send('GET', path, headers)
  }

  async json(path: string): Promise<unknown> {
    const { status, body } = await this.get(path)
    if (status !== 200) throw new Error(`GET ${path} answered ${status}`)
    return JSON.parse(body)
  }

  async rows(path: string): Promise<Record<string, string>[]> {
    const { ResultSet } = (await this.json(path)) as { ResultSet: { Result: Record<string, string>[] } }
    return ResultSet.Result
  }

  /** Signs in and keeps the session of the answer. */
  async signIn(username: string, password: string): Promise<Exchange> {
    this.cookie = undefined
    const answer = await this.get('/data/JSESSION', basic(username, password))
    this.cookie = sessionCookie(answer)
    return answer
  }
}

export function basic(username: string, password: string): Record<string, string> {
  return { authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}` }
}

/** `JSESSIONID=…` without its attributes, undefined when the answer sets none. */
export function sessionCookie(answer: Exchange): string | undefined {
  return answer.headers
    .getSetCookie()
    .find((cookie) => cookie.startsWith('JSESSIONID='))
    ?.split(';')[0]
}

export function expiryCookie(answer: Exchange): string | undefined {
  return answer.headers.getSetCookie().find((cookie) => cookie.startsWith('SESSION_EXPIRATION_TIME='))
}
