import { describe, expect, test } from 'vitest'
import { mergeProjectListings, ProjectListing, SessionListing } from './listings.ts'

const listing = (...rows: Record<string, string>[]) => ProjectListing.parse({ ResultSet: { Result: rows } })

describe('project listings', () => {
  test('are merged by id, whichever form a row came in', () => {
    const byDefault = listing({ ID: 'A', name: 'Alpha' }, { ID: 'B', name: 'Beta' })
    const accessible = listing({ id: 'B', name: 'Beta' }, { id: 'C', name: 'Gamma' })
    const merged = [
      { id: 'A', title: 'Alpha' },
      { id: 'B', title: 'Beta' },
      { id: 'C', title: 'Gamma' },
    ]
    expect(mergeProjectListings(byDefault, accessible)).toEqual(merged)
    expect(mergeProjectListings(accessible, byDefault)).toEqual(merged)
  })

  test('give an empty list when there is nothing', () => {
    expect(mergeProjectListings()).toEqual([])
    expect(mergeProjectListings(listing(), listing())).toEqual([])
  })

  test('name a project by its title, else its running title, else its id', () => {
    const rows = listing(
      { ID: '1', name: 'Title', secondary_ID: 'Running' },
      { ID: '2', name: '', secondary_ID: 'Running' },
      { id: '3', secondary_id: 'Running' },
      { ID: '4', name: '', secondary_ID: '' },
    )
    expect(mergeProjectListings(rows).map(({ id, title }) => `${id} ${title}`)).toEqual([
      '4 4',
      '2 Running',
      '3 Running',
      '1 Title',
    ])
  })

  test('take the first row of an id and leave out rows without one', () => {
    const rows = listing(
      { ID: 'A', name: 'first' },
      { ID: 'A', name: 'second' },
      { ID: '', name: 'x' },
      { name: 'y' },
    )
    expect(mergeProjectListings(rows)).toEqual([{ id: 'A', title: 'first' }])
  })

  test('tell an id from another that differs in case only', () => {
    expect(mergeProjectListings(listing({ ID: 'a' }, { ID: 'A' }))).toHaveLength(2)
  })

  test('keep titles as they are, markup and foreign scripts included', () => {
    const titles = ['<img src=x onerror=alert(1)>', '脳画像研究', '\u202Egnp.exe', '__proto__']
    const merged = mergeProjectListings(listing(...titles.map((name, index) => ({ ID: `P${index}`, name }))))
    expect(merged.map(({ title }) => title).toSorted()).toEqual(titles.toSorted())
  })
})

describe('a listing', () => {
  test('may carry more than is asked for, and may lack what a row can do without', () => {
    const parsed = SessionListing.parse({
      ResultSet: { Result: [{ session_ID: 'E1', more: '1' }], totalRecords: '1', title: 'x' },
    })
    expect(parsed.ResultSet.Result).toEqual([
      {
        session_ID: 'E1',
        label: '',
        project: '',
        date: '',
        insert_date: '',
        xsiType: '',
        modality: '',
        subject_ID: '',
        subject_label: '',
      },
    ])
    expect(Object.keys(parsed.ResultSet)).toEqual(['Result'])
  })

  test.each([
    ['a page', '<html></html>'],
    ['nothing', undefined],
    ['null', null],
    ['a list', []],
    ['no rows', { ResultSet: {} }],
    ['rows that are no objects', { ResultSet: { Result: ['A'] } }],
    ['numbers where XNAT writes texts', { ResultSet: { Result: [{ ID: 1 }] } }],
    ['null where XNAT writes an empty text', { ResultSet: { Result: [{ name: null, label: null }] } }],
  ])('is not read from %s', (_what, value) => {
    expect(ProjectListing.safeParse(value).success).toBe(false)
    expect(SessionListing.safeParse(value).success).toBe(false)
  })
})
