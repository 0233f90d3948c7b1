import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, forgive, test } from './fixtures.ts'

test.use({ settings: { STEP_UP: 'true', STEP_UP_MINUTES: '1', WEBHOOK_ALLOWED_NETWORKS: '127.0.0.0/8' } })

test('the password is asked for again, and what waited for it is done', async ({ signIn, stack }) => {
  const page = await signIn('admin')
  // As if the sign-in were older than it is.
  using database = new DatabaseSync(path.join(stack.dataFolder, 'ohif-admin.sqlite'))
  database.exec('update sign_ins set created_at = created_at - 300000')
  await page.goto('/notifications?webhook=new')
  const form = page.getByRole('dialog', { name: 'Add a webhook' })
  await form.getByLabel('Name', { exact: true }).fill('Chat')
  await form.getByLabel('Address').fill('http://127.0.0.1:9999/x')
  await form.getByRole('button', { name: 'Save' }).click()
  forgive(page, /403|401/)
  const asked = page.getByRole('dialog', { name: 'Enter your password again' })
  await asked.getByLabel('Password').fill('wrong')
  await asked.getByRole('button', { name: 'Go on' }).click()
  await expect(asked.getByText('XNAT refused this password.')).toBeVisible()
  forgive(page, /403|401/)
  await asked.getByLabel('Password').fill('admin')
  await asked.getByRole('button', { name: 'Go on' }).click()
  await expect(page.getByText('This is shown once')).toBeVisible()
})
