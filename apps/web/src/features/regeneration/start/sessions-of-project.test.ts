import { SessionListing } from '@ohif-admin/contracts'
import { expect, it } from 'vitest'
import { contentOf } from './sessions-of-project.ts'

const listing = (...rows: object[]) => SessionListing.parse({ ResultSet: { Result: rows } })

it('gives the sessions by label, and the subjects that have any', () => {
  const content = contentOf(
    listing(
      { ID: 'E10', label: 'LIV_10', subject_ID: 'S2', subject_label: 'LIV_B' },
      { ID: 'E2', label: 'LIV_2', subject_ID: 'S1', subject_label: 'LIV_A' },
      { session_ID: 'E3', label: '', subject_ID: 'S1', subject_label: 'LIV_A' },
    ),
  )
  expect(content.sessions.map(({ title }) => title)).toEqual(['E3', 'LIV_2', 'LIV_10'])
  expect(content.subjects).toEqual([
    { id: 'S1', title: 'LIV_A', sessions: 2 },
    { id: 'S2', title: 'LIV_B', sessions: 1 },
  ])
})

it('leaves out what has no id, and names what has no label by its id', () => {
  const content = contentOf(
    listing({ label: 'x' }, { ID: 'E1', subject_ID: 'S1' }, { ID: 'E1' }, { ID: 'E2' }),
  )
  expect(content.sessions.map(({ id }) => id)).toEqual(['E1', 'E2'])
  expect(content.subjects).toEqual([{ id: 'S1', title: 'S1', sessions: 1 }])
})
