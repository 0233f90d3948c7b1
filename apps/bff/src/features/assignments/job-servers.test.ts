import type { AssignmentPlace } from '@ohif-admin/contracts'
import { expect, it } from 'vitest'
import type { StoredItem } from '../../storage/assignment-jobs.ts'
import { newServers } from './job-servers.ts'

const A = 'http://ai-a.example.org:5000'
const B = 'http://ai-b.example.org:5000'

const item = (
  before: string[] | null,
  after: string[],
  state: StoredItem['state'] = 'waiting',
): StoredItem => ({
  position: 0,
  place: 'project:P' as AssignmentPlace,
  title: null,
  before,
  after,
  state,
  code: null,
  said: null,
})

it('names each server that lists would newly begin with once, the one of most lists first', () => {
  const items = [item([A], [B]), item(null, [A]), item([B], [`${A}/`, B]), item([], [A])]
  expect(newServers(items)).toEqual([
    { server: A, lists: 3 },
    { server: B, lists: 1 },
  ])
})

it('leaves out what viewers use already, the site default, and what is not going to be changed', () => {
  const items = [item([A], [A, B]), item([`${A}/`], [A, B]), item([A], []), item([A], [B], 'moved')]
  expect(newServers(items)).toEqual([])
})
