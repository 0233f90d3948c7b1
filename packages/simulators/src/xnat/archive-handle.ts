import type { State } from './state.ts'
import type { ProjectSpec, SessionBehaviour, SessionSpec, SiteSettings, Switches, UserSpec } from './types.ts'
import type { Experiment, Project, Subject, User } from './world/model.ts'

/** The part of the simulator's handle that fills and changes the archive and its accounts. */
export abstract class ArchiveHandle {
  protected abstract get state(): State

  /** Site settings; a change takes effect at once. */
  get site(): SiteSettings {
    return this.state.site
  }

  /** The points on which servers may differ; a change takes effect at once. */
  get switches(): Switches {
    return this.state.switches
  }

  addUser(spec: UserSpec): User {
    return this.state.world.addUser(spec)
  }

  addProject(spec: ProjectSpec): Project {
    return this.state.world.addProject(spec)
  }

  addSession(projectId: string, spec: SessionSpec = {}): Experiment {
    return this.state.world.addSession(projectId, spec)
  }

  user(username: string): User {
    return this.state.world.user(username)
  }

  /** Image sessions and other experiments, in insertion order; of one project when named. */
  sessions(projectId?: string): Experiment[] {
    const all = [...this.state.world.experiments.values()]
    return projectId === undefined ? all : all.filter((one) => one.project === projectId)
  }

  session(id: string): Experiment {
    return this.state.world.session(id)
  }

  subjects(projectId?: string): Subject[] {
    const all = [...this.state.world.subjects.values()]
    return projectId === undefined ? all : all.filter((one) => one.project === projectId)
  }

  /** The session disappears from the archive. */
  removeSession(id: string): void {
    this.state.world.experiments.delete(id)
  }

  grantRole(username: string, role: string): void {
    this.user(username).roles.push(role)
  }

  revokeRole(username: string, role: string): void {
    const user = this.user(username)
    user.roles = user.roles.filter((other) => other !== role)
  }

  grantGroup(username: string, group: string): void {
    this.user(username).groups.push(group)
  }

  revokeGroup(username: string, group: string): void {
    const user = this.user(username)
    user.groups = user.groups.filter((other) => other !== group)
  }

  setBehaviour(sessionId: string, behaviour: SessionBehaviour): void {
    this.session(sessionId).behaviour = behaviour
  }

  /** Stores a list of AI servers, site-wide or for one project, as the plugin does. */
  storeAiServers(urls: readonly string[], projectId?: string): void {
    this.state.config.put({
      tool: 'ohif-aiaa',
      path: projectId === undefined ? 'site-json' : 'project-json',
      ...(projectId === undefined ? {} : { project: projectId }),
      user: 'admin',
      reason: 'Creating JSON',
      contents: JSON.stringify(urls),
      unversioned: true,
    })
  }
}
