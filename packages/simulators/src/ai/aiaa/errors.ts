import { type Answer, html, json, text } from '../http/answers.ts'
import { answerWith } from '../http/cors.ts'
import { fixtureText } from '../http/fixtures.ts'
import type { AiaaGeneration, AiaaSettings } from './options.ts'

/** A failure the server handled: usually 500 with a list of messages up to 4.0; `detail` in 4.1 (inferred). */
export function handledError(
  generation: AiaaGeneration,
  failure: { status?: number; type: string; messages?: readonly string[] },
): Answer {
  const { status = 500, type, messages = [] } = failure
  if (generation === '4.1') return json(status, { detail: messages.join('\n') || type })
  const answer = json(status, { error: { message: messages, type }, success: false })
  return { ...answer, body: `${answer.body}\n` }
}

/** 3.x builds answer an unknown route with 500, so a 500 may mean "no such endpoint". */
export function unknownRoute(generation: AiaaGeneration): Answer {
  if (generation === '4.1') return json(404, { detail: 'Not Found' })
  if (generation === '3.1') return asJson(500, 'aiaa/error-500-unknown-route.json')
  return html(404, fixtureText('aiaa/error-404-unknown-route.html'))
}

/** Every run fails while the engine is broken; only `type` tells which engine it was. */
export function engineFailure({ engine, generation }: AiaaSettings): Answer {
  if (generation === '4.1') {
    return json(500, { detail: engine === 'TRITON' ? 'InferenceServerException' : 'CUDA out of memory' })
  }
  return asJson(500, engine === 'TRITON' ? 'aiaa/error-500-triton.json' : 'aiaa/error-500-in-process.json')
}

export function bodyTooLarge(): Answer {
  return answerWith(html(413, fixtureText('aiaa/error-413-reverse-proxy.html')), { server: 'nginx' })
}

export function adminRefused(): Answer {
  return text(403, 'Forbidden')
}

function asJson(status: number, fixture: string): Answer {
  return json(status, JSON.parse(fixtureText(fixture)))
}
