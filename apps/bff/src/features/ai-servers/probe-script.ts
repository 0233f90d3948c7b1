import { createHash } from 'node:crypto'

/**
 * Runs in the probe page, in a person's browser, and tells the page around it what it found. It can reach one server only:
 * the page's policy sees to that. A browser gives one error for everything that goes wrong before an answer, so the
 * script asks twice: once for whether anything answers, once for whether a page may read it.
 */
export const PROBE_SCRIPT = `
const { origin, paths, isMixed, calledAs, limitMs } = JSON.parse(document.documentElement.dataset.probe)
const began = performance.now()
let blocked = false
addEventListener('securitypolicyviolation', () => { blocked = true })

async function call(path, mode) {
  const from = performance.now()
  const took = () => Math.round(performance.now() - from)
  try {
    const answer = await fetch(origin + path, {
      mode, credentials: 'omit', referrerPolicy: 'no-referrer', cache: 'no-store',
      signal: AbortSignal.timeout(limitMs),
    })
    void answer.body?.cancel()
    return { came: true, status: answer.status, tookMs: took() }
  } catch (error) {
    return { came: false, late: error.name === 'TimeoutError', tookMs: took() }
  }
}

async function read() {
  let last
  for (const path of paths) {
    last = await call(path, 'cors')
    if (!last.came || last.status < 400) break
  }
  return last
}

async function look() {
  if (isMixed) return found('bad', 'mixed-content', [['scheme', 'bad', null]])
  const reach = await call(paths[0], 'no-cors')
  if (!reach.came) {
    // The report of the violation comes after the error that it caused.
    await new Promise((resolve) => setTimeout(resolve, 100))
    // A policy cannot name an IPv6 address, and a page on https may not call plain http, whoever it calls for.
    const kept = origin.includes('[') || (location.protocol === 'https:' && origin.startsWith('http:'))
    const why = kept ? 'blocked-here' : blocked ? 'redirected' : reach.late ? 'timeout' : 'network'
    const outcome = { 'blocked-here': 'unknown', timeout: 'attention' }[why] ?? 'bad'
    return found(outcome, why, [['reach', outcome, reach.tookMs]])
  }
  const seen = await read()
  const reached = ['reach', 'ok', reach.tookMs]
  if (seen.came) {
    const fails = seen.status >= 400
    const readable = ['read', 'ok', seen.tookMs]
    return found(fails ? 'bad' : 'ok', fails ? 'error-status' : 'answers', [reached, readable], seen.status)
  }
  if (seen.late) return found('attention', 'timeout', [reached, ['read', 'attention', seen.tookMs]])
  const certain = calledAs === 'xnat'
  const outcome = certain ? 'bad' : 'unknown'
  return found(outcome, certain ? 'no-cors' : 'unread', [reached, ['read', outcome, seen.tookMs]])
}

function found(outcome, note, steps, status = null) {
  return {
    outcome, note, calledAs, status,
    tookMs: note === 'mixed-content' ? null : Math.round(performance.now() - began),
    steps: steps.map(([step, outcome, tookMs]) => ({ step, outcome, tookMs })),
  }
}

look().then((verdict) => parent.postMessage(verdict, '*'))
`

/** What the page's policy allows to run: this text and no other. */
export const PROBE_SCRIPT_HASH = createHash('sha256').update(PROBE_SCRIPT).digest('base64')
