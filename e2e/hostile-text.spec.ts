import { expect, startRebuild, test } from './fixtures.ts'

const HOSTILE = '<img src=x onerror=alert(1)>'

test('hostile text in a title, a label and a log line stays text', async ({ stack, signIn }) => {
  stack.xnat.addProject({
    id: 'EVIL',
    title: `${HOSTILE}\u202Eevil`,
    sessions: [
      { label: `${HOSTILE}\u0007` },
      { label: '<script>alert(2)</script>', behaviour: 'explicit-error' },
    ],
  })
  const page = await signIn('admin')
  await page.goto('/regeneration')
  await page.getByRole('combobox', { name: 'Project', exact: true }).fill('evil')
  await expect(page.getByRole('listbox').getByRole('option').filter({ hasText: HOSTILE })).toBeVisible()
  await startRebuild(page, 'EVIL')
  await expect(page.getByRole('heading', { name: /finished with 1 failure/ })).toContainText(HOSTILE)
  await expect(page.getByRole('cell', { name: HOSTILE })).toBeVisible()
  await page.getByRole('tab', { name: 'Log' }).click()
  await expect(page.getByRole('log')).toContainText(HOSTILE)
  await expect(page.getByRole('log')).toContainText('<script>alert(2)</script>')
  expect(await page.locator('img[src="x"], [onerror]').count()).toBe(0)
})
