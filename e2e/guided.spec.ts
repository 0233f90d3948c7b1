import type { Stack } from '@ohif-admin/dev-stack'
import type { Page } from '@playwright/test'
import { expect, expectAccessible, forgive, startRebuild, test } from './fixtures.ts'
import { look } from './look.ts'

/** Starts what the address names, with whatever the dialog offers at first. */
async function start(page: Page, address: string, button: RegExp) {
  await page.goto(`/regeneration?${address}`)
  await page.getByRole('button', { name: 'Start rebuild…' }).click()
  await page.getByRole('dialog').getByRole('button', { name: button }).click()
  await page.waitForURL(/\/runs\//)
}

/** Starts a bulk rebuild the way somebody does who does not know this console. */
function curl(stack: Stack, path: string) {
  return fetch(`${stack.xnat.url}/xapi/viewer/${path}`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa('admin:admin')}`, 'user-agent': 'curl/8.0' },
  })
}

// Each of these journeys goes through several runs.
test.slow()

const heading = (page: Page, name: RegExp) => page.getByRole('heading', { level: 1, name })

test('an owner drives a guided run: pauses it, hurries it, stops it, and goes on with the rest', async ({
  stack,
  signIn,
}) => {
  stack.xnat.addProject({ id: 'HEART', title: 'Heart study', sessions: 6, owners: ['owner'] })
  const hold = stack.xnat.holdRegeneration('HEART')
  const page = await signIn('owner')
  await page.goto('/regeneration?project=HEART')
  await expect(page.getByRole('radio', { name: /^Guided/ })).toBeChecked()
  await expect(page.getByText('Rebuilds 6 sessions one after the other, in 6 XNAT calls.')).toBeVisible()
  await start(page, 'project=HEART', /^Rebuild 6 sessions/)

  await expect(heading(page, /^Rebuilding Heart study: 0 of 6 stored/)).toBeVisible()
  await expect(page.getByText('those of owner, while signed in here')).toBeVisible()
  hold.storeOne()
  await expect(heading(page, /1 of 6 stored/)).toBeVisible()

  await page.getByRole('button', { name: 'Pause' }).click()
  await expect(heading(page, /is paused/)).toBeVisible()
  hold.storeOne()
  await expect(heading(page, /is paused: 2 of 6 stored/)).toBeVisible()
  await page.getByRole('button', { name: '1 at once' }).click()
  await page.getByRole('menuitemradio', { name: '2' }).click()
  await expect(page.getByRole('button', { name: '2 at once' })).toBeVisible()
  await page.getByRole('button', { name: 'Resume' }).click()
  await expect(page.getByRole('button', { name: /^in work 2/ })).toBeVisible()

  await page.getByRole('button', { name: 'Stop after current' }).click()
  await expect(page.getByRole('button', { name: 'Stopping…' })).toBeVisible()
  hold.storeRest()
  await expect(heading(page, /^Heart study was stopped: 4 of 6 stored/)).toBeVisible()

  await page.getByRole('button', { name: 'Continue with the remaining 2' }).click()
  await expect(heading(page, /finished: all 2 sessions stored/)).toBeVisible()
  await page.getByRole('link', { name: 'an earlier run' }).first().click()
  await expect(page.getByText('2 of 2 stored')).toBeVisible()
  expect(stack.xnat.calls.to('POST', '/xapi/viewer/projects/HEART')).toHaveLength(0)
})

test('what failed is retried by one press, and the old run shows what became of it', async ({
  stack,
  signIn,
}) => {
  stack.xnat.addProject({
    id: 'LOSSY',
    title: 'Lossy',
    sessions: [{}, { behaviour: 'explicit-error' }, {}, { behaviour: 'silent-gone' }],
  })
  const page = await signIn('admin')
  await startRebuild(page, 'LOSSY')
  await expect(heading(page, /Lossy finished with 1 failure and 1 silent failure/)).toBeVisible()
  for (const { id } of stack.xnat.sessions('LOSSY')) stack.xnat.setBehaviour(id, 'ok')
  await page.getByRole('button', { name: 'Retry 2 sessions' }).click()
  await expect(heading(page, /^failures of Lossy finished: all 2 sessions stored/)).toBeVisible()
  await page.getByRole('link', { name: 'an earlier run' }).first().click()
  await expect(heading(page, /Lossy finished with 1 failure/)).toBeVisible()
  await expect(page.getByRole('heading', { name: 'What became of them' })).toBeVisible()
  await expect(page.getByText('2 of 2 stored')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Retry 2 sessions' })).toHaveCount(0)
  expect(stack.xnat.calls.to('POST', '/xapi/viewer/projects/LOSSY')).toHaveLength(1)
})

test('migrated sessions are explained, and a second pass rebuilds exactly those', async ({
  stack,
  signIn,
}) => {
  const page = await signIn('admin')
  await startRebuild(page, 'MIGRATED')
  await expect(heading(page, /6 only migrated/)).toBeVisible()
  await expect(page.getByText('all stored')).toHaveCount(0)
  await expect(page.getByText('6 sessions were only migrated, not rebuilt')).toBeVisible()
  await page.getByRole('button', { name: 'Second pass for these 6' }).click()
  await expect(heading(page, /finished: all 6 sessions stored/)).toBeVisible()
  expect(stack.xnat.calls.to('POST', '/xapi/viewer/projects/MIGRATED')).toHaveLength(1)
})

test('a rebuild started by curl appears as a page of its own, and a start of ours waits for it', async ({
  stack,
  signIn,
}) => {
  stack.xnat.addProject({ id: 'HEART', title: 'Heart study', sessions: 4 })
  const hold = stack.xnat.holdRegeneration('HEART')
  const page = await signIn('admin')
  const foreign = curl(stack, 'projects/HEART')
  const bar = page.getByRole('banner').getByRole('link', { name: /^Rebuilding (Heart study|HEART)/ })
  await expect(bar).toBeVisible({ timeout: 5_000 })
  await bar.click()
  await expect(page.getByText(/adopted run/).first()).toBeVisible()
  await expect(page.getByText(/^Started outside this console; everything here/)).toBeVisible()

  await start(page, 'project=KNEE', /^Queue 10 sessions/)
  await expect(heading(page, /is number 1 in the queue/)).toBeVisible()
  hold.storeRest()
  await foreign
  await expect(heading(page, /^Knee cartilage finished: all 10 sessions stored/)).toBeVisible()
})

test('the queue is put in another order by keyboard, and a run is taken out of it', async ({
  stack,
  signIn,
}) => {
  const hold = stack.xnat.holdRegeneration('LIVER')
  const page = await signIn('admin')
  await startRebuild(page, 'LIVER')
  await start(page, 'project=KNEE', /^Queue 10 sessions/)
  await start(page, 'project=BRAIN&kind=guided', /^Queue \d+ sessions/)
  await page.goto('/regeneration')
  const queue = page.getByRole('region', { name: 'Queue' })
  const rows = queue.getByRole('listitem')
  await expect(rows).toHaveCount(2)
  await expect(rows.first()).toContainText('Knee cartilage')

  await rows.nth(1).getByRole('link').focus()
  await page.keyboard.press('Alt+ArrowUp')
  await expect(rows.first()).toContainText('Brain development')
  await expect(queue.getByRole('status')).toHaveText('Brain development is now number 1 of 2')
  await page.reload()
  await expect(rows.first()).toContainText('Brain development')

  await page.getByRole('button', { name: 'Move Brain development down' }).click()
  await expect(rows.first()).toContainText('Knee cartilage')
  await rows.nth(1).locator('[data-handle]').dragTo(rows.first())
  await expect(rows.first()).toContainText('Brain development')

  await page.getByRole('button', { name: 'Cancel: Knee cartilage' }).click()
  await expect(rows).toHaveCount(1)
  hold.storeRest()
  await expect(rows).toHaveCount(0)
  expect(stack.xnat.calls.to('POST', '/xapi/viewer/projects/KNEE')).toHaveLength(0)
})

test('the whole site is rebuilt only after its name was typed', async ({ signIn }) => {
  const page = await signIn('admin')
  await page.goto('/regeneration?scope=site')
  await page.getByRole('button', { name: 'Start rebuild…' }).click()
  const dialog = page.getByRole('dialog')
  const go = dialog.getByRole('button', { name: /^Rebuild [\d,]+ sessions/ })
  await expect(go).toBeDisabled()
  const field = dialog.getByLabel(/^To confirm, type:/)
  const name = ((await dialog.getByText(/^To confirm, type:/).textContent()) ?? '').replace(
    /^To confirm, type: /,
    '',
  )
  await field.fill(name.toLowerCase() === name ? name.toUpperCase() : name.toLowerCase())
  await expect(go).toBeDisabled()
  await field.fill(name)
  await expectAccessible(page)
  await go.click()
  await page.waitForURL(/\/runs\//)
  await expect(heading(page, /the whole site/)).toBeVisible()
})

test('a link names a subject or a session; a label in it is refused before XNAT sees it', async ({
  stack,
  signIn,
}) => {
  const subject = stack.xnat.subjects('LIVER')[0]
  const session = stack.xnat.sessions('LIVER')[0]
  if (!subject || !session) throw new Error('the demo has a project LIVER')
  const page = await signIn('admin')
  await page.goto(`/regeneration?project=LIVER&subject=${subject.id}&kind=bulk`)
  await expect(page.getByRole('combobox', { name: 'Subject' })).toHaveValue(subject.label)
  await expect(page.getByText(/^Rebuilds \d+ sessions? in one XNAT call\./)).toBeVisible()

  await page.goto(`/regeneration?project=LIVER&session=${session.id}`)
  await expect(page.getByRole('radio', { name: /^Bulk/ })).toBeDisabled()
  await expect(page.getByText('Rebuilds 1 session in one XNAT call.')).toBeVisible()

  await page.goto(`/regeneration?project=LIVER&subject=${subject.label}`)
  await expect(page.getByText(/A label is not an id/)).toBeVisible()
  forgive(page, /40\d/)

  await page.goto('/regeneration?project=LIVER&scope=session')
  for (const name of [/^Subject/, /^Session$/]) {
    await page.getByRole('combobox', { name }).click()
    // Before the list is there, Enter chooses nothing.
    await expect(page.getByRole('listbox').getByRole('option').first()).toBeVisible()
    await page.keyboard.press('Enter')
  }
  await expect(page).toHaveURL(/subject=.*session=|session=.*subject=/)
  await start(page, new URL(page.url()).search.slice(1), /^Rebuild 1 session/)
  await expect(heading(page, /finished: the one session is stored/)).toBeVisible()
})

test('a run is planned for later, and what it needs for that is said before', async ({ signIn }) => {
  const page = await signIn('owner')
  await page.goto('/regeneration?project=LIVER')
  await page.getByRole('button', { name: 'Start rebuild…' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('At a set time').click()
  await expect(dialog.getByText(/an alias token of yours/)).toBeVisible()
  await dialog.getByLabel('Not before').fill('2999-01-01T02:00')
  await dialog.getByLabel('Repeat every night').check()
  await dialog.getByRole('button', { name: /^Plan 24 sessions/ }).click()
  await page.waitForURL(/\/runs\//)
  await expect(heading(page, /is in the queue and starts at .* at the earliest/)).toBeVisible()
  await page.getByRole('button', { name: /^Cancel: / }).click()
  await expect(heading(page, /was taken out of the queue; nothing was sent to XNAT/)).toBeVisible()
})

test('a run is compared with the one before, exported, and found in the history', async ({ signIn }) => {
  const page = await signIn('admin')
  for (const _ of [1, 2]) {
    await startRebuild(page, 'KNEE')
    await expect(heading(page, /finished: all 10 sessions stored/)).toBeVisible()
  }
  await expect(page.getByText('the same verdicts for the same sessions')).toBeVisible()
  const downloaded = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Export' }).click()
  await page.getByRole('menuitem', { name: 'Verdicts as CSV' }).click()
  expect((await downloaded).suggestedFilename()).toMatch(/\.csv$/)

  await page.goto('/regeneration?as=guided')
  await expect(page.getByText('No run matches the filters')).toBeVisible()
  await page.getByRole('combobox', { name: 'All kinds' }).selectOption('bulk run')
  await expect(page).toHaveURL(/as=bulk/)
  const history = page.getByRole('region', { name: 'Runs' })
  await expect(history.getByRole('link', { name: 'Knee cartilage' })).toHaveCount(2)
  await page.getByRole('button', { name: 'Clear filters' }).click()
  await expect(page).not.toHaveURL(/as=/)
})

test('the pages of runs in every size and theme', async ({ stack, signIn }) => {
  test.setTimeout(400_000)
  stack.xnat.addProject({
    id: 'LOSSY',
    title: 'Lossy',
    sessions: [{}, { behaviour: 'explicit-error' }, { document: 'old' }, { behaviour: 'silent-gone' }, {}],
  })
  const page = await signIn('admin')
  await startRebuild(page, 'LOSSY')
  await expect(heading(page, /Lossy finished with/)).toBeVisible()
  await expect(page.getByRole('button', { name: /^Retry/ })).toBeEnabled()
  await look(page, 'run-after')
  await page.getByRole('tab', { name: 'Throughput' }).click()
  await expect(page.locator('canvas')).toBeVisible()
  await look(page, 'run-throughput')

  const hold = stack.xnat.holdRegeneration('LIVER')
  await start(page, 'project=LIVER&kind=guided', /^Rebuild 24 sessions/)
  hold.storeOne()
  await expect(heading(page, /1 of 24 stored/)).toBeVisible()
  await look(page, 'run-guided')
  await start(page, 'project=KNEE', /^Queue 10 sessions/)
  await look(page, 'run-queued')
  await start(page, 'project=BRAIN', /^Queue \d+ sessions/)
  await page.goto('/regeneration?project=LUNG&kind=guided')
  await expect(page.getByRole('button', { name: 'Start rebuild…' })).toBeVisible()
  await look(page, 'regeneration-queue')
  await page.getByRole('button', { name: 'Start rebuild…' }).click()
  await page.getByLabel('Quiet hours').check()
  await look(page, 'start-guided')
  hold.storeRest()
})
