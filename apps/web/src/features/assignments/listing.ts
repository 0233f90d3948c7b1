import type { Assignment, AssignmentLine, ProjectId } from '@ohif-admin/contracts'

export interface ListedProject {
  projectId: ProjectId
  title: string
}

/** All assignments as far as they have arrived. Rows of the reading before stay until their new ones come. */
export interface AssignmentListing {
  site: Assignment
  projects: readonly ListedProject[]
  rows: ReadonlyMap<string, Assignment>
  mayEdit: boolean
  /** Rows of this reading. */
  arrived: number
  state: 'arriving' | 'complete' | 'failed'
  /** Why it broke off, as an error code. */
  code: string | null
  readAt: string | null
  unanswered: number
}

/** The listing after more lines. Lines before the head mean nothing. */
export function applyLines(
  before: AssignmentListing | undefined,
  lines: readonly AssignmentLine[],
): AssignmentListing | undefined {
  let listing = before
  let rows: Map<string, Assignment> | undefined
  const seen = (row: Assignment) => {
    rows ??= new Map(listing?.rows)
    rows.set(row.place, row)
  }
  let arrived = 0
  for (const line of lines) {
    if (line.type === 'head') listing = startOf(line, listing)
    else if (!listing) continue
    else if (line.type === 'row') {
      arrived += 1
      seen(line.row)
    } else listing = { ...listing, ...endOf(line) }
  }
  return listing && { ...listing, rows: rows ?? listing.rows, arrived: listing.arrived + arrived }
}

function startOf(
  { site, projects, mayEdit }: Extract<AssignmentLine, { type: 'head' }>,
  before: AssignmentListing | undefined,
): AssignmentListing {
  return {
    site,
    projects,
    mayEdit,
    rows: before?.rows ?? new Map(),
    arrived: 0,
    state: 'arriving',
    code: null,
    readAt: null,
    unanswered: 0,
  }
}

function endOf(line: Extract<AssignmentLine, { type: 'end' | 'failed' }>): Partial<AssignmentListing> {
  if (line.type === 'failed') return { state: 'failed', code: line.code }
  return { state: 'complete', readAt: line.readAt, unanswered: line.unanswered }
}

/** The listing with one place replaced by what is known of it now. */
export function withAssignment(listing: AssignmentListing, assignment: Assignment): AssignmentListing {
  if (assignment.projectId === null) return { ...listing, site: assignment }
  return { ...listing, rows: new Map(listing.rows).set(assignment.place, assignment) }
}
