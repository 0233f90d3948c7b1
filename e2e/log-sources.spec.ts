import { mkdtemp, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { startStack } from '@ohif-admin/dev-stack'
import { test as base, expect, expectAccessible } from './fixtures.ts'
import { logList, openLog, writeLines } from './log-lines.ts'

const test = base.extend<{ folders: [string, string] }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from this pattern
  folders: async ({}, use) => {
    const folders = await Promise.all(
      ['one', 'two'].map((name) => mkdtemp(path.join(tmpdir(), `node-${name}-`))),
    )
    await use(folders as [string, string])
    for (const folder of folders) await rm(folder, { recursive: true, force: true })
  },
  stack: async ({ folders: [one, two] }, use) => {
    await using stack = await startStack({
      run: 'bundle',
      settings: { LOG_LEVEL: 'error', LOG_POLL_MS: '50', LOG_SOURCES: `node1=${one},node2=${two}` },
    })
    await use(stack)
  },
})

test('two nodes are one log, told apart, and one of them may be away', async ({ folders, signIn }) => {
  test.slow()
  const [one, two] = folders
  await writeLines(one, 20, { step: 2 })
  await writeLines(two, 20, { first: 1, step: 2 })
  const page = await signIn('admin')
  await openLog(page)
  const list = logList(page)
  await expect(list).toContainText('Written line 39')
  const shown = async () =>
    (await list.locator('[data-key]').allTextContents()).map((text) => [
      /node\d/.exec(text)?.[0],
      Number(/Written line (\d+)/.exec(text)?.[1]),
    ])
  await expect
    .poll(async () => (await shown()).slice(-4))
    .toEqual([
      ['node1', 36],
      ['node2', 37],
      ['node1', 38],
      ['node2', 39],
    ])
  await expectAccessible(page)
  await page.screenshot({ path: 'e2e/screenshots/log-sources-1440-light.png' })

  await page.getByRole('combobox', { name: 'Source' }).selectOption('node2')
  await expect(page).toHaveURL(/source=node2/)
  await expect(list).not.toContainText('Written line 38')
  await expect(list).toContainText('Written line 37')
  await writeLines(one, 1, { first: 40 })
  await writeLines(two, 1, { first: 41 })
  await expect(list).toContainText('Written line 41')
  await expect(list).not.toContainText('Written line 40')
  await page.getByRole('combobox', { name: 'Source' }).selectOption('')

  await rename(two, `${two}-away`)
  await page.reload()
  await expect(page.getByText(/node2 cannot be read/)).toBeVisible({ timeout: 45_000 })
  await expect(page.getByText(/XNAT itself hands out the log of one node only/)).toBeVisible()
  await writeLines(one, 1, { first: 42 })
  await expect(list).toContainText('Written line 42')
  await expectAccessible(page)
  await page.setViewportSize({ width: 375, height: 812 })
  await page.screenshot({ path: 'e2e/screenshots/log-sources-dead-375-light.png' })
  await rename(`${two}-away`, two)
  await writeLines(two, 1, { first: 43 })
  await expect(list).toContainText('Written line 43')
})

test('a log of which too little is understood is said to be', async ({ folders, signIn }) => {
  await writeLines(folders[0], 40)
  const page = await signIn('admin')
  await openLog(page)
  await expect(page.getByText(/^Lines of no known form: node1 \d+ %\.$/)).toBeVisible()
  await expect(page.getByText(/counts of runs are approximate/)).toBeVisible()
  await expectAccessible(page)
})
