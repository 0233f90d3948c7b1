import { type ProjectId, placeOfProject } from '@ohif-admin/contracts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { csvLines } from '../../lib/csv.ts'
import { readCsv } from './csv-in.ts'

const A = 'https://ai-a.example.org:5000'
const KNOWN = new Set(['LIVER', 'KNEE', '-X', '=SUM'])
const around = {
  xnatIsHttps: true,
  isKnown: (id: ProjectId) => KNOWN.has(id),
  current: () => null,
}
const read = (text: string) => readCsv(text, around)

describe('a table that comes in', () => {
  it.each([
    ['with commas and line feeds', `project,servers\nLIVER,${A}\n`],
    ['as Windows writes it, with a mark at its start', `\uFEFFproject,servers\r\nLIVER,${A}\r\n`],
    ['with semicolons', `project;servers\nLIVER;${A}\n`],
    ['with quotes and columns in another order', `"servers","title","project"\n"${A}","Liver, CT","LIVER"\n`],
    ['with capitals and blanks in the head', `Project , SERVERS\nLIVER,${A}`],
    ['with empty lines', `\nproject,servers\n\nLIVER,${A}\n\n`],
  ])('is read %s', (_how, text) => {
    expect(read(text)).toMatchObject({ problems: [], rows: [{ place: 'project:LIVER', list: [A] }] })
  })

  it('takes several servers in their order, and none for the default', () => {
    expect(
      read(`project,servers\nLIVER,${A} http://b.example.org/\nKNEE,\n`).rows.map(({ list }) => list),
    ).toEqual([[A, 'http://b.example.org'], []])
  })

  it('knows a project whose id an export had to make harmless', () => {
    const text = csvLines([
      ['project', 'servers'],
      ['-X', A],
    ])
    expect(text).toContain("'-X")
    expect(read(text).rows).toMatchObject([{ place: placeOfProject('-X' as ProjectId) }])
  })

  it.each([
    ['', [{ line: null, code: 'empty', about: null }]],
    ['project,servers\n', [{ line: null, code: 'empty', about: null }]],
    ['project\nLIVER', [{ line: 1, code: 'column-missing', about: 'servers' }]],
    [
      'project,server,servers,servers\nLIVER,a,b,c',
      [
        { line: 1, code: 'column-unknown', about: 'server' },
        { line: 1, code: 'column-twice', about: 'servers' },
      ],
    ],
    ['project,servers\n"LIVER,x', [{ code: 'not-csv' }]],
    [`project,servers\nLIVER,${A},more`, [{ line: 2, code: 'wrong-width', about: '3 / 2' }]],
    [`project,servers\nOTHER,${A}`, [{ line: 2, code: 'project-unknown', about: 'OTHER' }]],
    [`project,servers\nLIVER,${A}\nLIVER,`, [{ line: 3, code: 'project-twice', about: 'LIVER' }]],
    [`project,servers\n,${A}`, [{ line: 2, code: 'project-missing', about: null }]],
    ['project,servers\nLIVER,ftp://h', [{ line: 2, code: 'entry-invalid', about: 'ftp://h' }]],
  ])('with mistakes is a report by line: %j', (text, problems) => {
    expect(read(text)).toMatchObject({ problems })
    expect(read(text).problems).toHaveLength(problems.length)
  })

  it('names the line of the file, also after a field with line breaks', () => {
    const text = `project,servers,title\nLIVER,${A},"two\nlines"\nOTHER,${A},x`
    expect(read(text).problems).toEqual([{ line: 4, code: 'project-unknown', about: 'OTHER' }])
  })

  it('never throws, whatever it is given', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => read(text) !== undefined))
    const cell = fc.constantFrom(
      'project',
      'servers',
      'LIVER',
      A,
      '"',
      '\n',
      ',',
      ';',
      '\r',
      ' ',
      '=',
      '\uFEFF',
    )
    fc.assert(fc.property(fc.array(cell, { maxLength: 30 }), (cells) => read(cells.join('')) !== undefined))
  })
})
