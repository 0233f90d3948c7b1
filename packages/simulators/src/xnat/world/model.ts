import type { ProjectAccess, ScanSpec, SessionBehaviour } from '../types.ts'

export interface User {
  id: number
  username: string
  password: string
  firstName: string
  lastName: string
  email: string
  roles: string[]
  groups: string[]
  enabled: boolean
  verified: boolean
  passwordExpired: boolean
  provider: string
  knownToXnat: boolean
  failedLogins: number
  lockedAt: number | undefined
  lastModified: number
  lastSuccessfulLogin: number | undefined
}

export interface Project {
  id: string
  secondaryId: string
  name: string
  description: string
  piFirstName: string
  piLastName: string
  access: ProjectAccess
  aliases: string[]
  insertDate: number
}

interface Share {
  project: string
  label: string
}

export interface Subject {
  id: string
  project: string
  label: string
  gender: string
  yob: string
  group: string
  insertDate: number
  sharedInto: Share[]
}

export interface Experiment {
  id: string
  label: string
  project: string
  subjectId: string
  xsiType: string
  modality: string
  date: string
  uid: string
  files: number
  scans: readonly ScanSpec[]
  imageSession: boolean
  insertDate: number
  sharedInto: Share[]
  behaviour: SessionBehaviour
  buildMs: number | undefined
  /** The stored viewer document; its revision decides whether it counts. */
  document: { revision: number } | undefined
  /** The document of plugin 3.0 to 3.4 still sits, enabled, in the configuration service. */
  oldDocument: boolean
  /** Microscopy only, plugin 3.7 and later. */
  dicomwebIndexed: boolean
}

export const ADMINISTRATOR = 'Administrator'
export const ALL_DATA_ADMIN = 'ALL_DATA_ADMIN'
export const ALL_DATA_ACCESS = 'ALL_DATA_ACCESS'
/** Documents below this revision do not count (plugin 3.0.1 and later). */
export const DOCUMENT_REVISION = 2

export function hasValidDocument(experiment: Experiment): boolean {
  return experiment.document !== undefined && experiment.document.revision >= DOCUMENT_REVISION
}
