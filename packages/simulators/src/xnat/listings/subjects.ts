import type { Call } from '../http/call.ts'
import type { State } from '../state.ts'
import type { Project, Subject } from '../world/model.ts'
import { canOnExperiments } from '../world/rights.ts'
import { aliasTable, listing, pageOf, type Row, sortRows } from './envelope.ts'

const ALIASES = {
  ID: 'xnat:subjectData/ID',
  project: 'xnat:subjectData/project',
  label: 'xnat:subjectData/label',
  insert_date: 'xnat:subjectData/meta/insert_date',
  insert_user: 'xnat:subjectData/meta/insert_user/login',
  last_modified: 'xnat:subjectData/meta/last_modified',
  gender: 'xnat:subjectData/demographics[@xsi:type=xnat:demographicData]/gender',
  yob: 'xnat:subjectData/demographics[@xsi:type=xnat:demographicData]/yob',
  age: 'xnat:subjectData/demographics[@xsi:type=xnat:demographicData]/age',
  group: 'xnat:subjectData/group',
}

/** `GET /data/subjects` and `/data/projects/{p}/subjects`; shared subjects carry the label valid in the project. */
export function listSubjects(state: State, call: Call, project?: Project) {
  if (call.query.has('fields')) return aliasTable(call, ALIASES)
  const columns = call.query.get('columns')?.split(',') ?? ['project', 'label', 'insert_date', 'insert_user']
  const page = pageOf(call, state.switches.pagingSupported)
  const found = [...state.world.subjects.values()].filter(
    (subject) => !project || isSubjectIn(subject, project.id),
  )
  const cut = page ? found.slice(page.offset, page.offset + page.limit) : found
  const rows = cut
    .filter((subject) => mayRead(state, call, subject, project))
    .map((subject) => {
      const values = valuesOf(state, subject, project)
      const row: Row = {}
      for (const column of ['ID', ...columns]) if (column in values) row[column] = values[column] ?? ''
      return { ...row, URI: `/data/subjects/${subject.id}` }
    })
  return listing(call, sortRows(call, rows), {}, page === undefined)
}

export function isSubjectIn(subject: Subject, projectId: string): boolean {
  return subject.project === projectId || subject.sharedInto.some((share) => share.project === projectId)
}

function mayRead(state: State, call: Call, subject: Subject, within: Project | undefined): boolean {
  const project = within ?? state.world.projects.get(subject.project)
  return project !== undefined && canOnExperiments(call.user, project, 'read')
}

function valuesOf(state: State, subject: Subject, within: Project | undefined): Row {
  const stamp = state.clock.databaseStamp(subject.insertDate)
  return {
    ID: subject.id,
    project: subject.project,
    label: subject.sharedInto.find((share) => share.project === within?.id)?.label ?? subject.label,
    insert_date: stamp,
    insert_user: 'admin',
    last_modified: stamp,
    gender: subject.gender,
    yob: subject.yob,
    age: '',
    group: subject.group,
  }
}
