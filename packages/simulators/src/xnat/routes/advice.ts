import { LOGGERS, requestTrace } from '../engine/lines.ts'
import type { Answer } from '../http/answers.ts'
import { JSON_TYPE } from '../http/answers.ts'
import type { Call } from '../http/call.ts'
import { PluginFailure } from '../http/failures.ts'
import type { Route } from '../http/routes.ts'
import type { State } from '../state.ts'

/** Routes whose exceptions the viewer plugin's own error advice turns into answers and ERROR records. */
export function withAdvice(state: State, routes: readonly Route[]): Route[] {
  return routes.map((route) => ({
    ...route,
    handle: async (call) => {
      try {
        return await route.handle(call)
      } catch (error) {
        if (!(error instanceof PluginFailure)) throw error
        logFailure(state, call, error)
        return failureAnswer(call, error)
      }
    },
  }))
}

function logFailure(state: State, call: Call, failure: PluginFailure): void {
  const { log } = state.engine
  if (failure.form === 'NotFoundException') {
    if (state.switches.notFoundLogged) log.write(call.thread, 'INFO', LOGGERS.advice, failure.body)
    return
  }
  const thrown =
    failure.form === 'RuntimeException'
      ? 'java.lang.RuntimeException'
      : 'org.nrg.xnatx.plugin.PluginException'
  const trace = requestTrace(`${thrown}: ${failure.message}`)
  log.write(call.thread, 'ERROR', LOGGERS.advice, `${failure.form} - ${failure.message}\n${trace}`)
}

/** Labelled JSON in both cases; wrapped only for an Accept of exactly `application/json`, and never escaped. */
function failureAnswer(call: Call, failure: PluginFailure): Answer {
  const wrapped = call.headers.accept === 'application/json'
  return {
    status: failure.status,
    type: JSON_TYPE,
    body: wrapped ? `{ "ResponseMessage":"${failure.body}" }` : failure.body,
  }
}

/** What Java says about an object that is not there. */
export function nullPointer(state: State): PluginFailure {
  const text = state.switches.java8
    ? 'NullPointerException thrown'
    : 'Cannot invoke "org.nrg.xdat.om.XnatProjectdata.getExperiments()" because "project" is null'
  return new PluginFailure(500, 'RuntimeException', text)
}
