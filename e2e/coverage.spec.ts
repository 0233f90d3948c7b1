import type { Page } from '@playwright/test'
import { expect, OWN_PAGE, test } from './fixtures.ts'
import { look } from './look.ts'

const rowOf = (page: Page, name: string) => page.getByRole('row', { name: new RegExp(name) })

/** Scans a project through the page, as fast as the console lets it. */
async function scan(page: Page, name: string) {
  await page.getByRole('button', { name: `Scan ${name}` }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Pace').selectOption('20 sessions a second')
  await dialog.getByRole('button', { name: 'Start the scan' }).click()
  await expect(dialog).toBeHidden()
}

test('an owner scans a project, rebuilds only what is missing, and looks again at only that', async ({
  signIn,
}) => {
  const page = await signIn('owner')
  await page.keyboard.press('g')
  await page.keyboard.press('c')
  await expect(page.getByText(/^Nothing is known yet/)).toBeVisible()
  await scan(page, 'Liver lesions')
  await expect(page.getByRole('progressbar', { name: 'Scan of Liver lesions' })).toBeVisible()
  await expect(page.getByText(/24 sessions: 16 valid · 8 missing or outdated\./)).toBeVisible()
  await expect(page.getByRole('progressbar')).toHaveCount(0)
  await expect(
    page.getByRole('img', { name: 'Liver lesions: 16 valid · 8 missing or outdated' }),
  ).toBeVisible()

  await page.getByRole('link', { name: 'Liver lesions', exact: true }).click()
  await expect(page.getByText('24 sessions', { exact: true })).toBeVisible()
  await page.getByLabel('State', { exact: true }).selectOption('missing or outdated')
  await expect(page.getByText('8 sessions', { exact: true })).toBeVisible()
  expect(new URL(page.url()).searchParams.get('state')).toBe('missing')
  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: 'CSV' }).click()
  expect((await download).suggestedFilename()).toBe('coverage.csv')

  await page.goto('/projects/LIVER')
  await expect(page.getByRole('region', { name: 'Sessions with valid viewer metadata' })).toContainText('8')
  await page.getByRole('link', { name: 'Rebuild only these 8' }).click()
  await expect(page.getByText('Sessions without valid metadata')).toBeVisible()
  await page.getByRole('button', { name: 'Start rebuild…' }).click()
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Rebuild 8 sessions/ })
    .click()
  await page.waitForURL(/\/runs\//)
  await expect(page.getByText(/all 8 sessions stored/).first()).toBeVisible({ timeout: 20_000 })

  await page.goto('/coverage')
  await expect(page.getByText(/16 valid · 8 changed since/).first()).toBeVisible()
  await page.getByRole('button', { name: 'Scan Liver lesions' }).click()
  await page.getByText('Only those not known to be valid').click()
  await page.getByRole('button', { name: 'Start the scan' }).click()
  await expect(page.getByText(/24 sessions: 24 valid\./)).toBeVisible()
})

test('an admin scans everything: paces, pauses, resumes and cancels, with what was seen kept', async ({
  signIn,
}) => {
  const page = await signIn('admin')
  await page.goto('/coverage')
  await page.getByRole('button', { name: 'Scan all projects' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByText(/It asks in your name/)).toBeVisible()
  await dialog.getByRole('button', { name: 'Start the scan' }).click()
  const card = page.getByRole('region', { name: 'Scan of all projects' })
  await expect(card.getByText(/\d+ of 1,\d+ looked at/).first()).toBeVisible()
  await card.getByRole('button', { name: '10 sessions a second' }).click()
  await page.getByRole('menuitemradio', { name: '20 sessions a second' }).click()
  await expect(card.getByRole('button', { name: '20 sessions a second' })).toBeVisible()
  await card.getByRole('button', { name: 'Pause' }).click()
  await expect(card.getByText(/is paused/)).toBeVisible()
  await expect(page.getByText(/never looked at/).first()).toBeVisible()
  await card.getByRole('button', { name: 'Resume' }).click()
  await expect(card.getByText('running', { exact: true })).toBeVisible()
  await card.getByRole('button', { name: 'Cancel' }).click()
  await expect(card).toHaveCount(0)
  await page.getByText('1 earlier scan').click()
  await expect(page.getByText(/was cancelled/)).toBeVisible()
  await page.goto('/notifications')
  await page.getByRole('link', { name: 'A scan was cancelled' }).click()
  await expect(page.getByText(/^The scan of all projects was cancelled/)).toBeVisible()
  await page.goto('/')
  await expect(page.getByText(/have no valid viewer metadata/)).toBeVisible()
  await page.getByRole('link', { name: 'Show', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'Coverage' })).toBeVisible()
})

test('a scan waits for its person, says so, and can be taken over', async ({ signIn }) => {
  const admin = await signIn('admin')
  await admin.goto('/coverage')
  const owner = await signIn('owner')
  const started = await owner.request.post('/api/coverage/scans', {
    headers: OWN_PAGE,
    data: { projectId: 'LIVER', perSecond: 1 },
  })
  expect(started.status()).toBe(202)
  const card = admin.getByRole('region', { name: 'Scan of Liver lesions' })
  await expect(card.getByText(/in the name of owner/)).toBeVisible()
  await owner.request.delete('/api/session', { headers: OWN_PAGE })
  await expect(card.getByText(/waits for owner, in whose name it asks/)).toBeVisible()
  await look(admin, 'coverage-waiting')
  await card.getByRole('button', { name: 'Take over' }).click()
  await expect(card.getByText(/begun by owner, now in the name of admin/)).toBeVisible()
  await owner.close()
})

test('people who may edit nothing are told what the page is; others see only their projects', async ({
  signIn,
}) => {
  const admin = await signIn('admin')
  await admin.goto('/coverage')
  await scan(admin, 'Knee cartilage')
  await expect(admin.getByText(/10 sessions: 10 missing or outdated/)).toBeVisible()
  const member = await signIn('member')
  await member.goto('/coverage')
  await expect(rowOf(member, 'Liver lesions')).toBeVisible()
  await expect(rowOf(member, 'Knee cartilage')).toHaveCount(0)
  const page = await member.request.get('/api/coverage/sessions?projectId=KNEE')
  expect(await page.json()).toEqual({ sessions: [], total: 0 })
})

test('the coverage page in every size', async ({ signIn }) => {
  test.setTimeout(300_000)
  const page = await signIn('admin')
  await page.goto('/coverage')
  await expect(rowOf(page, 'Liver lesions')).toBeVisible()
  await look(page, 'coverage-empty')
  for (const name of ['Liver lesions', 'Knee cartilage', 'Labels that are not labels']) {
    await scan(page, name)
    await expect(page.getByRole('progressbar')).toHaveCount(0)
  }
  await page.getByRole('button', { name: 'Scan all projects' }).click()
  await look(page, 'coverage-start')
  await page.getByRole('button', { name: 'Start the scan' }).click()
  await expect(page.getByText(/of 1,\d+ looked at/).first()).toBeVisible()
  await look(page, 'coverage')
  await page.goto('/coverage?tab=sessions&project=LABELS')
  await expect(page.getByText('13 sessions', { exact: true })).toBeVisible()
  await look(page, 'coverage-sessions')
  await page.goto('/projects/LIVER')
  await expect(page.getByRole('region', { name: 'Sessions with valid viewer metadata' })).toContainText('16')
  await look(page, 'coverage-project')
})
