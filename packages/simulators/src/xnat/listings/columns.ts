import type { Call } from '../http/call.ts'
import type { State } from '../state.ts'
import type { Experiment } from '../world/model.ts'
import type { Row } from './envelope.ts'

const SUBJECT_ASSESSOR = 'xnat:subjectAssessorData'
export const IMAGE_SESSION = 'xnat:imageSessionData'

/** Aliases a query may name, with the schema path each stands for. */
export const ALIASES: Readonly<Record<string, string>> = {
  ID: `${SUBJECT_ASSESSOR}/ID`,
  label: `${SUBJECT_ASSESSOR}/label`,
  project: `${SUBJECT_ASSESSOR}/project`,
  date: `${SUBJECT_ASSESSOR}/date`,
  time: `${SUBJECT_ASSESSOR}/time`,
  xsiType: `${SUBJECT_ASSESSOR}/extension_item/element_name`,
  insert_date: `${SUBJECT_ASSESSOR}/meta/insert_date`,
  insert_user: `${SUBJECT_ASSESSOR}/meta/insert_user/login`,
  last_modified: `${SUBJECT_ASSESSOR}/meta/last_modified`,
  note: `${SUBJECT_ASSESSOR}/note`,
  subject_ID: `${SUBJECT_ASSESSOR}/subject_ID`,
  subject_label: `${SUBJECT_ASSESSOR}/subject/label`,
  subject_project: `${SUBJECT_ASSESSOR}/subject/project`,
  modality: `${IMAGE_SESSION}/modality`,
  UID: `${IMAGE_SESSION}/UID`,
  studyInstanceUID: `${IMAGE_SESSION}/UID`,
  session_type: `${IMAGE_SESSION}/session_type`,
  scanner: `${IMAGE_SESSION}/scanner`,
  operator: `${IMAGE_SESSION}/operator`,
  dcmPatientId: `${IMAGE_SESSION}/dcmPatientId`,
  dcmPatientName: `${IMAGE_SESSION}/dcmPatientName`,
  dcmAccessionNumber: `${IMAGE_SESSION}/dcmAccessionNumber`,
}

/** Columns only image sessions have: naming one without xsiType makes image sessions the root type. */
export function isImageOnly(alias: string): boolean {
  return ALIASES[alias]?.startsWith(IMAGE_SESSION) ?? false
}

export const DEFAULT_COLUMNS = ['ID', 'project', 'date', 'xsiType', 'label', 'insert_date'] as const

/** Every alias of one experiment as a string. */
export function valuesOf(state: State, experiment: Experiment): Row {
  const subject = state.world.subjects.get(experiment.subjectId)
  const inserted = state.clock.databaseStamp(experiment.insertDate)
  return {
    ID: experiment.id,
    label: experiment.label,
    project: experiment.project,
    date: experiment.date,
    time: '',
    xsiType: experiment.xsiType,
    insert_date: inserted,
    insert_user: 'admin',
    last_modified: inserted,
    note: '',
    subject_ID: experiment.subjectId,
    subject_label: subject?.label ?? '',
    subject_project: subject?.project ?? '',
    modality: experiment.modality,
    UID: experiment.uid,
    studyInstanceUID: experiment.uid,
    session_type: '',
    scanner: '',
    operator: '',
    dcmPatientId: subject?.label ?? '',
    dcmPatientName: subject?.label ?? '',
    dcmAccessionNumber: '',
  }
}

/** Aliases used as query parameters filter: `%` and `*` are wildcards, commas mean "or", two dates make a range. */
export function filtersOf(call: Call): [string, (value: string) => boolean][] {
  return [...call.query].filter(([name]) => name in ALIASES).map(([name, wanted]) => [name, matcher(wanted)])
}

function matcher(wanted: string): (value: string) => boolean {
  const tests = wanted.split(',').map((part): ((value: string) => boolean) => {
    const [, from, to] = /^(\d{4}-\d\d-\d\d)-(\d{4}-\d\d-\d\d)$/.exec(part) ?? []
    if (from !== undefined && to !== undefined) return (value) => value >= from && value <= to
    const source = part.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/[%*]/g, '.*')
    const pattern = new RegExp(`^${source}$`, 'i')
    return (value) => pattern.test(value)
  })
  return (value) => tests.some((test) => test(value))
}
