import { rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { makeViewerJar } from '@ohif-admin/simulators'
import type { Page } from '@playwright/test'
import { expect, forgive, startRebuild, test } from './fixtures.ts'

// Each of these goes through several runs.
test.slow()

const heading = (page: Page, name: RegExp) => page.getByRole('heading', { level: 1, name })

test('a run that XNAT’s restart interrupts says so, and its rest is taken up by one press', async ({
  stack,
  signIn,
}) => {
  stack.xnat.addProject({ id: 'HEART', title: 'Heart study', sessions: 6 })
  const hold = stack.xnat.holdRegeneration('HEART')
  const page = await signIn('admin')
  await startRebuild(page, 'HEART')
  hold.storeOne()
  await expect(heading(page, /1 of 6 stored/)).toBeVisible()
  await stack.xnat.restart()
  // The restart ended the XNAT session, too; the page finds out sooner or later.
  const interrupted = heading(page, /^Heart study was interrupted: .*XNAT was restarted/)
  const signInAgain = page.getByRole('button', { name: /^admin/ })
  await expect(interrupted.or(signInAgain).first()).toBeVisible()
  await page.reload()
  await signInAgain.click()
  await expect(interrupted).toBeVisible()
  await expect(page.getByText('all stored')).toHaveCount(0)

  await page.getByRole('button', { name: /^Continue with the remaining \d/ }).click()
  await expect(heading(page, /^Rebuilding remaining sessions of Heart study: 0 of 5 stored/)).toBeVisible()
  hold.storeRest()
  await expect(
    heading(page, /^remaining sessions of Heart study finished: all 5 sessions stored/),
  ).toBeVisible()
  expect(stack.xnat.calls.to('POST', '/xapi/viewer/projects/HEART')).toHaveLength(1)
  forgive(page, /40\d|50\d|Failed to load/)
})

test('what the log cannot decide is asked of XNAT afterwards, and never becomes green by that', async ({
  stack,
  signIn,
}) => {
  const { xnat } = stack
  await rm(path.join(stack.pluginsFolder, 'ohif-viewer-3.6.0.jar'))
  await writeFile(path.join(stack.pluginsFolder, 'ohif-viewer-3.7.2.jar'), makeViewerJar('3.7.2'))
  // The log tells its version when XNAT starts.
  await xnat.restart()
  xnat.addProject({
    id: 'SLIDES',
    title: 'Slides',
    sessions: [
      {},
      { modality: 'SM', document: 'none' },
      { modality: 'SM', behaviour: 'silent-gone', document: 'none' },
    ],
  })
  const silent = xnat.answerWith(/\/exists$/, { hang: true })
  const page = await signIn('admin')
  await startRebuild(page, 'SLIDES')
  await expect(heading(page, /^Slides finished: .*2 unknown/)).toBeVisible()
  await expect(page.getByText('asking, 0 of 2')).toBeVisible()
  silent.stop()
  await expect(page.getByText('2 of 2 asked')).toBeVisible({ timeout: 60_000 })
  await expect(page.getByText('1 have a document, 1 have none')).toBeVisible()
  await expect(heading(page, /2 unknown/)).toBeVisible()
  await expect(page.getByText('it does not prove that this run wrote it')).toBeVisible()
})

test('the DICOMweb index of slides is built by a run of its own, offered from plugin 3.7 on', async ({
  stack,
  signIn,
}) => {
  const { xnat } = stack
  xnat.addProject({ id: 'SLIDES', title: 'Slides', sessions: [{ modality: 'SM' }, { modality: 'SM' }, {}] })
  const page = await signIn('admin')
  await page.goto('/regeneration?project=SLIDES')
  await expect(page.getByRole('button', { name: 'Start rebuild…' })).toBeVisible()
  await expect(page.getByRole('radio', { name: 'DICOMweb index' })).toHaveCount(0)
  xnat.setPluginVersion('3.7.2')
  await page.reload()
  await page.getByText('DICOMweb index').click()
  await expect(page).toHaveURL(/data=dicomweb/)
  await page.getByRole('button', { name: 'Start rebuild…' }).click()
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^(Rebuild|Index) \d+ session/ })
    .click()
  await page.waitForURL(/\/runs\//)
  await expect.poll(() => xnat.sessions('SLIDES').filter((one) => one.dicomwebIndexed).length).toBe(2)
  await expect(heading(page, /^Slides finished/)).toBeVisible()
  expect(xnat.calls.to('POST', '/xapi/viewer/projects/SLIDES')).toHaveLength(0)
})

test('a guided run shows the lines of its own calls as they come', async ({ stack, signIn }) => {
  const { xnat } = stack
  xnat.addProject({
    id: 'HEART',
    owners: ['owner'],
    sessions: [{ id: 'XNAT_E90001' }, { id: 'XNAT_E90002' }],
  })
  const hold = xnat.holdRegeneration('HEART')
  for (const [username, line, last] of [
    ['owner', /XNAT_E9000\d/, /XNAT_E90002/],
    [
      'admin',
      /Creating session metadata for XNAT_E9000\d/,
      /^Session XNAT_E90002 metadata creation complete/,
    ],
  ] as const) {
    const page = await signIn(username)
    await page.goto('/regeneration?project=HEART&kind=guided')
    await page.getByRole('button', { name: 'Start rebuild…' }).click()
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^(Rebuild|Queue) 2 sessions/ })
      .click()
    await page.waitForURL(/\/runs\//)
    await page.getByRole('tab', { name: 'Log' }).click()
    await expect(page.getByText(line).first()).toBeVisible()
    hold.storeOne()
    hold.storeOne()
    await expect(heading(page, /finished: all 2 sessions stored/)).toBeVisible()
    await expect(page.getByText(last).first()).toBeVisible()
  }
  hold.storeRest()
})

test.describe('without a log', () => {
  test.use({ settings: { LOG_SOURCES: '', LOG_THROUGH_XNAT: 'false' } })

  test('XNAT’s lock, held by a rebuild that nobody here can see, refuses a run and says so', async ({
    stack,
    signIn,
  }) => {
    const { xnat } = stack
    const hold = xnat.holdRegeneration('KNEE')
    const foreign = fetch(`${xnat.url}/xapi/viewer/projects/KNEE`, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa('admin:admin')}`, 'user-agent': 'curl/8.0' },
    })
    await expect.poll(() => xnat.locked).toBe(true)
    const page = await signIn('admin')
    await page.goto('/regeneration?project=LIVER')
    await page.getByRole('button', { name: 'Start rebuild…' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: /^Rebuild \d+ session/ }).click()
    await expect(dialog.getByText(/^XNAT is busy with another rebuild/)).toBeVisible()
    await page.keyboard.press('Escape')
    await page.getByRole('region', { name: 'Runs' }).getByRole('link', { name: 'Liver lesions' }).click()
    await expect(heading(page, /was not rebuilt: XNAT's lock was held by another rebuild/)).toBeVisible()
    await page.getByRole('tab', { name: 'Details' }).click()
    await expect(page.getByText("refused with 423: another rebuild holds XNAT's lock")).toBeVisible()
    expect(xnat.calls.to('POST', '/xapi/viewer/projects/LIVER')).toHaveLength(1)
    hold.storeRest()
    await foreign
    forgive(page, /409/)
  })
})
