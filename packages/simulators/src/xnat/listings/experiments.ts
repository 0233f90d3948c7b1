import type { Answer } from '../http/answers.ts'
import type { Call } from '../http/call.ts'
import { DataFailure } from '../http/failures.ts'
import type { State } from '../state.ts'
import type { Experiment, Project, Subject } from '../world/model.ts'
import { canOnExperiments, canReadExperiment, isIn } from '../world/rights.ts'
import { ALIASES, DEFAULT_COLUMNS, filtersOf, IMAGE_SESSION, isImageOnly, valuesOf } from './columns.ts'
import { aliasTable, listing, pageOf, type Row, sortRows } from './envelope.ts'

/** What the rows are rooted in: decides the name of the id key and what is always present. */
interface Root {
  kind: 'any' | 'image' | 'concrete'
  xsiTypes: readonly string[]
}

/** `GET /data/experiments`, or one of the forms bound to a project or to a subject in it. */
export function listExperiments(state: State, call: Call, project?: Project, subject?: Subject): Answer {
  if (call.query.has('fields')) return aliasTable(call, ALIASES)
  if (project && !canOnExperiments(call.user, project, 'read')) {
    throw new DataFailure(403, `Unable to read experiments for Project: ${project.id}`)
  }
  try {
    return rowsOf(state, call, project, subject)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    // The project-bound listing swallows its exceptions and answers 200 with nothing.
    if (project) return { status: 200, type: 'application/json' }
    throw new DataFailure(500, error.message)
  }
}

function rowsOf(state: State, call: Call, project?: Project, subject?: Subject): Answer {
  const columns = call.query
    .get('columns')
    ?.split(',')
    .filter((name) => name in ALIASES)
  const filters = filtersOf(call)
  const root = rootOf(
    state,
    call,
    columns ?? [],
    filters.map(([name]) => name),
  )
  const page = pageOf(call, state.switches.pagingSupported)
  const found = [...state.world.experiments.values()].filter((experiment) => {
    if (project && !isIn(experiment, project.id)) return false
    if (subject && experiment.subjectId !== subject.id) return false
    if (!isOfRoot(experiment, root)) return false
    const values = valuesOf(state, experiment)
    return filters.every(([name, test]) => name === 'xsiType' || test(values[name] ?? ''))
  })
  // The page is cut first, and what the caller may not read is removed afterwards: pages may be short.
  const cut = page ? found.slice(page.offset, page.offset + page.limit) : found
  const rows = cut
    .filter((one) => project || canReadExperiment(call.user, one, (id) => state.world.projects.get(id)))
    .map((one) => rowOf(state, one, root, columns, project))
  const meta: Row = project ? {} : { title: 'Matching experiments' }
  return listing(call, sortRows(call, rows), meta, page === undefined)
}

function rootOf(state: State, call: Call, columns: readonly string[], filters: readonly string[]): Root {
  const given = call.query.get('xsiType')?.split(',') ?? []
  if (given.includes(IMAGE_SESSION)) return { kind: 'image', xsiTypes: [] }
  if (given.length > 0) return { kind: 'concrete', xsiTypes: given }
  const byFilter = state.switches.imageFilterSwitchesRoot && filters.some(isImageOnly)
  return { kind: columns.some(isImageOnly) || byFilter ? 'image' : 'any', xsiTypes: [] }
}

function isOfRoot(experiment: Experiment, root: Root): boolean {
  if (root.kind === 'image') return experiment.imageSession
  return root.kind === 'any' || root.xsiTypes.includes(experiment.xsiType)
}

function rowOf(
  state: State,
  experiment: Experiment,
  root: Root,
  columns: readonly string[] | undefined,
  project: Project | undefined,
): Row {
  const values = valuesOf(state, experiment)
  const share = experiment.sharedInto.find((one) => one.project === project?.id)
  // The rewrite of shared rows looks for a column that image-session rows do not have.
  if (share && root.kind === 'any') {
    values['label'] = share.label
    values['project'] = share.project
  }
  const row: Row = {}
  const add = (name: string) => {
    const value = values[name]
    if (value !== undefined) row[name] = value
  }
  addIdKeys(row, experiment, root, project !== undefined)
  const asked =
    columns ?? (root.kind === 'any' ? DEFAULT_COLUMNS : DEFAULT_COLUMNS.filter((name) => name !== 'ID'))
  for (const name of asked) add(name)
  if (root.kind !== 'concrete') for (const name of ['project', 'xsiType']) add(name)
  return { ...row, URI: `/data/experiments/${experiment.id}` }
}

/** The primary key of the root type is always returned, under its own name. */
function addIdKeys(row: Row, experiment: Experiment, root: Root, projectBound: boolean): void {
  if (root.kind === 'image') row['session_ID'] = experiment.id
  else if (root.kind === 'concrete') row[`${experiment.xsiType.toLowerCase()}/id`] = experiment.id
  else if (projectBound) row['xnat:subjectassessordata/id'] = experiment.id
  else row['ID'] = experiment.id
}
