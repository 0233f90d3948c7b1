/**
 * An id as one percent-encoded segment, so that nothing in it can leave its place in the path. Throws a `RangeError`
 * for ids that no encoding keeps there: an empty one, and dot segments, which URLs resolve even when encoded.
 */
function id(text: string): string {
  if (text === '' || text === '.' || text === '..')
    throw new RangeError('An id cannot be empty or only dots.')
  return encodeURIComponent(text)
}

const SESSION_COLUMNS = 'ID,label,project,date,xsiType,insert_date,subject_ID,subject_label,modality'

/** Every upstream path this product calls, in one place. */
export const paths = {
  jsession: () => '/data/JSESSION',
  username: () => '/xapi/users/username',
  profile: () => '/xapi/users/profile',
  roles: (user: string) => `/xapi/users/${id(user)}/roles`,
  groups: (user: string) => `/xapi/users/${id(user)}/groups`,
  editableProjects: () => '/xapi/users/projects',
  buildInfo: () => '/xapi/siteConfig/buildInfo',
  logDownload: () => '/xapi/logs/download',
  plugins: () => '/xapi/plugins',
  uptime: () => '/xapi/siteConfig/uptime',
  roiColors: (project: string) => `/xapi/ohifroicolor/projects/${id(project)}/roicolor`,
  roiPresets: (project: string) => `/xapi/viewerConfig/projects/${id(project)}/roipreset`,
  viewerSettings: (project: string) => `/xapi/viewerConfig/projects/${id(project)}`,
  projects: () => '/data/projects',
  projectSessions: (project: string) => `/data/projects/${id(project)}/experiments`,
  projectSubjects: (project: string) => `/data/projects/${id(project)}/subjects`,
  siteSessions: () => '/data/experiments',
  experiment: (experiment: string) => `/data/experiments/${id(experiment)}`,
  rebuildSite: () => '/xapi/viewer/generate-all-metadata',
  /** The AI server list of a project, or of the site for null. */
  serverList: (project: string | null) =>
    project === null ? '/xapi/ohifaiaa/servers' : `/xapi/ohifaiaa/projects/${id(project)}/servers`,
  /** The same list as a row of the configuration service, which knows who stored it. */
  serverListConfig: (project: string | null) =>
    project === null
      ? '/data/config/ohif-aiaa/site-json'
      : `/data/projects/${id(project)}/config/ohif-aiaa/project-json`,
  rebuildProject: (project: string) => `/xapi/viewer/projects/${id(project)}`,
  rebuildSubject: (project: string, subject: string) =>
    `/xapi/viewer/projects/${id(project)}/subjects/${id(subject)}`,
  indexSite: () => '/xapi/viewerDicomweb/generate-all-dicomweb',
  indexProject: (project: string) => `/xapi/viewerDicomweb/projects/${id(project)}`,
  indexSubject: (project: string, subject: string) =>
    `/xapi/viewerDicomweb/projects/${id(project)}/subjects/${id(subject)}`,
  sessionExists: (project: string, session: string) =>
    `/xapi/viewer/projects/${id(project)}/experiments/${id(session)}/exists`,
  indexExists: (project: string, session: string) =>
    `/xapi/viewerDicomweb/projects/${id(project)}/experiments/${id(session)}/exists`,
  rebuildSession: (project: string, session: string) =>
    `/xapi/viewer/projects/${id(project)}/experiments/${id(session)}`,
  indexSession: (project: string, session: string) =>
    `/xapi/viewerDicomweb/projects/${id(project)}/experiments/${id(session)}`,
  issueToken: () => '/data/services/tokens/issue',
  invalidateToken: (alias: string) => `/data/services/tokens/invalidate/${id(alias)}`,
} as const

/** Query strings. `format=json` always: the default depends on `Accept`. */
export const queries = {
  projects: 'format=json',
  /** Lifts the membership filter for site admins; ignored for everybody else. */
  allProjects: 'format=json&allDataOverride=true',
  accessibleProjects: 'format=json&accessible=true',
  /** `xsiType` named always and `ID` asked for always: the key of the id depends on the root type. */
  projectSessions: `xsiType=xnat:imageSessionData&columns=${SESSION_COLUMNS}&format=json`,
  siteSessions: `xsiType=xnat:imageSessionData&columns=${SESSION_COLUMNS}&format=json`,
  /** Experiments of every kind: no column that only image sessions have, which would leave the others out. */
  experiments: 'columns=ID,label,project,date,xsiType,insert_date&format=json',
  item: 'format=json',
  overwrite: 'overwrite=true',
  projectSubjects: 'columns=ID,label,project&format=json',
  /** Without the contents; an entry that is not there is 204 instead of an error. */
  configMeta: 'meta=true&accept-not-found=true&format=json',
} as const
