import type { NoticeKind } from '@ohif-admin/contracts'
import type { Recipient } from '../../storage/notice-outbox.ts'
import type { NoticedPerson, NoticePeople, StoredWatch } from '../../storage/notice-people.ts'
import type { WebhooksRepository } from '../../storage/webhooks.ts'
import { choicesOf, isAround, kindsFor, mayHaveAllRuns } from './choices.ts'
import type { Concerned, Happening } from './happening.ts'

interface Needs {
  people: NoticePeople
  webhooks: WebhooksRepository
  now: () => number
}
type OwnChannel = 'browser' | 'email'

/** Everybody who is to hear of this, and how. Throws StorageError. */
export async function recipientsOf(
  { people, webhooks, now }: Needs,
  { event, concerned }: Happening,
): Promise<Recipient[]> {
  const { kind } = event.notice
  if (kind === 'test') return []
  const [known, hooks, watches] = await Promise.all([
    people.all(),
    webhooks.all(),
    watchesOf(people, concerned),
  ])
  const wanted = hooks.filter(({ enabled, kinds }) => enabled && kinds.includes(kind))
  const toSite = wanted.map(({ id, name, names }) => ({
    channel: 'webhook' as const,
    target: id,
    targetName: name,
    names,
  }))
  const byName = new Map(known.map((person) => [person.username, person]))
  const names = new Set([
    ...byName.keys(),
    ...directly(concerned),
    ...watches.map(({ username }) => username),
  ])
  const at = now()
  const toPeople = [...names].flatMap((username) => {
    const person = byName.get(username)
    const channels = channelsFor({ kind, concerned, person, username, watches, at })
    return channels.map((channel) => ({
      channel,
      target: username,
      targetName: username,
      names: choicesOf(person).names,
    }))
  })
  return [...toSite, ...toPeople]
}

function watchesOf(people: NoticePeople, concerned: Concerned) {
  if (concerned.of === 'run') return people.watchesOf(concerned.runId)
  return concerned.of === 'scan' ? people.watchesOf(concerned.scanId) : []
}

/** People it concerns whether they ever chose anything or not. */
function directly(concerned: Concerned): string[] {
  if (concerned.of === 'run' || concerned.of === 'scan') return [concerned.startedBy]
  return concerned.of === 'request-decided' ? [concerned.requestedBy] : []
}

interface Case {
  kind: NoticeKind
  concerned: Concerned
  person: NoticedPerson | undefined
  username: string
  watches: readonly StoredWatch[]
  at: number
}

function channelsFor(given: Case): OwnChannel[] {
  const { kind, person, username, watches } = given
  const choices = choicesOf(person)
  const byChoice = isTold(given)
    ? (['browser', 'email'] as const).filter((channel) => choices[channel].includes(kind))
    : []
  const asked = watches.find((watch) => watch.username === username)?.channels ?? []
  return [...new Set<OwnChannel>([...byChoice, ...asked])]
}

/** Whether the choices of this person cover what happened. Nobody is told what they did themselves. */
function isTold({ concerned, person, username, kind, at }: Case): boolean {
  const has = (may: boolean) => person !== undefined && may && isAround(person, at)
  switch (concerned.of) {
    case 'run':
    case 'scan': {
      const all = choicesOf(person).runs === 'all' && person !== undefined && mayHaveAllRuns(person.role)
      return concerned.startedBy === username || has(all)
    }
    case 'request-decided':
      return concerned.requestedBy === username && concerned.by !== username
    case 'request-made':
      return concerned.by !== username && has(person !== undefined && kindsFor(person.role).includes(kind))
    case 'server':
      return has(person !== undefined && kindsFor(person.role).includes(kind))
  }
}
