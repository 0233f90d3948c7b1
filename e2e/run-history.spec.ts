import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Stack } from '@ohif-admin/dev-stack'
import { openDatabase } from '../apps/bff/src/storage/database.ts'
import { writeRuns } from '../apps/bff/src/storage/testing/past-runs.ts'
import { expect, forgive, test } from './fixtures.ts'
import { look } from './look.ts'

/** Runs of years, `No-0` the oldest. */
async function writePast({ dataFolder }: Stack, count: number) {
  const database = await openDatabase({ file: path.join(dataFolder, 'ohif-admin.sqlite') })
  await writeRuns(database, count)
  await database.close()
}

test.describe.configure({ timeout: 300_000 })

test('all of 10,000 runs are searched, ordered, walked and exported, and the address says how', async ({
  stack,
  signIn,
}) => {
  await writePast(stack, 10_000)
  const page = await signIn('admin')
  await page.goto('/regeneration')
  const history = page.getByRole('region', { name: 'Runs' })
  const rows = history.getByRole('row')
  const count = history.getByRole('status').first()
  await expect(count).toHaveText('10,000 runs')
  await expect(rows.nth(1)).toContainText('No-9999')
  await expect(rows).toHaveCount(51)

  await page.getByRole('button', { name: 'Failures' }).click()
  await expect(page).toHaveURL(/sort=-failures/)
  await expect(rows.nth(1)).toContainText('No-9995')
  await expect(rows.nth(50)).toContainText(' 6')

  for (let pages = 2; pages <= 5; pages += 1) {
    await page.getByRole('button', { name: 'Show more runs' }).click()
    await expect(history.getByRole('table')).toHaveAttribute('aria-rowcount', `${pages * 50 + 1}`)
  }
  const scroller = page.getByRole('region', { name: 'Rows of the list' })
  await scroller.evaluate((element) => element.scrollTo(0, element.scrollHeight))
  await expect(history.getByRole('table')).toHaveAttribute('aria-rowcount', '301')

  await history.getByRole('searchbox').fill('NÓ-123')
  await expect(count).toHaveText('11 runs')
  await expect(rows).toHaveCount(12)
  await expect(page).toHaveURL(/q=N/)
  await page.reload()
  await expect(count).toHaveText('11 runs')
  await look(page, 'run-history')

  await page.setViewportSize({ width: 1440, height: 900 })
  const download = page.waitForEvent('download')
  await history.getByRole('button', { name: 'Export' }).click()
  await page.getByRole('menuitem', { name: 'List as CSV' }).click()
  const lines = (await readFile(await (await download).path(), 'utf8')).trimEnd().split('\r\n')
  expect(lines).toHaveLength(12)
  expect(lines[1]).toMatch(/No-\d+.*finished/)

  await history.getByRole('searchbox').fill('nothing like it')
  await expect(page.getByText('No run matches.')).toBeVisible()
  await page.getByRole('button', { name: 'Clear filters' }).click()
  await expect(count).toHaveText('10,000 runs')
  await expect(page).toHaveURL(/sort=-failures/)
})

test('a list that cannot be read says so, and is there after a retry', async ({ stack, signIn }) => {
  await writePast(stack, 60)
  const page = await signIn('admin')
  await page.route(/api\/runs\?.*sort=/, (route) => route.fulfill({ status: 503, body: '<html>' }))
  await page.goto('/regeneration')
  await expect(page.getByText('The runs could not be read.')).toBeVisible()
  await page.unroute(/api\/runs\?.*sort=/)
  await page.getByRole('button', { name: 'Try again' }).first().click()
  await expect(page.getByRole('region', { name: 'Runs' }).getByRole('status').first()).toHaveText('60 runs')
  forgive(page, /503/)
})
