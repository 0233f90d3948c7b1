import { SessionListing } from '@ohif-admin/contracts'
import { expect, it } from 'vitest'
import { rowsOf, shownRows } from './session-rows.ts'

const listing = (...rows: object[]) => SessionListing.parse({ ResultSet: { Result: rows } })

it('a row is found under whatever key XNAT gives its id, once', () => {
  const rows = rowsOf(
    listing({ ID: 'A' }, { session_ID: 'B' }, { URI: '/data/experiments/C' }, { ID: 'A' }, { label: 'none' }),
    'P',
  )
  expect(rows.map(({ id }) => id)).toEqual(['A', 'B', 'C'])
})

it('a session of another project is named as shared', () => {
  const rows = rowsOf(listing({ ID: 'A', project: 'P' }, { ID: 'B', project: 'Q' }), 'P')
  expect(rows.map(({ sharedFrom }) => sharedFrom)).toEqual([null, 'Q'])
})

it('rows have every word that is searched for, and numbers in their order', () => {
  const rows = rowsOf(
    listing(
      { ID: 'A', label: 'Füße_10', subject_label: 'S1', modality: 'MR' },
      { ID: 'B', label: 'Füße_2', subject_label: 'S2', modality: 'CT' },
      { ID: 'C', label: 'Knie_1', subject_label: 'S1', modality: 'MR' },
    ),
    'P',
  )
  const labels = (search: string, sort = 'label') => shownRows(rows, search, sort).map(({ label }) => label)
  expect(labels('')).toEqual(['Füße_2', 'Füße_10', 'Knie_1'])
  expect(labels('', '-label')).toEqual(['Knie_1', 'Füße_10', 'Füße_2'])
  expect(labels('FUSSE mr')).toEqual(['Füße_10'])
  expect(labels('', 'modality')).toEqual(['Füße_2', 'Füße_10', 'Knie_1'])
  expect(labels('', 'nonsense')).toEqual(labels(''))
  expect(labels('nowhere')).toEqual([])
})
