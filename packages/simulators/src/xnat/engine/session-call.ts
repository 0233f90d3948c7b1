import { PluginFailure } from '../http/failures.ts'
import { DOCUMENT_REVISION, type Experiment, hasValidDocument } from '../world/model.ts'
import { type BuildResult, buildSession, READ_ERROR } from './build.ts'
import type { Engine } from './engine.ts'
import { LOGGERS } from './lines.ts'
import type { Level } from './log-writer.ts'

/** One session-level call on its request thread. */
export interface SessionCall {
  engine: Engine
  thread: string
  username: string
  /** As the URL names it. */
  projectId: string
  experiment: Experiment
}

/** The permission checks that V1, V2 and V3 write before they do anything. */
export function writeChecks(call: SessionCall, permission: 'Read' | 'Edit'): void {
  const { username, projectId, experiment } = call
  const check = (right: string, element: string, value: string) =>
    say(
      call,
      'DEBUG',
      LOGGERS.security,
      `Permission check - User: ${username}, Permission: ${right}, Element: ${element}, Value: ${value}`,
    )
  check('Read', 'xnat:projectData/ID', projectId)
  say(call, 'DEBUG', LOGGERS.security, `Project visible to user ${username}: ${projectId}`)
  check('Read', 'xnat:imageSessionData/ID', experiment.id)
  say(call, 'DEBUG', LOGGERS.security, `Session visible to user ${username}: ${experiment.id}`)
  if (permission === 'Edit') check('Edit', `${experiment.xsiType}/project`, projectId)
  check('Read', `${experiment.xsiType}/project`, projectId)
  if (experiment.project === projectId) {
    say(call, 'INFO', LOGGERS.plugin, `Experiment ${experiment.id} belongs to project ${projectId}`)
    return
  }
  for (const share of experiment.sharedInto)
    say(call, 'INFO', LOGGERS.plugin, `Share project ID: ${share.project}`)
}

/** V3: builds on the request thread. Throws the PluginFailure that the plugin's advice turns into an answer. */
export async function rebuild(call: SessionCall): Promise<void> {
  const { engine, experiment } = call
  say(call, 'INFO', LOGGERS.api, `Session ${experiment.id} metadata creation requested`)
  const result = await engine.track(() => buildSession(engine, call.thread, experiment))
  throwFor(result, call)
  say(call, 'INFO', LOGGERS.api, `Session ${experiment.id} metadata creation complete`)
}

/** V2: builds the document first when it does not count, for any reader. */
export async function ensureDocument(call: SessionCall): Promise<void> {
  const { engine, experiment } = call
  if (experiment.document === undefined) {
    say(call, 'DEBUG', LOGGERS.handler, 'JSON not found')
  } else if (hasValidDocument(experiment)) {
    say(call, 'DEBUG', LOGGERS.handler, `Stored JSON revision: ${experiment.document.revision}`)
  } else {
    const { revision } = experiment.document
    say(call, 'DEBUG', LOGGERS.handler, `JSON revision outdated: ${revision} < ${DOCUMENT_REVISION}`)
  }
  if (hasValidDocument(experiment)) return
  throwFor(await engine.track(() => buildSession(engine, call.thread, experiment)), call)
}

/** The lines around handing out a stored document. */
export function writeTransfer(call: SessionCall): void {
  say(call, 'DEBUG', LOGGERS.data, `Fetching session JSON for sessionId=${call.experiment.id}`)
  say(call, 'DEBUG', LOGGERS.api, 'Finished the transfer of session JSON')
}

function throwFor(result: BuildResult, call: SessionCall): void {
  switch (result) {
    case 'stored':
      return
    case 'gone':
      throw new PluginFailure(
        422,
        'Error executing request',
        `No session found for ID: ${call.experiment.id}`,
      )
    case 'read-error':
      throw new PluginFailure(
        500,
        'Error executing request',
        `Error creating JSON metadata - Cause: ${READ_ERROR}`,
      )
    case 'database-error':
      throw new PluginFailure(500, 'RuntimeException', 'could not execute statement')
    case 'unexpected-error':
      throw new PluginFailure(500, 'RuntimeException', 'NullPointerException thrown')
  }
}

function say(call: SessionCall, level: Level, logger: string, message: string): void {
  call.engine.log.write(call.thread, level, logger, message)
}
