import { appendFile } from 'node:fs/promises'
import path from 'node:path'
import type { Stack } from '@ohif-admin/dev-stack'
import { expect, expectAccessible, forgive, startRebuild, test } from './fixtures.ts'
import { logList as list, openLog, scrollThrough, upTo, writeLines } from './log-lines.ts'
import { look } from './look.ts'

const write = (stack: Stack, count: number, lines: Parameters<typeof writeLines>[2] = {}) =>
  writeLines(stack.xnat.logFolder, count, lines)

test('new lines appear, hold still while somebody reads, and are counted', async ({ stack, signIn }) => {
  await write(stack, 600)
  const page = await signIn('admin')
  await page.keyboard.press('g')
  await page.keyboard.press('l')
  await expect(list(page)).toContainText('Written line 599')
  await write(stack, 1, { first: 600 })
  await expect(list(page)).toContainText('Written line 600')

  await list(page).hover()
  await page.mouse.wheel(0, -2000)
  await expect(page.getByRole('button', { name: 'Follow', exact: true })).toBeVisible()
  const read = list(page).locator('[data-key]', { hasText: 'Written line 520' })
  await read.scrollIntoViewIfNeeded()
  const before = await read.boundingBox()
  await write(stack, 25, { first: 601 })
  await expect(page.getByRole('button', { name: '25 new lines' })).toBeVisible()
  expect(await read.boundingBox()).toEqual(before)
  await page.getByRole('button', { name: '25 new lines' }).click()
  await expect(list(page)).toContainText('Written line 625')
  await expect(page.getByRole('button', { name: 'Following' })).toHaveAttribute('aria-pressed', 'true')
})

test('the whole history can be scrolled without holes', async ({ stack, signIn }) => {
  test.slow()
  await write(stack, 900)
  const page = await signIn('admin')
  await openLog(page, '?time=2000-01-01T00:00:00')
  await expect(list(page)).toContainText('Start of the log')
  expect(await scrollThrough(page)).toEqual(upTo(900))
})

test('a search counts every match and goes through them', async ({ stack, signIn }) => {
  await write(stack, 2000)
  const page = await signIn('admin')
  await openLog(page)
  await page.keyboard.press('/')
  await page.keyboard.type('written line 19')
  await expect(page.getByText('111 matches', { exact: true })).toBeVisible()
  await expect(page).toHaveURL(/text=written\+line\+19/)
  await page.getByRole('button', { name: 'Next match' }).click()
  await expect(page.getByText('1 of 111 matches')).toBeVisible()
  await expect(list(page).locator('mark', { hasText: 'Written line 19' }).first()).toBeVisible()
  await page.getByRole('button', { name: 'Only matches' }).click()
  await expect(list(page)).toContainText('Written line 20')

  await page.goto('/log?text=line+1\\d[05]$&regex=1')
  await expect(page.getByText('20 matches', { exact: true })).toBeVisible()
  await expect(
    list(page)
      .locator('mark', { hasText: /^line 1\d{2}$/ })
      .first(),
  ).toBeVisible()

  await page.goto('/log?text=(Written&regex=1')
  await expect(page.getByText(/This pattern cannot be used: ./)).toBeVisible()
  await expect(page.getByText(/Position \d/).first()).toBeAttached()
  await expect(page.getByRole('searchbox', { name: 'Search the log' })).toHaveAttribute(
    'aria-invalid',
    'true',
  )
  await expect(page.getByText('Nothing was searched.')).toBeVisible()
  forgive(page, /400/)
})

test('the link of a line leads to it, with what stands around', async ({ stack, signIn }) => {
  await write(stack, 1000)
  await write(stack, 1, { first: 7777, level: 'ERROR' })
  await write(stack, 1000, { first: 1000 })
  const page = await signIn('admin')
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await openLog(page)
  await page.keyboard.press('E')
  await expect(list(page)).toContainText('Written line 7777')
  await list(page).locator('[data-key]', { hasText: 'Written line 7777' }).getByRole('button').click()
  await page.getByRole('menuitem', { name: 'Copy link' }).click()
  await expect(page.getByText('Copied')).toBeVisible()
  const link = await page.evaluate(() => navigator.clipboard.readText())
  await page.goto(link)
  await expect(list(page).getByText('Written line 7777')).toBeInViewport()
  await expect(list(page)).toContainText('Written line 999')
  await page.reload()
  await expect(list(page).getByText('Written line 7777')).toBeInViewport()
})

test('a time is gone to, and one outside the log is said to be', async ({ stack, signIn }) => {
  await write(stack, 1000, { hour: '22' })
  await write(stack, 1000, { first: 1000 })
  const page = await signIn('admin')
  await openLog(page)
  const go = async (time: string) => {
    await page.getByRole('button', { name: 'Go to…' }).click()
    await page.getByLabel('Time', { exact: true }).fill(time)
    await page.getByRole('button', { name: 'Go', exact: true }).click()
  }
  await go('2099-01-01T23:00:01')
  await expect(list(page).getByText('Written line 1000', { exact: true })).toBeInViewport()
  await expect(page).toHaveURL(/time=2099/)
  await go('2000-01-01T00:00:00')
  await expect(
    page.getByText('Nothing in the log is that old. This is its nearest end: the beginning.'),
  ).toBeVisible()
  await go('2100-01-01T00:00:00')
  await expect(page.getByText(/This is its nearest end: the last line\./)).toBeVisible()
  await page.goto('/log?cursor=xnat:0bad0bad0bad0bad:5')
  await expect(page.getByText(/no longer on disk/).first()).toBeVisible()
})

