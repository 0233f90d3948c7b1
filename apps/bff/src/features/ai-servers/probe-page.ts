import type { AiServerKind, ServerOrigin } from '@ohif-admin/contracts'
import { isMixedContent } from './mixed-content.ts'
import { PROBE_SCRIPT, PROBE_SCRIPT_HASH } from './probe-script.ts'

/** A browser waits so long for an answer; the server may be computing. */
const LIMIT_MS = 10_000

/** What costs a server nothing: MONAI Label's app info may take minutes. */
const PATHS: Readonly<Record<AiServerKind | 'unknown', readonly string[]>> = {
  aiaa: ['/v1/models'],
  'monai-label': ['/openapi.json'],
  unknown: ['/openapi.json', '/v1/models'],
}

interface Probed {
  origin: ServerOrigin
  kind: AiServerKind | null
}

interface Origins {
  /** Of XNAT's pages, as browsers see them. */
  xnat: string
  /** Of the console, as browsers see it. */
  console: string
}

export interface ProbePage {
  html: string
  policy: string
}

/**
 * A page that looks at one server from the browser it is opened in. It may call that origin and nothing else, and has
 * nothing of the console's: no cookies are sent, and unless the console shares XNAT's origin it has no origin at all.
 */
export function probePage({ origin, kind }: Probed, { xnat, console }: Origins): ProbePage {
  const sharesOrigin = xnat === console
  const task = {
    origin,
    paths: PATHS[kind ?? 'unknown'],
    isMixed: isMixedContent(origin, xnat),
    calledAs: sharesOrigin ? 'xnat' : 'nobody',
    limitMs: LIMIT_MS,
  }
  const policy = [
    "default-src 'none'",
    `script-src 'sha256-${PROBE_SCRIPT_HASH}'`,
    `connect-src ${origin}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'self'",
    // With the origin of XNAT's pages it is judged as one of them; otherwise it must not have the console's.
    `sandbox allow-scripts${sharesOrigin ? ' allow-same-origin' : ''}`,
  ].join(';')
  const html = `<!doctype html><html lang="en" data-probe="${inAttribute(JSON.stringify(task))}"><title>Probe</title><script>${PROBE_SCRIPT}</script></html>`
  return { html, policy }
}

const inAttribute = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')
