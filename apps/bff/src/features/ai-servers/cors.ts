import type { AiServerKind, CheckStep } from '@ohif-admin/contracts'
import type { GuardedFetch } from '../../lib/outbound/guarded-fetch.ts'
import { refusedSize, SMALL_IMAGE_MB } from './body-limit.ts'
import type { Outward } from './outward.ts'

const CALL_MS = 10_000

type Finding = Pick<CheckStep, 'outcome' | 'facts'> & { note: string }

/** Whether the viewer, a page of `pageOrigin`, may read what the server answers. The list call is the viewer's first. */
export async function checkCors(
  fetch: GuardedFetch,
  origin: string,
  kind: AiServerKind,
  pageOrigin: string,
): Promise<Finding> {
  // The same layer answers for every path of MONAI Label, and its app info costs minutes.
  const path = kind === 'aiaa' ? '/v1/models' : '/openapi.json'
  const answer = await call(fetch, `${origin}${path}`, 'GET', { origin: pageOrigin })
  if (!answer) return { outcome: 'unknown', note: 'no-answer', facts: {} }
  return judgeOrigin(answer.allowOrigin, pageOrigin)
}

/** Whether the viewer can send an image: the browser has to let it, and the server has to take it. */
export async function checkSending(
  outward: Outward,
  origin: string,
  kind: AiServerKind,
  pageOrigin: string,
): Promise<Finding> {
  const preflight = await checkPreflight(outward.fetch, origin, pageOrigin)
  if (preflight.outcome !== 'ok') return preflight
  const megabytes = await refusedSize(outward, origin)
  if (megabytes !== null) {
    const outcome = megabytes > SMALL_IMAGE_MB ? 'attention' : 'bad'
    return { outcome, note: 'size-refused', facts: { megabytes } }
  }
  if (kind !== 'monai-label') return preflight
  // A session that cannot exist: its server says that there is none, or that it keeps none at all.
  const answer = await call(outward.fetch, `${origin}/session/ohif-admin-check`, 'GET', {
    origin: pageOrigin,
  })
  return answer?.status === 406 ? { outcome: 'bad', note: 'sessions-off', facts: {} } : preflight
}

/** It asks first, because of the PUT. */
async function checkPreflight(fetch: GuardedFetch, origin: string, pageOrigin: string): Promise<Finding> {
  const answer = await call(fetch, `${origin}/session/`, 'OPTIONS', {
    origin: pageOrigin,
    'access-control-request-method': 'PUT',
    'access-control-request-headers': 'content-type',
  })
  if (!answer) return { outcome: 'unknown', note: 'no-answer', facts: {} }
  const { status, allowMethods } = answer
  if (status < 200 || status > 299) return { outcome: 'bad', note: 'preflight-refused', facts: { status } }
  const methods = (allowMethods ?? '').split(',').map((method) => method.trim().toUpperCase())
  if (!methods.includes('PUT') && !methods.includes('*')) {
    return {
      outcome: 'bad',
      note: 'put-not-allowed',
      facts: { methods: allowMethods?.slice(0, 200) ?? null },
    }
  }
  return judgeOrigin(answer.allowOrigin, pageOrigin)
}

function judgeOrigin(allowed: string | null, pageOrigin: string): Finding {
  if (allowed === null) return { outcome: 'bad', note: 'cors-missing', facts: { page: pageOrigin } }
  if (allowed === '*') return { outcome: 'ok', note: 'cors-all', facts: {} }
  if (allowed === pageOrigin) return { outcome: 'ok', note: 'cors-ours', facts: { page: pageOrigin } }
  // A configured origin with a slash at its end never matches what a browser sends.
  const note = allowed === `${pageOrigin}/` ? 'cors-trailing-slash' : 'cors-other-origin'
  return { outcome: 'bad', note, facts: { allowed: allowed.slice(0, 200), page: pageOrigin } }
}

async function call(
  fetch: GuardedFetch,
  url: string,
  method: 'GET' | 'OPTIONS',
  headers: Readonly<Record<string, string>>,
) {
  try {
    const answer = await fetch(url, { method, headers, signal: AbortSignal.timeout(CALL_MS) })
    // Only its head is of interest: leaving the loop lets go of the connection.
    for await (const _chunk of answer.body) break
    return {
      status: answer.status,
      allowOrigin: answer.headers.get('access-control-allow-origin'),
      allowMethods: answer.headers.get('access-control-allow-methods'),
    }
  } catch {
    return undefined
  }
}