test('support sees masked lines, an owner is told where to look', async ({ stack, signIn }) => {
  stack.xnat.addProject({ id: 'HEART', title: 'Heart study', sessions: [{ label: 'HEART_LABEL_7' }] })
  const admin = await signIn('admin')
  await startRebuild(admin, 'HEART')
  await expect(admin.getByRole('heading', { name: /finished/ })).toBeVisible()
  await openLog(admin, '?text=HEART_LABEL_7')
  await expect(list(admin)).toContainText('HEART_LABEL_7')

  const support = await signIn('support')
  await openLog(support, '?text=HEART')
  await expect(support.getByText(/masked for support staff/)).toBeVisible()
  await expect(list(support)).not.toContainText('HEART_LABEL_7')

  const owner = await signIn('owner')
  await expect(owner.getByRole('link', { name: 'Log', exact: true })).toHaveCount(0)
  await owner.goto('/log')
  await expect(owner.getByText('The log is for site administrators and support staff.')).toBeVisible()
  await expectAccessible(owner)
})

test('the log in every size and theme, live, searched and refused', async ({ stack, signIn }) => {
  test.setTimeout(300_000)
  await write(stack, 300)
  await write(stack, 1, { first: 300, level: 'ERROR' })
  await appendFile(
    path.join(stack.xnat.logFolder, 'ohifviewer.log'),
    `java.io.IOException: gone\n${'\tat org.nrg.Some.method(Some.java:1)\n'.repeat(17)}`,
  )
  await write(stack, 5, { first: 301, level: 'WARN ' })
  const page = await signIn('admin')
  for (const [name, search] of [
    ['log', ''],
    ['log-search', '?text=Written&levels=WARN,ERROR'],
    ['log-refused', '?text=(&regex=1'],
  ] as const) {
    await page.goto(`/log${search}`)
    await expect(
      page.getByText(name === 'log-refused' ? 'Nothing was searched.' : 'Written line 305').first(),
    ).toBeVisible()
    await look(page, name)
  }
  forgive(page, /400/)
})

test('the log of a run has the same lines and the same means, and owners see what happened', async ({
  stack,
  signIn,
}) => {
  test.slow()
  stack.xnat.addProject({ id: 'HEART', title: 'Heart study', sessions: 30, owners: ['owner'] })
  const admin = await signIn('admin')
  await startRebuild(admin, 'HEART')
  await expect(admin.getByRole('heading', { name: /finished/ })).toBeVisible()
  await write(stack, 50)
  await admin.getByRole('tab', { name: 'Log' }).click()
  await expect(list(admin)).toContainText('Project HEART metadata creation requested')
  await admin.keyboard.press('f')
  await expect(list(admin)).toContainText('Project HEART metadata creation complete')
  await expect(list(admin)).not.toContainText('Written line')
  await expectAccessible(admin)
  await admin.getByRole('searchbox', { name: 'Search the log' }).fill('created and stored')
  await expect(admin.getByText('30 matches', { exact: true })).toBeVisible()
  await expect(admin).toHaveURL(/tab=log&text=created/)
  await admin.screenshot({ path: 'e2e/screenshots/run-log-1440-light.png' })
  await admin.setViewportSize({ width: 375, height: 812 })
  await admin.screenshot({ path: 'e2e/screenshots/run-log-375-light.png', fullPage: true })
  await admin.setViewportSize({ width: 1440, height: 900 })
  await admin.reload()
  await expect(admin.getByText('30 matches', { exact: true })).toBeVisible()
  const line = list(admin).locator('[data-key]').first()
  await line.hover()
  await line.getByRole('button', { name: /What to do/ }).click()
  await admin.getByRole('menuitem', { name: 'Show around' }).click()
  await expect(admin).toHaveURL(/\/log\?cursor=/)
  await admin.goBack()
  await admin.getByRole('tab', { name: 'Details' }).click()
  await expect(admin).not.toHaveURL(/text=/)

  const owner = await signIn('owner')
  await owner.goto(`${new URL(admin.url()).pathname}?tab=log`)
  await expect(owner.getByRole('log')).toContainText('stored')
  await expect(owner.getByRole('log')).not.toContainText('metadata created and stored')
})

test('everything can be done by keys', async ({ stack, signIn }) => {
  await write(stack, 300)
  await write(stack, 1, { first: 300, level: 'ERROR' })
  await write(stack, 100, { first: 301 })
  const page = await signIn('admin')
  await openLog(page)
  const focused = list(page).locator('[data-key]:focus')
  const following = page.getByRole('button', { name: 'Following' })
  await page.keyboard.press('f')
  await expect(following).toHaveCount(0)
  await page.keyboard.press('E')
  await expect(focused).toContainText('Written line 300')
  await page.keyboard.press('j')
  await expect(focused).toContainText('Written line 301')
  await page.keyboard.press('k')
  await page.keyboard.press('k')
  await expect(focused).toContainText('Written line 299')
  await page.keyboard.press('e')
  await expect(focused).toContainText('Written line 300')
  await page.keyboard.press('Enter')
  await page.keyboard.press('f')
  await expect(following).toBeVisible()
  await page.keyboard.press('/')
  await page.keyboard.type('line 39')
  await expect(page.getByText('11 matches', { exact: true })).toBeVisible()
  await page.keyboard.press('Tab')
  await page.keyboard.press('n')
  await expect(page.getByText('1 of 11 matches')).toBeVisible()
  await page.keyboard.press('N')
  await expect(page.getByText('11 of 11 matches')).toBeVisible()
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog')).toContainText('Next match')
})
