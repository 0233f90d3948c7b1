/** What stands between the text that was registered and the address the viewer calls. */
export type ViewerTrouble =
  /** A browser makes no URL of it: nothing is ever fetched. */
  | 'not-a-url'
  /** Browsers refuse to send requests to addresses that carry a user name or password. */
  | 'credentials'
  /** `http://` was put in front. */
  | 'scheme-added'
  /** `http://` was put in front of another scheme, whose name is now taken for the host. */
  | 'scheme-misread'
  | 'path-dropped'
  | 'query-dropped'
  | 'fragment-dropped'

export interface ViewerTarget {
  /** Scheme, host and port the viewer calls; null when it calls nothing. */
  readonly origin: string | null
  /** The path of the registered text, without a trailing slash, that the viewer leaves out; null when there is none. */
  readonly droppedPath: string | null
  readonly trouble: readonly ViewerTrouble[]
}

/**
 * The viewer's own correction of a registered text. One trailing slash goes; the scheme is looked for in the text as it
 * was registered, in lower case only (observed in viewer 3.6 source).
 */
export function fixUrl(text: string): string {
  const trimmed = text.endsWith('/') ? text.slice(0, -1) : text
  return hasScheme(text) ? trimmed : `http://${trimmed}`
}

/** Which server the viewer calls for a registered text. Never throws. */
export function viewerTarget(text: string): ViewerTarget {
  const fixed = fixUrl(text)
  if (!URL.canParse(fixed)) return { origin: null, droppedPath: null, trouble: ['not-a-url'] }
  const url = new URL(fixed)
  // `host:5000` needs its scheme, `ftp://host` has one the viewer does not see.
  const misread = !hasScheme(text) && /^[a-z][a-z0-9+.-]*:(?!\d)/i.test(text)
  if (misread) return { origin: url.origin, droppedPath: null, trouble: ['scheme-misread'] }

  const droppedPath = url.pathname === '/' ? null : url.pathname.replace(/\/$/, '')
  const found: readonly [ViewerTrouble, boolean][] = [
    ['scheme-added', !hasScheme(text)],
    ['credentials', url.username !== '' || url.password !== ''],
    ['path-dropped', droppedPath !== null],
    ['query-dropped', url.search !== ''],
    ['fragment-dropped', url.hash !== ''],
  ]
  const trouble = found.filter(([, holds]) => holds).map(([name]) => name)
  return { origin: trouble.includes('credentials') ? null : url.origin, droppedPath, trouble }
}

export type AiaaRun = 'segmentation' | 'dextr3d' | 'deepgrow'

/** The addresses the AIAA tool calls. Throws a TypeError when the registered text is no URL. */
export function aiaaToolUrls(text: string) {
  const base = new URL(fixUrl(text))
  return {
    listModels: () => at(base, '/v1/models').href,
    checkSession: (sessionId: string) => at(base, `/session/${sessionId}`, { update_ts: 'true' }).href,
    createSession: () => at(base, '/session/', { expiry: '7200' }).href,
    run: (kind: AiaaRun, model: string, sessionId: string) =>
      at(base, `/v1/${kind}`, { model, session_id: sessionId, output: 'image' }).href,
  }
}

/** The addresses the MONAI Label tool calls. Throws a TypeError when the registered text is no URL. */
export function monaiLabelToolUrls(text: string) {
  const base = new URL(fixUrl(text))
  return {
    listModels: () => at(base, '/info').href,
    checkSession: (sessionId: string) => at(base, `/session/${sessionId}`, { update_ts: 'true' }).href,
    createSession: () => at(base, '/session/', { expiry: '7200', uncompress: 'false' }).href,
    // The one address built relative to the registered path: of `/a/b` the `/a` survives.
    imageInfo: (imageId: string) => at(base, 'datastore/image/info/', { image: imageId }).href,
    run: (model: string, input: { sessionId: string } | { imageId: string }) =>
      at(base, `/infer/${encodeURIComponent(model)}`, {
        model,
        ...('sessionId' in input ? { session_id: input.sessionId } : { image: input.imageId }),
        output: 'image',
      }).href,
  }
}

function at(base: URL, path: string, query: Readonly<Record<string, string>> = {}): URL {
  const url = new URL(path, base)
  for (const [name, value] of Object.entries(query)) url.searchParams.append(name, value)
  return url
}

function hasScheme(text: string): boolean {
  return /^https?:\/\//.test(text)
}
