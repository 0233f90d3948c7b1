import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, expectAccessible, forgive, OWN_PAGE, test } from './fixtures.ts'
import { look } from './look.ts'

test('an admin finds who did what, opens it, and verifies the chain', async ({ signIn }) => {
  const page = await signIn('admin')
  await page.request.put('/api/assignments/places/project:LIVER', {
    headers: OWN_PAGE,
    data: { list: ['http://ai-9.example.org:8000'], seen: 'unreadable', reason: 'x' },
  })
  const now = (await (await page.request.get('/api/assignments/places/project:LIVER')).json()) as {
    list: string
    entries: { text: string }[]
  }
  const seen = now.list === 'set' ? now.entries.map(({ text }) => text) : null
  const list = ['http://ai-9.example.org:8000']
  const data = { list, seen, reason: 'The old one is switched off.' }
  expect(
    (await page.request.put('/api/assignments/places/project:LIVER', { headers: OWN_PAGE, data })).status(),
  ).toBe(200)

  await page.keyboard.press('g')
  await page.keyboard.press('u')
  await expect(page.getByRole('heading', { name: 'Audit', level: 1 })).toBeVisible()
  await page.getByLabel('What', { exact: true }).selectOption('Server list changed')
  await page.getByLabel('Result').selectOption('done')
  await expect(page).toHaveURL(/action=assignment\.save&result=done/)
  await expect(page.getByRole('status').filter({ hasText: '1 action' })).toBeVisible()
  const row = page.getByRole('row', { name: /Server list changed/ })
  await expect(row).toContainText('project LIVER')

  await page.getByRole('heading', { name: 'Audit', level: 1 }).click()
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('The old one is switched off.')
  await expect(
    dialog.getByRole('listitem').filter({ hasText: 'http://ai-9.example.org:8000' }),
  ).toContainText('added:')
  await expect(page).toHaveURL(/entry=\d+/)
  await page.reload()
  await expect(page.getByRole('dialog')).toContainText('The old one is switched off.')
  await page.keyboard.press('Escape')
  await expect(page).not.toHaveURL(/entry=/)

  await page.getByRole('button', { name: 'Verify' }).click()
  await expect(page.getByText(/^The chain is whole: \d+ entries$/)).toBeVisible()

  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: 'CSV' }).click()
  const file = await download
  expect(file.suggestedFilename()).toMatch(/^audit XNAT Research \d{8}T\d{6}Z\.csv$/)
  forgive(page, /40\d/)
})

test('somebody changed a row in the database: verify finds it and shows it', async ({ stack, signIn }) => {
  const page = await signIn('admin')
  await signIn('owner')
  await page.goto('/audit')
  await expect(page.getByRole('row', { name: /owner/ })).toBeVisible()
  {
    using database = new DatabaseSync(path.join(stack.dataFolder, 'ohif-admin.sqlite'))
    database.exec('drop trigger audit_entries_no_update')
    database.exec("update audit_entries set actor = 'somebody' where seq = 3")
  }
  await page.getByRole('button', { name: 'Verify' }).click()
  await expect(page.getByRole('alert')).toContainText('The chain is broken at entry 3')
  await page.getByRole('button', { name: 'Show the entry' }).click()
  await expect(page.getByRole('dialog')).toContainText('somebody')
  await page.keyboard.press('Escape')
  await expectAccessible(page)
})

test('others are told that the audit is not for them', async ({ signIn }) => {
  const page = await signIn('support')
  await expect(page.getByRole('link', { name: 'Audit' })).toHaveCount(0)
  await page.goto('/audit')
  await expect(page.getByRole('heading', { name: 'The audit is for site administrators' })).toBeVisible()
  expect((await page.request.get('/api/audit')).status()).toBe(403)
})

test('the audit page in every size', async ({ signIn }) => {
  test.setTimeout(300_000)
  const page = await signIn('admin')
  await page.goto('/audit?actor=nobody')
  await expect(page.getByText('Nothing matches.')).toBeVisible()
  await look(page, 'audit-empty')
  for (let n = 0; n < 8; n += 1) {
    await page.request.post('/api/session', {
      headers: OWN_PAGE,
      data: { username: `guest${n}`, password: 'wrong' },
    })
  }
  await page.goto('/audit')
  await expect(page.getByRole('row', { name: /guest7/ })).toBeVisible()
  await page.getByRole('button', { name: 'Verify' }).click()
  await expect(page.getByText(/^The chain is whole/)).toBeVisible()
  await look(page, 'audit')
  await page.getByRole('button', { name: 'Sign-in' }).first().click()
  await expect(page.getByRole('dialog')).toContainText('refused')
  await look(page, 'audit-detail')
  forgive(page, /40\d/)
})
