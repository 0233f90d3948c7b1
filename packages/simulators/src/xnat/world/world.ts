import type { Clock } from '../clock.ts'
import type { Random } from '../random.ts'
import type { ProjectSpec, SessionSpec, UserSpec } from '../types.ts'
import { ADMINISTRATOR, type Experiment, type Project, type Subject, type User } from './model.ts'
import { createExperiment } from './sessions.ts'

/** Accounts, projects, subjects and experiments. Insertion order is the order of every listing. */
export class World {
  readonly users = new Map<string, User>()
  readonly projects = new Map<string, Project>()
  readonly subjects = new Map<string, Subject>()
  readonly experiments = new Map<string, Experiment>()
  readonly #clock: Clock
  readonly #random: Random
  readonly #prefix: string
  #nextUser = 1
  #nextSubject = 1
  #nextExperiment = 1
  #lastSubject: Subject | undefined

  constructor(clock: Clock, random: Random, prefix: string) {
    this.#clock = clock
    this.#random = random
    this.#prefix = prefix
    // A fresh XNAT has these two.
    this.addUser({ username: 'admin', roles: [ADMINISTRATOR], firstName: 'Admin', lastName: 'Admin' })
    this.addUser({ username: 'guest', enabled: false })
  }

  addUser(spec: UserSpec): User {
    const known = this.users.get(spec.username)
    const user: User = {
      id: known?.id ?? this.#nextUser++,
      username: spec.username,
      password: spec.password ?? spec.username,
      firstName: spec.firstName ?? spec.username,
      lastName: spec.lastName ?? 'Example',
      email: spec.email ?? `${spec.username}@example.org`,
      roles: [...(spec.roles ?? [])],
      groups: [...(spec.groups ?? [])],
      enabled: spec.enabled ?? true,
      verified: spec.verified ?? true,
      passwordExpired: spec.passwordExpired ?? false,
      provider: spec.provider ?? 'localdb',
      knownToXnat: spec.knownToXnat ?? true,
      failedLogins: 0,
      lockedAt: undefined,
      lastModified: this.#clock.now(),
      lastSuccessfulLogin: undefined,
    }
    this.users.set(user.username, user)
    return user
  }

  /** Adds a project with its sessions; members named here must exist. */
  addProject(spec: ProjectSpec): Project {
    const project: Project = {
      id: spec.id,
      secondaryId: spec.secondaryId ?? spec.id,
      name: spec.title ?? spec.name ?? spec.id,
      description: spec.description ?? '',
      piFirstName: spec.pi?.firstName ?? '',
      piLastName: spec.pi?.lastName ?? '',
      access: spec.access ?? 'private',
      aliases: [...(spec.aliases ?? [])],
      insertDate: this.#clock.now() - 86_400_000,
    }
    this.projects.set(project.id, project)
    for (const [role, names] of [
      ['owner', spec.owners],
      ['member', spec.members],
      ['collaborator', spec.collaborators],
    ] as const) {
      for (const name of names ?? []) this.user(name).groups.push(`${spec.id}_${role}`)
    }
    this.#addSessions(project, spec.sessions ?? 0)
    return project
  }

  addSession(projectId: string, spec: SessionSpec = {}): Experiment {
    const ordinal = [...this.experiments.values()].filter((other) => other.project === projectId).length
    return this.#addSession(projectId, spec, ordinal)
  }

  addSubject(projectId: string, label: string): Subject {
    const subject: Subject = {
      id: `${this.#prefix}_S${String(this.#nextSubject++).padStart(5, '0')}`,
      project: projectId,
      label,
      gender: this.#random.pick(['female', 'male', '']) ?? '',
      yob: String(this.#random.between(1930, 2010)),
      group: '',
      insertDate: this.#clock.now() - 3_600_000,
      sharedInto: [],
    }
    this.subjects.set(subject.id, subject)
    this.#lastSubject = subject
    return subject
  }

  /** Throws for an unknown name: a typing error in a test, not a case to simulate. */
  user(username: string): User {
    const user = this.users.get(username)
    if (!user) throw new Error(`No such user in the simulator: ${username}`)
    return user
  }

  session(id: string): Experiment {
    const experiment = this.experiments.get(id)
    if (!experiment) throw new Error(`No such session in the simulator: ${id}`)
    return experiment
  }

  /** By id or alias, as XNAT looks projects up. */
  findProject(idOrAlias: string): Project | undefined {
    const exact = this.projects.get(idOrAlias)
    if (exact) return exact
    for (const project of this.projects.values()) {
      if (project.aliases.includes(idOrAlias)) return project
    }
    return undefined
  }

  #addSessions(project: Project, sessions: number | readonly SessionSpec[]): void {
    const specs = typeof sessions === 'number' ? Array.from({ length: sessions }, () => ({})) : sessions
    for (const [ordinal, spec] of specs.entries()) this.#addSession(project.id, spec, ordinal)
  }

  #addSession(projectId: string, spec: SessionSpec, ordinal: number): Experiment {
    const subjectLabel =
      spec.subject ?? `${projectId}_${String(Math.floor(ordinal / 3) + 1).padStart(3, '0')}`
    const id = spec.id ?? `${this.#prefix}_E${String(this.#nextExperiment++).padStart(5, '0')}`
    const experiment = createExperiment(
      { ...spec, id },
      {
        projectId,
        subject: this.#subject(projectId, subjectLabel),
        ordinal,
        now: this.#clock.now(),
        random: this.#random,
      },
    )
    this.experiments.set(id, experiment)
    return experiment
  }

  #subject(projectId: string, label: string): Subject {
    const last = this.#lastSubject
    if (last && last.project === projectId && last.label === label) return last
    for (const subject of this.subjects.values()) {
      if (subject.project === projectId && subject.label === label) return subject
    }
    return this.addSubject(projectId, label)
  }
}
