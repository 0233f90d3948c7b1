import { readdirSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startXnatSimulator, type XnatSimulator } from '../xnat/simulator.ts'
import { readLog } from '../xnat/testing/log-reader.ts'
import { signedIn } from '../xnat/testing/signed-in.ts'
import { type Demo, seedDemo } from './seed-demo.ts'

let xnat: XnatSimulator
let demo: Demo
beforeAll(async () => {
  // Noon: what happened half an hour ago belongs to today.
  const noon = Date.UTC(2025, 10, 21, 12)
  xnat = await startXnatSimulator({ clock: () => noon })
  demo = await seedDemo(xnat, { aiaaUrl: 'http://127.0.0.1:5000' })
})
afterAll(async () => {
  await xnat[Symbol.asyncDispose]()
})

test('every account signs in with the password it is listed with', async () => {
  for (const { username, password, description } of demo.accounts) {
    expect(description).toMatch(/./)
    expect((await (await signedIn(xnat, username)).signIn(username, password)).status).toBe(200)
  }
})

test('the projects hold what is awkward: many, none, long, foreign, markup, failing', async () => {
  const admin = await signedIn(xnat)
  const projects = await admin.rows('/data/projects?allDataOverride=true&format=json')
  expect(projects.length).toBeGreaterThanOrEqual(12)
  expect(xnat.sessions('COHORT').length).toBe(900)
  expect(xnat.sessions('EMPTY')).toEqual([])
  const titles = projects.map((row) => row['name'] ?? '')
  expect(titles).toContain('<img src=x onerror=alert(1)>')
  expect(titles.some((title) => title.length > 200)).toBe(true)
  expect(titles.some((title) => /\p{Script=Arabic}/u.test(title))).toBe(true)
  expect(new Set(xnat.sessions('BROKEN').map(({ behaviour }) => behaviour)).size).toBe(7)
})

test('rights differ from account to account', async () => {
  const ids = async (username: string) =>
    (await (await signedIn(xnat, username)).json('/xapi/users/projects')) as string[]
  expect(await ids('owner')).toEqual(['LIVER', 'KNEE'])
  expect(await ids('member')).toEqual(['LIVER', 'BRAIN', 'BROKEN'])
  expect(await ids('support')).toEqual([])
})

test('AI servers are stored for the site and for some projects', async () => {
  const admin = await signedIn(xnat)
  expect(await admin.json('/xapi/ohifaiaa/servers')).toEqual(['http://127.0.0.1:5000'])
  expect(await admin.json('/xapi/ohifaiaa/projects/KNEE/servers')).toEqual([])
  expect((await admin.get('/xapi/ohifaiaa/projects/LUNG/servers')).status).toBe(404)
})

test('yesterday and this morning are in the log, each in its file and in order', async () => {
  expect(readdirSync(xnat.logFolder).toSorted()).toEqual(['ohifviewer.log', 'ohifviewer.log.2025-11-20'])
  const [yesterday, today] = [readLog(xnat.logFolder, 'ohifviewer.log.2025-11-20'), readLog(xnat.logFolder)]
  expect(yesterday.every(({ stamp }) => stamp.startsWith('2025-11-20'))).toBe(true)
  expect(today.every(({ stamp }) => stamp.startsWith('2025-11-21'))).toBe(true)
  for (const records of [yesterday, today]) {
    const stamps = records.map(({ stamp }) => stamp)
    expect(stamps).toEqual(stamps.toSorted())
  }
  expect(yesterday.some(({ message }) => message === 'Jsonifier exception:')).toBe(true)
  expect(yesterday.filter(({ message }) => message === 'OHIF Viewer XAPI initialised').length).toBe(2)
  expect(today.at(-1)?.thread).toBe('main')
})

test('the past changes nothing in the archive of today', () => {
  expect(xnat.sessions('MIGRATED').filter(({ oldDocument }) => oldDocument).length).toBe(6)
})
