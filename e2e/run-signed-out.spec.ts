import { expect, forgive, startRebuild, test } from './fixtures.ts'

test('a run goes on when the XNAT session ends in the middle; the page asks to sign in, and nothing is lost', async ({
  stack,
  signIn,
}) => {
  stack.xnat.addProject({ id: 'HEART', title: 'Heart study', sessions: 6 })
  const hold = stack.xnat.holdRegeneration('HEART')
  const page = await signIn('admin')
  await startRebuild(page, 'HEART')
  void hold.storeOne()
  await expect(page.getByRole('heading', { level: 1, name: /1 of 6 stored/ })).toBeVisible()
  const address = new URL(page.url()).pathname

  stack.xnat.expireSessions('admin')
  await page.goto('/regeneration?project=KNEE')
  await expect(page.getByRole('heading', { name: /sign in/i })).toBeVisible()
  void hold.storeRest()
  await stack.xnat.idle()

  await page.getByRole('button', { name: /^admin/ }).click()
  await expect(page.getByRole('button', { name: 'Start rebuild…' })).toBeVisible()
  await page.goto(address)
  await expect(
    page.getByRole('heading', { level: 1, name: /^Heart study finished: all 6 sessions stored/ }),
  ).toBeVisible()
  expect(stack.xnat.calls.to('POST', '/xapi/viewer/projects/HEART')).toHaveLength(1)
  forgive(page, /401/)
})

test('the dialog and the run name the zone that quiet hours are meant in', async ({ stack, signIn }) => {
  stack.xnat.addProject({ id: 'HEART', title: 'Heart study', sessions: 2, owners: ['owner'] })
  const zone = /\([A-Z]\w+(\/\w+)*\)/
  const page = await signIn('owner')
  await page.goto('/regeneration?project=HEART')
  await page.getByRole('button', { name: 'Start rebuild…' }).click()
  const dialog = page.getByRole('dialog')
  await expect(
    dialog.getByText(new RegExp(`by the clock of the console’s server ${zone.source}`)),
  ).toBeVisible()
  await dialog.getByRole('checkbox', { name: 'Quiet hours' }).check()
  await dialog.getByLabel('From').fill('00:00')
  await dialog.getByLabel('To', { exact: true }).fill('23:59')
  await dialog.getByRole('button', { name: /^Rebuild 2 sessions/ }).click()
  await page.waitForURL(/\/runs\//)
  await expect(page.getByText(new RegExp(`none from 00:00 to 23:59 ${zone.source}`)).first()).toBeVisible()
})
