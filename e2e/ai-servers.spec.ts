import { expect, expectAccessible, test } from './fixtures.ts'
import { look } from './look.ts'

test.describe.configure({ timeout: 240_000 })

test('an admin sees every AI server, opens one, reads its models and checks it step by step', async ({
  signIn,
}) => {
  const page = await signIn('admin')
  await page.keyboard.press('g')
  await page.keyboard.press('i')
  await expect(page.getByRole('heading', { name: 'AI servers', level: 1 })).toBeVisible()
  const aiaa = page.getByRole('row', { name: /AIAA/ })
  await expect(aiaa).toContainText('works', { timeout: 60_000 })
  await expect(page.getByRole('row', { name: /MONAI Label/ })).toContainText('works', { timeout: 60_000 })
  await look(page, 'ai-servers')

  await page.getByRole('heading', { name: 'AI servers', level: 1 }).click()
  await aiaa.getByRole('button').click()
  const panel = page.getByRole('dialog')
  await expect(panel.getByText('shown in the viewer').first()).toBeVisible()
  await expect(panel).toContainText('Open to everybody who can reach it')
  await expect(page).toHaveURL(/server=http/)
  await expectAccessible(page)
  await look(page, 'ai-server-models')

  await panel.getByRole('link', { name: 'Check step by step' }).click()
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await page.getByRole('button', { name: 'Check', exact: true }).click()
  const report = page.getByRole('region', { name: 'Check an address' })
  await expect(report).toContainText('From the console')
  await expect(report.getByRole('listitem').filter({ hasText: 'Kind' })).toContainText('NVIDIA AIAA')
  await expect(page).toHaveURL(/check=[0-9a-f-]{36}/)
  await look(page, 'ai-server-check')

  await page.reload()
  await expect(report.getByRole('listitem').filter({ hasText: 'Kind' })).toContainText('NVIDIA AIAA')
})

test('a server that is away is said to be so, and a project owner sees only servers of own projects', async ({
  signIn,
}) => {
  const page = await signIn('owner')
  await page.goto('/ai-servers')
  await expect(page.getByRole('status').filter({ hasText: /server/ })).toBeVisible()
  await page.getByLabel('Address of an AI server').fill('http://169.254.169.254')
  await page.getByRole('button', { name: 'Check', exact: true }).click()
  const report = page.getByRole('region', { name: 'Check an address' })
  await expect(report).toContainText('not called')
  await expect(report).toContainText('The console never calls this kind of address.')
  await page.getByLabel('Address of an AI server').fill('http://127.0.0.1:65533')
  await page.getByRole('button', { name: 'Check', exact: true }).click()
  await expect(report).toContainText('cannot be reached', { timeout: 30_000 })
  await expectAccessible(page)
})
