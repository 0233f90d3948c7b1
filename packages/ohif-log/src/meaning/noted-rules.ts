import { LOGGERS } from './loggers.ts'
import { EFFECT, type Rule, type Shape } from './rule.ts'

const {
  api,
  handler,
  creator,
  firstCreator,
  scanner,
  receiver,
  experiment,
  listener,
  data,
  security,
  utils,
} = LOGGERS

/** Logger, name, text before the variable part, text after it. */
const NOTED: readonly [loggers: readonly string[], name: string, before: string, after?: string][] = [
  [[creator, firstCreator], 'experiment-path', 'Experiment path: '],
  [[creator, firstCreator], 'creating-json', 'Creating JSON metadata for '],
  [[creator, firstCreator], 'scan-url', 'xnatExperimentScanUrl: '],
  [[creator, firstCreator], 'legacy-json-deleted', 'Legacy JSON deleted: '],
  [[creator, firstCreator], 'empty-directory-removed', 'Empty directory removed: '],
  [[scanner], 'dicom-search', 'DICOM search: '],
  [[scanner], 'temp-file-created', 'Temp file named ', ' created for storing serialized JSON'],
  [[handler], 'temp-file-deleted', '', ' has been deleted'],
  [[handler], 'temp-file-left', 'Failed to delete '],
  [[handler], 'delete-requested', 'Got request to delete OHIF metadata for session ID '],
  [[handler, api], 'revision-stored', 'Stored JSON revision: '],
  [[handler, api], 'revision-outdated', 'JSON revision outdated: '],
  [[handler, api], 'revision-invalid', 'JSON revision invalid: '],
  [[api], 'transfer-failed', 'Failed to transfer'],
  [[data], 'fetching', 'Fetching session JSON for sessionId='],
  [[receiver, experiment], 'scan-id-missing', 'Series UID ', ' has a null or empty scan ID'],
  [[utils, experiment], 'zero-scans', 'Session ', ' contains zero scans'],
  [[utils], 'modality-missing', 'Modality for session '],
  [[utils], 'scan-uid-missing', 'UID is null or empty for scan '],
  [[utils], 'project-owner', 'Experiment '],
  [[utils], 'project-shared', 'Share project ID: '],
  [[security], 'project-visible', 'Project visible to user '],
  [[security], 'session-visible', 'Session visible to user '],
  [[listener], 'event-handled', 'Handling event in OhifViewerEventListener. '],
  [[listener], 'event-without-item', 'No item for ID: '],
  [[listener], 'event-skipped', 'No project anon for project: '],
  [[listener], 'event-type-unknown', 'Unable to determine SchemaElement for dataType '],
]

/** Fixed texts. */
const PLAIN: readonly [loggers: readonly string[], name: string, text: string][] = [
  [[handler, api], 'json-missing', 'JSON not found'],
  [[handler, api], 'revision-missing', 'JSON revision not found'],
  [[handler, api], 'revision-empty', 'JSON revision empty'],
  [[api], 'transferred', 'Finished the transfer of session JSON'],
]

/** Known records that change no run: recognised so that a changed plugin stands out, and for what they may reveal. */
export const NOTED_RULES: readonly Rule[] = [
  ...NOTED.map(([loggers, name, before, after = '']) => noted(loggers, name, before, 'any', after)),
  ...PLAIN.map(([loggers, name, text]) => noted(loggers, name, text, 'nothing', '')),
]

function noted(loggers: readonly string[], name: string, before: string, shape: Shape, after: string): Rule {
  return {
    name,
    effect: EFFECT.none,
    loggers,
    before,
    shape,
    after,
    event: (value) => ({ kind: 'noted', name, value }),
  }
}

/** Every name an event of the kind `noted` can have. */
export const NOTE_NAMES: readonly string[] = [...NOTED_RULES.map(({ name }) => name), 'other']
