import { expect, startRebuild, test } from './fixtures.ts'
import { expectWholeBar, look } from './look.ts'

// Each look is six pictures and as many accessibility checks.
test.describe.configure({ timeout: 300_000 })

test('the sign-in page', async ({ page }) => {
  await page.goto('/')
  await expect(page.getByRole('button', { name: /^support/ })).toBeVisible()
  await look(page, 'sign-in')
})

test('the overview and the regeneration page, empty, with data and with an error', async ({
  stack,
  signIn,
}) => {
  const page = await signIn('admin')
  await look(page, 'overview-empty')
  await startRebuild(page, 'BROKEN')
  await expect(page.getByRole('heading', { name: /finished/ })).toBeVisible()
  await page.goto('/')
  await expect(page.getByText('finished with failures')).toBeVisible()
  await look(page, 'overview')
  await page.goto('/regeneration?project=SPINE')
  await expect(page.getByRole('button', { name: 'Start rebuild…' })).toBeVisible()
  await look(page, 'regeneration')
  await page.getByRole('button', { name: 'Start rebuild…' }).click()
  await look(page, 'start')
  await page.keyboard.press('Escape')
  stack.xnat.answerWith(/^\/data\/projects/, { status: 200, body: '' })
  await page.goto('/nowhere')
  await look(page, 'not-found')
  await page.getByRole('button', { name: 'More' }).click()
  await page.getByRole('combobox', { name: 'Language' }).selectOption('Deutsch')
  await page.getByRole('button', { name: 'Schließen' }).click()
  await expect(page.getByRole('link', { name: 'Neuaufbau' })).toBeVisible()
  await page.setViewportSize({ width: 360, height: 740 })
  await page.screenshot({ path: 'e2e/screenshots/bar-german-360-dark.png' })
  await expectWholeBar(page)
})

test('a run in progress, a finished one, its log and its details', async ({ stack, signIn }) => {
  const hold = stack.xnat.holdRegeneration('MIXED')
  const page = await signIn('admin')
  await startRebuild(page, 'MIXED')
  hold.storeOne()
  await expect(page.getByRole('heading', { name: /stored/ })).toBeVisible()
  await look(page, 'run-live')
  hold.storeRest()
  await expect(page.getByRole('heading', { name: /finished/ })).toBeVisible()
  await look(page, 'run-finished')
  await page.getByRole('tab', { name: 'Log' }).click()
  await expect(page.getByRole('log')).toContainText('metadata creation requested')
  await look(page, 'run-log')
  await page.getByRole('tab', { name: 'Details' }).click()
  await look(page, 'run-details')
})

test('the API reference opens for whoever is signed in', async ({ signIn }) => {
  const page = await signIn('admin')
  await page.goto('/api/docs')
  await expect(page.getByText('Start a run')).toBeVisible()
})
