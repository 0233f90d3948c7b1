/**
 * Every upstream path this product calls, in one place. An id becomes one percent-encoded segment, so that
 * nothing in it can leave its place in the path.
 */
const id = encodeURIComponent

const SESSION_COLUMNS = 'ID,label,project,date,xsiType,insert_date,subject_ID,subject_label,modality'

export const paths = {
  jsession: () => '/data/JSESSION',
  username: () => '/xapi/users/username',
  roles: (user: string) => `/xapi/users/${id(user)}/roles`,
  groups: (user: string) => `/xapi/users/${id(user)}/groups`,
  editableProjects: () => '/xapi/users/projects',
  buildInfo: () => '/xapi/siteConfig/buildInfo',
  plugins: () => '/xapi/plugins',
  projects: () => '/data/projects',
  projectSessions: (project: string) => `/data/projects/${id(project)}/experiments`,
  rebuildProject: (project: string) => `/xapi/viewer/projects/${id(project)}`,
} as const

/** Query strings of the listings. `format=json` always: the default depends on `Accept`. */
export const queries = {
  projects: 'format=json',
  /** Lifts the membership filter for site admins; ignored for everybody else. */
  allProjects: 'format=json&allDataOverride=true',
  accessibleProjects: 'format=json&accessible=true',
  /** `xsiType` named always and `ID` asked for always: the key of the id depends on the root type. */
  projectSessions: `xsiType=xnat:imageSessionData&columns=${SESSION_COLUMNS}&format=json`,
} as const
