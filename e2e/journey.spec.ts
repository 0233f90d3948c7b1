import { expect, forgive, startRebuild, test } from './fixtures.ts'

test('an admin picks a project by keyboard, rebuilds it, and watches it live past the proxy’s 504', async ({
  stack,
  signIn,
}) => {
  stack.xnat.addProject({ id: 'HEART', title: 'Heart study', sessions: 8 })
  const hold = stack.xnat.holdRegeneration('HEART')
  const page = await signIn('admin')

  await page.getByRole('link', { name: 'Regeneration' }).click()
  await page.getByRole('combobox', { name: 'Project', exact: true }).click()
  await page.keyboard.type('heart')
  await expect(page.getByRole('option', { name: 'Heart study HEART' })).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(page.getByText('Rebuilds 8 sessions in one XNAT call.')).toBeVisible()
  await expect(page.getByText('Cannot be cancelled once it has started')).toBeVisible()
  await page.getByRole('button', { name: 'Start rebuild…' }).click()
  await page.getByRole('button', { name: 'Rebuild 8 sessions' }).click()

  await expect(page).toHaveURL(/\/runs\//)
  await expect(page.getByRole('heading', { name: 'Rebuilding Heart study: 0 of 8 stored' })).toBeVisible()
  await expect(page.getByText('live', { exact: true }).first()).toBeVisible()
  hold.storeOne()
  await expect(page.getByRole('heading', { name: /1 of 8 stored/ })).toBeVisible()
  await expect(page.getByText(/XNAT's gateway gave up after .*504.*; the work goes on/).first()).toBeVisible()

  await page.reload()
  await expect(page.getByRole('heading', { name: /1 of 8 stored/ })).toBeVisible()
  hold.storeOne()
  await expect(page.getByRole('heading', { name: /2 of 8 stored/ })).toBeVisible()

  hold.storeRest()
  await expect(
    page.getByRole('heading', { name: 'Heart study finished: all 8 sessions stored' }),
  ).toBeVisible()
  await expect(page.getByText('all stored')).toBeVisible()
  expect(stack.xnat.calls.to('POST', '/xapi/viewer/projects/HEART')).toHaveLength(1)

  await page.getByRole('tab', { name: 'Log' }).click()
  await expect(page.getByRole('log')).toContainText('Project HEART metadata creation requested')
  await page.getByRole('log').press('End')
  await expect(page.getByRole('log')).toContainText('Project HEART metadata creation complete')
})

test('two browsers show the same run at the same time, and every page shows that it runs', async ({
  stack,
  signIn,
}) => {
  stack.xnat.addProject({ id: 'HEART', title: 'Heart study', sessions: 8 })
  const hold = stack.xnat.holdRegeneration('HEART')
  const admin = await signIn('admin')
  const support = await signIn('support')
  await startRebuild(admin, 'HEART')
  await support.goto(new URL(admin.url()).pathname)
  await expect(support.getByRole('heading', { name: /0 of 8 stored/ })).toBeVisible()
  hold.storeOne()
  for (const page of [admin, support])
    await expect(page.getByRole('heading', { name: /1 of 8 stored/ })).toBeVisible()
  await admin.goto('/')
  await expect(admin.getByRole('link', { name: /Rebuilding Heart study/ }).first()).toBeVisible()
  hold.storeRest()
  await expect(support.getByRole('heading', { name: /finished: all 8 sessions stored/ })).toBeVisible()
  await expect(admin.getByText('This console is following no run.', { exact: true })).toBeVisible()
})

test('a run with silent failures is never green', async ({ stack, signIn }) => {
  const silent = (label: string) => ({ label, behaviour: 'silent-gone' as const })
  stack.xnat.addProject({
    id: 'LOSSY',
    title: 'Lossy',
    sessions: [{}, silent('A'), {}, silent('B'), {}, silent('C'), {}],
  })
  const page = await signIn('admin')
  await startRebuild(page, 'LOSSY')
  await expect(page.getByRole('heading', { name: /Lossy finished with 3 silent failures/ })).toBeVisible()
  await expect(page.getByText('finished with failures')).toBeVisible()
  await expect(page.getByText('all stored')).toHaveCount(0)
  await page.getByRole('tab', { name: /Failures/ }).click()
  await expect(page.getByRole('row').filter({ hasText: 'silent failure' })).toHaveCount(3)
  await expect(
    page.getByText('the log has no line about it; in this plugin version that means it failed').first(),
  ).toBeVisible()
})

test('killing the console in mid-run and starting it again gives the verdicts of an undisturbed run', async ({
  stack,
  signIn,
}) => {
  stack.xnat.addProject({
    id: 'HEART',
    title: 'Heart study',
    sessions: [{}, { behaviour: 'explicit-error' }, {}, { behaviour: 'silent-after-temp' }, {}, {}, {}, {}],
  })
  const hold = stack.xnat.holdRegeneration('HEART')
  const page = await signIn('admin')
  await startRebuild(page, 'HEART')
  hold.storeOne()
  await expect(page.getByRole('heading', { name: /1 of 8 stored/ })).toBeVisible()
  await stack.bff.kill()
  hold.storeOne()
  await stack.bff.start()
  hold.storeRest()
  await expect(
    page.getByRole('heading', {
      name: /Heart study finished with 1 failure and 1 silent failure: 6 of 8 stored/,
    }),
  ).toBeVisible({ timeout: 30_000 })
  expect(stack.xnat.calls.to('POST', '/xapi/viewer/projects/HEART')).toHaveLength(1)
  forgive(page, /Failed to load resource|ERR_/)
})
