import { SavedViewerSetting, ViewerSettings } from '@ohif-admin/contracts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Browser } from '../../testing/browser.ts'
import { startConsole, type TestConsole } from '../../testing/console.ts'

const RED = { label: 'Tumour', color: [255, 0, 0] }
const BLUE = { label: 'Liver', color: [0, 0, 255] }
const SETTINGS = '/xapi/viewerConfig/projects/LIVER'

let console: TestConsole
let admin: Browser

async function start(pluginVersion: string) {
  console = await startConsole({ logFolder: null, xnat: { pluginVersion } })
  console.xnat.addUser({ username: 'owner' })
  console.xnat.addProject({ id: 'LIVER', sessions: 1, owners: ['owner'] })
  admin = await console.signIn('admin')
}

const read = async (browser = admin) => {
  const answer = await browser.get('/api/viewer-settings/LIVER')
  expect(answer.status, answer.text).toBe(200)
  return ViewerSettings.parse(answer.json)
}
const save = (name: string, value: unknown, seen: unknown) =>
  admin.send('PUT', `/api/viewer-settings/LIVER/${name}`, { body: { value, seen } })
const puts = () =>
  console.xnat.calls.to('PUT', SETTINGS).length + console.xnat.calls.to('PUT', `${SETTINGS}/roipreset`).length

afterEach(() => console[Symbol.asyncDispose]())

describe('with a plugin that has them', () => {
  beforeEach(() => start('3.7.2'))

  it('settings are saved, read back, and undone by saving what was there before', async () => {
    expect((await read()).settings).toMatchObject({
      multistack: { state: 'known', value: null },
      SEG: { state: 'known', value: [] },
    })
    const saved = await save('SEG', [RED, BLUE], [])
    expect(SavedViewerSetting.parse(saved.json)).toMatchObject({
      outcome: 'saved',
      value: [BLUE, RED],
      before: [],
    })
    expect((await read()).settings.SEG).toEqual({ state: 'known', value: [BLUE, RED] })
    expect((await save('SEG', [], [RED, BLUE])).json).toMatchObject({ outcome: 'saved', value: [] })
    expect((await save('multistack', true, null)).json).toMatchObject({
      outcome: 'saved',
      value: true,
      before: null,
    })
    expect((await read()).settings.multistack).toEqual({ state: 'known', value: true })
  })

  it('what XNAT has already is not sent again', async () => {
    await save('AIM', [RED], [])
    expect((await save('AIM', [RED], [RED])).json).toMatchObject({ outcome: 'unchanged' })
    expect(puts()).toBe(1)
  })

  it('what somebody else stored meanwhile is told, and not overwritten', async () => {
    await save('MEAS', [BLUE], [])
    const late = await save('MEAS', [RED], [])
    expect(late.status).toBe(409)
    expect(late.json).toMatchObject({ code: 'setting-moved', setting: [BLUE] })
    expect((await read()).settings.MEAS).toEqual({ state: 'known', value: [BLUE] })
    expect((await save('MEAS', [RED], [BLUE])).status).toBe(200)
  })

  it('two people at the same moment: the first counts, the other is told', async () => {
    const both = await Promise.all([save('SEG', [RED], []), save('SEG', [BLUE], [])])
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409])
  })

  it.each([
    ['no label', [{ label: ' ', color: [0, 0, 0] }]],
    ['a label twice', [RED, RED]],
    ['a label of 65 characters', [{ label: 'a'.repeat(65), color: [0, 0, 0] }]],
    ['an invisible character', [{ label: 'a\u202eb', color: [0, 0, 0] }]],
    ['a colour that is none', [{ label: 'a', color: [0, 0, 256] }]],
    ['a value of another setting', true],
  ])('%s is refused before XNAT hears of it', async (_, value) => {
    expect((await save('SEG', value, [])).status).toBe(400)
    expect(puts()).toBe(0)
  })

  it('an answer that was lost is looked up: stored is stored', async () => {
    console.xnat.answerWith(`${SETTINGS}/roipreset`, { method: 'PUT', status: 504, body: '<html>504</html>' })
    const lost = await save('SEG', [RED], [])
    expect([lost.status, lost.json]).toMatchObject([502, { code: 'upstream-bad-response' }])
    expect((await read()).settings.SEG).toEqual({ state: 'known', value: [] })
  })

  it('when nobody can say what became of it, that is what is said', async () => {
    console.xnat.answerWith(SETTINGS, { method: 'GET', status: 500, body: 'no' })
    console.xnat.answerWith(SETTINGS, { method: 'GET', times: 2, status: 404, body: '' })
    const answer = await save('multistack', true, null)
    expect([answer.status, answer.json]).toMatchObject([504, { code: 'setting-unknown' }])
  })

  it('XNAT’s refusal is passed on in its words', async () => {
    console.xnat.answerWith(SETTINGS, {
      method: 'PUT',
      status: 500,
      body: 'There was an error in the request : no',
    })
    const answer = await save('multistack', true, null)
    expect([answer.status, answer.json]).toMatchObject([
      502,
      { code: 'upstream-refused', said: /error in the request/ },
    ])
  })

  it('an answer that cannot be read is unreadable, never "not set"', async () => {
    for (const body of ['<html>Login</html>', '', '[]', '{"AIM":[{"label":1}]}']) {
      console.xnat.answerWith(`${SETTINGS}/roipreset`, { method: 'GET', times: 1, status: 200, body })
      expect((await read()).settings.SEG, body).toEqual({ state: 'unreadable' })
    }
  })

  it('members of the settings that the console does not know stay as they are', async () => {
    const stored = { multistack: false, other: { a: 1 } }
    console.xnat.answerWith(SETTINGS, { method: 'GET', times: 2, status: 200, body: JSON.stringify(stored) })
    await save('multistack', true, false)
    const [put] = console.xnat.calls.to('PUT', SETTINGS)
    expect(JSON.parse(String(put?.body))).toEqual({ multistack: true, other: { a: 1 } })
  })

  it('an owner reads them and may not change them, whatever the page shows', async () => {
    const owner = await console.signIn('owner')
    expect((await read(owner)).mayEdit).toBe(false)
    const refused = await owner.send('PUT', '/api/viewer-settings/LIVER/SEG', {
      body: { value: [], seen: [RED] },
    })
    expect(refused.status).toBe(403)
  })
})

describe('with an older plugin', () => {
  it('what 3.6 lacks is absent and cannot be saved; presets are there', async () => {
    await start('3.6.0')
    const { settings } = await read()
    expect(settings).toMatchObject({ multistack: { state: 'absent' }, SEG: { state: 'known' } })
    expect((await save('multistack', true, null)).json).toMatchObject({ code: 'plugin-missing' })
  })

  it('3.5.0 has neither', async () => {
    await start('3.5.0')
    expect(new Set(Object.values((await read()).settings).map(({ state }) => state))).toEqual(
      new Set(['absent']),
    )
  })
})
