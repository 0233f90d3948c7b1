import type assignments from './en/assignments.json'
import type audit from './en/audit.json'
import type core from './en/core.json'
import type coverage from './en/coverage.json'
import type frame from './en/frame.json'
import type generator from './en/generator.json'
import type log from './en/log.json'
import type models from './en/models.json'
import type notifications from './en/notifications.json'
import type projects from './en/projects.json'
import type regeneration from './en/regeneration.json'
import type requests from './en/requests.json'
import type servers from './en/servers.json'
import type sessions from './en/sessions.json'
import type setup from './en/setup.json'
import type viewer from './en/viewer.json'

/** The texts beyond `core`, by the pages that need them: each part comes with its page. */
interface Parts {
  audit: typeof audit
  assignments: typeof assignments
  /** What several pages behind the sign-in say. */
  frame: typeof frame
  generator: typeof generator
  coverage: typeof coverage
  log: typeof log
  notifications: typeof notifications
  models: typeof models
  projects: typeof projects
  regeneration: typeof regeneration
  requests: typeof requests
  servers: typeof servers
  sessions: typeof sessions
  viewer: typeof viewer
  setup: typeof setup
}
export type Part = keyof Parts

/** One tree of each part: where a text stands does not say in which file. */
export type Messages = typeof core | Parts[Part]

/** A tree of texts. */
export interface Branch {
  readonly [name: string]: string | Branch
}
