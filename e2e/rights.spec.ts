import { randomUUID } from 'node:crypto'
import { expect, forgive, OWN_PAGE, startRebuild, test } from './fixtures.ts'

const start = (projectId: string) => ({
  kind: 'bulk',
  target: { scope: 'project', projectId },
  idempotencyKey: randomUUID(),
})

test('an owner sees own projects only and cannot start, in the page or by the API', async ({
  stack,
  signIn,
}) => {
  stack.xnat.addProject({ id: 'SECRET', title: 'Secret study', sessions: 3 })
  const admin = await signIn('admin')
  await startRebuild(admin, 'SECRET')
  await expect(admin.getByRole('heading', { name: /finished/ })).toBeVisible()

  const page = await signIn('owner')
  await page.goto('/regeneration?project=LIVER&kind=bulk')
  await expect(page.getByText('Only site administrators can start a bulk rebuild.')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Start rebuild…' })).toHaveCount(0)
  await page.getByRole('combobox', { name: 'Project', exact: true }).fill('secret')
  await expect(page.getByText('Nothing matches.')).toBeVisible()
  await page.goto(new URL(admin.url()).pathname)
  await expect(page.getByText('There is no such run that you may see.')).toBeVisible()

  const refused = await page.request.post('/api/runs', { data: start('LIVER'), headers: OWN_PAGE })
  expect(refused.status()).toBe(403)
  const hidden = await page.request.get(`/api${new URL(admin.url()).pathname}`)
  expect(hidden.status()).toBe(404)
  expect(stack.xnat.calls.to('POST', '/xapi/viewer/projects/LIVER')).toHaveLength(0)
  forgive(page, /404/)
})

test('an owner who loses the project while watching its run sees it no longer', async ({ stack, signIn }) => {
  test.slow()
  stack.xnat.addProject({ id: 'HEART', title: 'Heart study', sessions: 3, owners: ['owner'] })
  const hold = stack.xnat.holdRegeneration('HEART')
  const admin = await signIn('admin')
  await startRebuild(admin, 'HEART')
  const page = await signIn('owner')
  await page.goto(new URL(admin.url()).pathname)
  await expect(page.getByRole('heading', { name: /Heart study/ })).toBeVisible()
  stack.xnat.revokeGroup('owner', 'HEART_owner')
  await expect(page.getByText('You may no longer see this run.')).toBeVisible({ timeout: 90_000 })
  await expect(page.getByText('Heart study')).toHaveCount(0)
  hold.storeRest()
  await expect(admin.getByRole('heading', { name: /finished/ })).toBeVisible()
  forgive(page, /404/)
})

test('support watches a run with masked lines and cannot start one', async ({ stack, signIn }) => {
  stack.xnat.addProject({ id: 'HEART', title: 'Heart study', sessions: [{ label: 'HEART_LABEL_7' }] })
  const admin = await signIn('admin')
  await startRebuild(admin, 'HEART')
  await expect(admin.getByRole('heading', { name: /finished/ })).toBeVisible()
  await admin.getByRole('tab', { name: 'Log' }).click()
  await expect(admin.getByRole('log')).toContainText('/HEART_LABEL_7/')

  const page = await signIn('support')
  await page.goto(new URL(admin.url()).pathname)
  await page.getByRole('tab', { name: 'Log' }).click()
  await expect(page.getByRole('log')).toContainText('Project HEART metadata creation requested')
  await expect(page.getByRole('log')).not.toContainText('HEART_LABEL_7')
  await page.goto('/regeneration?project=HEART&kind=bulk')
  await expect(page.getByText('Only site administrators can start a bulk rebuild.')).toBeVisible()
  await page.getByRole('radio', { name: /^Guided/ }).check()
  await expect(page.getByText('You may not edit these sessions')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Start rebuild…' })).toHaveCount(0)
  expect((await page.request.post('/api/runs', { data: start('HEART'), headers: OWN_PAGE })).status()).toBe(
    403,
  )
})

test('signing out ends the sign-in on the server, in every tab', async ({ stack, signIn }) => {
  const page = await signIn('admin')
  const other = await page.context().newPage()
  await other.goto('/')
  await expect(other.getByRole('heading', { name: 'Overview' })).toBeVisible()
  const before = await page.context().cookies()
  expect(
    await page.evaluate(() =>
      [document.cookie, Object.keys(localStorage).join(), JSON.stringify(localStorage)].join(),
    ),
  ).not.toMatch(/JSESSION|ticket|token/i)

  await page.getByRole('button', { name: /admin: settings and sign out/ }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
  await expect(other.getByRole('heading', { name: 'Sign in' })).toBeVisible()
  await page.context().addCookies(before)
  expect((await page.request.get('/api/session')).status()).toBe(401)
  expect(stack.xnat.liveSessions('admin')).toEqual([])
  forgive(page, /401/)
})

test('a wrong password gets one clear sentence, and so does an XNAT that is down', async ({
  stack,
  page,
}) => {
  await page.goto('/')
  await page.getByLabel('User name or alias').fill('admin')
  await page.getByLabel('Password or secret').fill('wrong')
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(page.getByText('XNAT did not accept this user name and password.')).toBeVisible()
  await stack.xnat.goDown()
  await stack.gateway.goDown()
  await page.getByLabel('Password or secret').fill('admin')
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(page.getByText('XNAT cannot be reached, so nobody can sign in now.')).toBeVisible()
  forgive(page, /40\d|50\d/)
})

test('a page somebody was sent opens after signing in', async ({ page }) => {
  await page.goto('/regeneration?project=KNEE')
  await page.getByRole('button', { name: /^admin/ }).click()
  await expect(page).toHaveURL(/\/regeneration\?project=KNEE/)
  await expect(page.getByText('Rebuilds 10 sessions in one XNAT call.')).toBeVisible()
})
