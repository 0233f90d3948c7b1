import { readFile } from 'node:fs/promises'
import type { Locator, Page } from '@playwright/test'
import { expect, forgive, OWN_PAGE, test } from './fixtures.ts'
import { look } from './look.ts'

const A = 'https://ai-a.example.org:5000'
const B = 'https://ai-b.example.org:5000'
const LIST_OF = (project: string) => `/xapi/ohifaiaa/projects/${project}/servers`

async function open(page: Page, search = '') {
  await page.goto(`/assignments${search}`)
  await expect(page.getByText('Read from XNAT')).toBeVisible()
}

/** The servers of these tests exist nowhere: looking at them first finds that, and they are saved all the same. */
async function saveAnyway(panel: Locator) {
  await panel.getByRole('button', { name: 'Save' }).click()
  await expect(panel.getByText(/^The server was looked at first/)).toBeVisible({ timeout: 20_000 })
  await panel.getByRole('textbox', { name: 'Reason to save all the same' }).fill('it comes tomorrow')
  await panel.getByRole('button', { name: 'Save anyway' }).click()
}

/** The same of a change of many lists: its preview looks, says so, and it is applied all the same. */
async function applyAnyway(dialog: Locator, button: string) {
  await dialog.getByRole('textbox', { name: 'Reason to apply it all the same' }).fill('it comes tomorrow')
  await dialog.getByRole('button', { name: button }).click()
}

const row = (page: Page, title: RegExp) => page.getByRole('row', { name: title })

test('the table says which server each project uses and why, and keeps its view in the address', async ({
  signIn,
}) => {
  const page = await signIn('admin')
  await page.keyboard.press('g')
  await page.keyboard.press('a')
  await expect(page.getByRole('heading', { name: 'Assignments' })).toBeVisible()
  await expect(
    page.getByText(/^16 projects · 2 with a server of their own · 1 with ignored entries$/),
  ).toBeVisible()
  await expect(row(page, /Liver lesions/)).toContainText('overridden')
  await expect(row(page, /Brain development/)).toContainText('1 ignored')
  await expect(row(page, /Knee cartilage/)).toContainText('site default')
  await expect(page.getByText('No AIAA server list found')).toHaveCount(0)

  await page.getByRole('combobox', { name: 'Which projects' }).selectOption('project')
  await expect(page.getByText('2 of 16 projects')).toBeVisible()
  await page.getByRole('button', { name: 'Effective server' }).click()
  await expect(page).toHaveURL(/sort=server/)
  await page.getByRole('button', { name: 'Effective server' }).click()
  await expect(page).toHaveURL(/sort=-server/)
  await page.getByRole('button', { name: 'Group by server' }).click()
  await expect(page).toHaveURL(/show=project&sort=-server&group=server/)
  await page.keyboard.press('/')
  await page.keyboard.type('brain')
  await expect(page).toHaveURL(/q=brain/)
  await expect(page.getByText('1 of 16 projects')).toBeVisible()
  await page.reload()
  await expect(page.getByText('1 of 16 projects')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Group by server' })).toHaveAttribute('aria-pressed', 'true')
})

test('rows that are still on their way do not hold up the first, and nothing that is read jumps', async ({
  stack,
  signIn,
}) => {
  for (let n = 0; n < 300; n += 1) stack.xnat.addProject({ id: `ZZ${String(n).padStart(3, '0')}` })
  const page = await signIn('admin')
  stack.xnat.goSlow(60)
  await page.goto('/assignments')
  await expect(row(page, /Liver lesions/)).toContainText('overridden')
  await expect(page.getByText(/Reading from XNAT: \d+ of 316 projects/)).toBeVisible()
  const list = page.getByRole('region', { name: 'Assignments by project' })
  await list.evaluate((element) => element.scrollTo({ top: 8_000 }))
  const watched = list.getByRole('button', { name: /^ZZ19\d$/ }).first()
  const before = await watched.boundingBox()
  await expect(page.getByText('Read from XNAT')).toBeVisible({ timeout: 30_000 })
  expect(await watched.boundingBox()).toEqual(before)
  stack.xnat.goSlow(0)
})

test('an admin gives a project a server of its own, with the keyboard alone', async ({ stack, signIn }) => {
  const page = await signIn('admin')
  await open(page)
  await page.getByRole('button', { name: /Lung screening/ }).focus()
  await page.keyboard.press('Enter')
  const panel = page.getByRole('dialog', { name: 'Lung screening' })
  await expect(panel.getByText('No servers: viewers use the site default.')).toBeVisible()
  await panel.getByRole('button', { name: 'Add a server' }).focus()
  await page.keyboard.press('Enter')
  await expect(panel.getByRole('textbox', { name: 'Server 1' })).toBeFocused()
  await page.keyboard.type('ftp://ai.example.org/aiaa')
  await expect(panel.getByText('It must begin with http:// or https:// in lower case.')).toBeVisible()
  await expect(panel.getByRole('button', { name: 'Save' })).toBeDisabled()
  await page.keyboard.press('Control+a')
  await page.keyboard.type('http://aiaa:5000/aiaa')
  await expect(panel.getByText(/It has a path. The viewer drops it/)).toBeVisible()
  await page.keyboard.press('Control+a')
  await page.keyboard.type('http://aiaa:5000')
  await expect(panel.getByText(/such as the name of a container/)).toBeVisible()
  await expect(panel.getByText('The effective server changes for 1 project.')).toBeVisible()
  await panel.getByRole('textbox', { name: 'Reason (optional, kept in the history)' }).focus()
  await page.keyboard.type('pilot')
  await page.keyboard.press('Enter')
  await expect(panel.getByText(/^The server was looked at first/)).toBeVisible({ timeout: 20_000 })
  await expect(panel.getByRole('region', { name: "From the console's server" })).toContainText('not known')
  await page.keyboard.press('Enter')
  await expect(panel.getByText('Saved, and read back from XNAT.')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(row(page, /Lung screening/)).toContainText('http://aiaa:5000')
  expect(stack.xnat.calls.to('PUT', LIST_OF('LUNG'))).toMatchObject([
    { user: 'admin', body: '["http://aiaa:5000"]' },
  ])

  await open(page, '?place=project:LUNG&tab=history')
  await expect(page.getByRole('dialog')).toContainText('Reason: pilot')
  forgive(page, /409/)
})

test('order decides: the first entry is used, the others are struck through', async ({ signIn }) => {
  const page = await signIn('admin')
  await open(page, '?place=project:LUNG')
  const panel = page.getByRole('dialog')
  for (const [index, text] of [A, B].entries()) {
    await panel.getByRole('button', { name: 'Add a server' }).click()
    await panel.getByRole('textbox', { name: `Server ${index + 1}` }).fill(text)
  }
  await panel.getByRole('button', { name: 'Move server 2 up' }).click()
  await expect(panel.getByRole('textbox', { name: 'Server 1' })).toHaveValue(B)
  await expect(panel.getByRole('textbox', { name: 'Server 2' })).toHaveCSS(
    'text-decoration-line',
    'line-through',
  )
  await saveAnyway(panel)
  await expect(panel.getByText('Saved, and read back from XNAT.')).toBeVisible()
  await expect(panel.getByRole('region', { name: 'Viewers of this project use' })).toContainText(B)
  forgive(page, /409/)
})

test('the site default takes the name of the site, and says for how many projects it counts', async ({
  stack,
  signIn,
}) => {
  const page = await signIn('admin')
  await open(page)
  await page.getByRole('button', { name: 'Edit the site default' }).click()
  const panel = page.getByRole('dialog', { name: 'Site default' })
  await panel.getByRole('textbox', { name: 'Server 1' }).fill(A)
  await expect(panel.getByText('The effective server changes for 14 projects.')).toBeVisible()
  await expect(panel.getByRole('button', { name: 'Save' })).toBeDisabled()
  await panel.getByRole('textbox', { name: 'Type XNAT Research to confirm' }).fill('XNAT Research')
  await saveAnyway(panel)
  await expect(panel.getByText('Saved, and read back from XNAT.')).toBeVisible()
  await panel.getByRole('button', { name: 'Close' }).click()
  await expect(row(page, /Knee cartilage/)).toContainText(A)
  expect(stack.xnat.calls.to('PUT', '/xapi/ohifaiaa/servers')).toHaveLength(1)
  forgive(page, /409/)
})

test('what somebody changed with curl meanwhile is shown beside mine, and nothing is lost', async ({
  stack,
  signIn,
}) => {
  const page = await signIn('admin')
  await open(page, '?place=project:LUNG')
  const panel = page.getByRole('dialog')
  await panel.getByRole('button', { name: 'Add a server' }).click()
  await panel.getByRole('textbox', { name: 'Server 1' }).fill(A)
  await expect(panel.getByRole('button', { name: 'Save' })).toBeEnabled()
  stack.xnat.storeAiServers([B], 'LUNG')
  await saveAnyway(panel)
  const conflict = panel.getByRole('alert').filter({ hasText: 'has changed this list' })
  await expect(conflict).toContainText('admin has changed this list since you opened it.')
  await expect(conflict).toContainText(A)
  await expect(conflict).toContainText(B)
  expect(stack.xnat.calls.to('PUT', LIST_OF('LUNG'))).toHaveLength(0)
  await conflict.getByRole('button', { name: 'Keep mine and compare again' }).click()
  await expect(panel.getByRole('region', { name: 'What changes' })).toContainText(B)
  await expect(panel.getByRole('textbox', { name: 'Server 1' })).toHaveValue(A)
  await saveAnyway(panel)
  await expect(panel.getByText('Saved, and read back from XNAT.')).toBeVisible()

  await panel.getByRole('tab', { name: 'History' }).click()
  await expect(panel.getByText('Changed elsewhere')).toBeVisible()
  await panel
    .getByRole('listitem')
    .filter({ hasText: 'Changed elsewhere' })
    .getByRole('button', { name: 'Restore…' })
    .click()
  await saveAnyway(panel)
  await expect(panel.getByText('Restored, and read back from XNAT.')).toBeVisible()
  await expect(panel.getByText('Restored here')).toBeVisible()
  forgive(page, /409/)
})

test('using the site default says that XNAT cannot truly delete', async ({ stack, signIn }) => {
  const page = await signIn('admin')
  await open(page, '?place=project:LIVER')
  const panel = page.getByRole('dialog')
  await panel.getByRole('button', { name: 'Use site default' }).click()
  await expect(panel.getByText(/This stores an empty list. XNAT cannot delete one/)).toBeVisible()
  await panel.getByRole('button', { name: 'Save' }).click()
  await expect(panel.getByText('Saved, and read back from XNAT.')).toBeVisible()
  expect(stack.xnat.calls.to('PUT', LIST_OF('LIVER'))).toMatchObject([{ body: '[]' }])
})

test('many lists are changed with the tab closed, what failed is done again, and all is undone at once', async ({
  stack,
  signIn,
}) => {
  const page = await signIn('admin')
  await open(page)
  const broken = ['KNEE', 'LUNG', 'SPINE'].map((project) =>
    stack.xnat.answerWith(LIST_OF(project), { method: 'PUT', status: 500, body: 'disk full' }),
  )
  await page.getByRole('button', { name: 'Bulk edit' }).click()
  await page.getByRole('menuitem', { name: 'Set a server…' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox', { name: 'Server', exact: true }).fill(A)
  await dialog.getByRole('textbox', { name: 'Reason (optional, kept in the history)' }).fill('new cluster')
  await dialog.getByRole('button', { name: 'Preview' }).click()
  await expect(dialog.getByText('16 lists would be changed.')).toBeVisible()
  await expect(dialog.getByText('The effective server changes for 16 projects.')).toBeVisible()
  expect(stack.xnat.calls.filter(({ method }) => method === 'PUT')).toEqual([])
  const servers = dialog.getByRole('region', { name: 'Servers that would be used' })
  await expect(servers.getByText('viewers cannot work with it')).toBeVisible({ timeout: 20_000 })
  stack.xnat.goSlow(30)
  await applyAnyway(dialog, 'Change 16 lists anyway')
  await page.waitForURL(/job=/)
  const address = page.url()
  await page.close({ runBeforeUnload: false })

  const again = await page.context().newPage()
  await expect.poll(() => stack.xnat.calls.to('PUT', /ohifaiaa/).length, { timeout: 30_000 }).toBe(16)
  stack.xnat.goSlow(0)
  await again.goto(address)
  const job = again.getByRole('dialog', { name: 'Change of many lists' })
  await expect(job.getByText('done, not everywhere')).toBeVisible()
  await expect(job.getByText('13 changed', { exact: true })).toBeVisible()
  await expect(job.getByText('3 failed', { exact: true })).toBeVisible()
  await expect(job.getByText(/XNAT says: 500 disk full/).first()).toBeVisible()
  for (const one of broken) one.stop()
  await job.getByRole('button', { name: 'Try 3 failed lists again' }).click()
  await expect(job.getByText('16 changed', { exact: true })).toBeVisible()
  stack.xnat.storeAiServers([B], 'LUNG')
  await job.getByRole('button', { name: 'Undo all…' }).click()
  await expect(again.getByText('15 lists would be changed.')).toBeVisible()
  await expect(again.getByText('1 changed by others, left alone')).toBeVisible()
  await expect(again.getByText('2 of 2 looked at')).toBeVisible({ timeout: 30_000 })
  await again.getByRole('button', { name: 'Change 15 lists' }).click()
  await expect(again.getByText('15 changed', { exact: true })).toBeVisible()
  await again.getByRole('button', { name: 'Close' }).click()
  await expect(row(again, /Lung screening/)).toContainText(B)
  await expect(row(again, /Knee cartilage/)).toContainText('site default')
})

test('only the selected projects are changed', async ({ stack, signIn }) => {
  const page = await signIn('admin')
  await open(page)
  await page.getByRole('checkbox', { name: 'Select Knee cartilage' }).check()
  await page.getByRole('checkbox', { name: 'Select Liver lesions' }).check()
  await expect(page.getByText('2 selected')).toBeVisible()
  await page.getByRole('button', { name: 'Bulk edit' }).click()
  await page.getByRole('menuitem', { name: 'Use site default…' }).click()
  await page.getByRole('button', { name: 'Preview' }).click()
  await expect(page.getByText('1 list would be changed.')).toBeVisible()
  await page.getByRole('button', { name: 'Change 1 list' }).click()
  await expect(page.getByText('1 changed', { exact: true })).toBeVisible()
  expect(stack.xnat.calls.to('PUT', /ohifaiaa/)).toHaveLength(1)
})

test('a table goes out, and comes in only when it is clean', async ({ stack, signIn }) => {
  const page = await signIn('admin')
  await open(page)
  await page.getByRole('button', { name: 'CSV' }).click()
  const downloading = page.waitForEvent('download')
  await page.getByRole('menuitem', { name: 'Download as CSV' }).click()
  const text = await readFile(await (await downloading).path(), 'utf8')
  expect(text).toContain('KNEE,,Knee cartilage,site,')

  await page.getByRole('button', { name: 'CSV' }).click()
  await page.getByRole('menuitem', { name: 'Upload a CSV…' }).click()
  const dialog = page.getByRole('dialog')
  const upload = (csv: string) =>
    dialog
      .getByLabel('Table (CSV)')
      .setInputFiles({ name: 'lists.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) })
  await upload(`project,servers\nNOWHERE,${A}\nKNEE,${A}\nKNEE,${B}\nLUNG,h:5000\n`)
  await dialog.getByRole('button', { name: 'Preview' }).click()
  await expect(dialog.getByRole('row', { name: /2 There is no project NOWHERE/ })).toBeVisible()
  await expect(dialog.getByRole('row', { name: /4 The project KNEE is there twice/ })).toBeVisible()
  await expect(dialog.getByRole('row', { name: /5 h:5000 is not a server/ })).toBeVisible()
  expect(stack.xnat.calls.filter(({ method }) => method === 'PUT')).toEqual([])

  await upload(text.replace('KNEE,,', `KNEE,${A},`))
  await dialog.getByRole('button', { name: 'Preview' }).click()
  await expect(dialog.getByText('1 list would be changed.')).toBeVisible()
  await applyAnyway(dialog, 'Change 1 list anyway')
  await expect(dialog.getByText('1 changed', { exact: true })).toBeVisible()
  await dialog.getByRole('button', { name: 'Close' }).click()
  await expect(row(page, /Knee cartilage/)).toContainText(A)
  forgive(page, /400/)
})

test('an owner sees own projects and changes nothing, in the page or by the API', async ({
  stack,
  signIn,
}) => {
  const page = await signIn('owner')
  await open(page)
  await expect(row(page, /Liver lesions/)).toBeVisible()
  await expect(row(page, /Lung screening/)).toHaveCount(0)
  await expect(page.getByRole('button', { name: 'Bulk edit' })).toHaveCount(0)
  await page.getByRole('button', { name: /Liver lesions/ }).click()
  const panel = page.getByRole('dialog')
  await expect(panel.getByText('used', { exact: true })).toBeVisible()
  await expect(panel.getByRole('button', { name: 'Save' })).toHaveCount(0)
  await expect(panel.getByRole('textbox')).toHaveCount(0)
  const refused = await page.request.put('/api/assignments/places/project:LIVER', {
    data: { list: [A], seen: null },
    headers: OWN_PAGE,
  })
  expect(refused.status()).toBe(403)
  expect(stack.xnat.calls.filter(({ method }) => method === 'PUT')).toEqual([])
})

test('XNAT going away leaves what was read, and says what is not known', async ({ stack, signIn }) => {
  const page = await signIn('admin')
  stack.xnat.answerWith(LIST_OF('KNEE'), { cut: true })
  await page.goto('/assignments')
  await expect(page.getByText('XNAT did not answer for 1 project.')).toBeVisible()
  await expect(row(page, /Knee cartilage/)).toContainText('unknown')
  stack.xnat.answerWith('/data/projects', { status: 500 })
  await page.getByRole('button', { name: 'Read again' }).click()
  await expect(page.getByText('The assignments could not be read.')).toBeVisible()
  await expect(row(page, /Liver lesions/)).toBeVisible()
  forgive(page, /50\d/)
})

test.describe('in every size and theme', () => {
  test.describe.configure({ timeout: 300_000 })

  test('the table, a list with its history, and a conflict', async ({ stack, signIn }) => {
    const page = await signIn('admin')
    stack.xnat.storeAiServers(['http://h:99999'], 'SPINE')
    await open(page)
    await look(page, 'assignments')
    await open(page, '?show=none')
    await look(page, 'assignments-none')
    await open(page, '?group=server&place=project:BRAIN')
    await expect(page.getByRole('textbox', { name: 'Server 2' })).toBeVisible()
    await page.getByRole('textbox', { name: 'Server 2' }).fill(B)
    await expect(page.getByText('The effective server changes for 0 projects.')).toBeVisible()
    await look(page, 'assignments-edit')
    stack.xnat.storeAiServers([A], 'BRAIN')
    await page.getByRole('button', { name: 'Save' }).click()
    await expect(page.getByRole('alert')).toBeVisible()
    await look(page, 'assignments-conflict')
    await open(page, '?place=project:BRAIN&tab=history')
    await expect(page.getByRole('dialog').getByText('Changed elsewhere')).toBeVisible()
    await look(page, 'assignments-history')
    await open(page, '?place=project:LUNG')
    await page.getByRole('button', { name: 'Add a server' }).click()
    await page.getByRole('textbox', { name: 'Server 1' }).fill(A)
    await page.getByRole('button', { name: 'Save' }).click()
    await expect(page.getByText(/^The server was looked at first/)).toBeVisible({ timeout: 20_000 })
    await expect(page.getByRole('region', { name: "From the console's server" })).toBeVisible()
    await look(page, 'assignments-save-check')
    forgive(page, /409/)
  })

  test('a change of many lists: what, the preview, how it went, and a table with mistakes', async ({
    stack,
    signIn,
  }) => {
    const page = await signIn('admin')
    stack.xnat.answerWith(LIST_OF('KNEE'), { method: 'PUT', status: 500, body: 'disk full' })
    await open(page, '?bulk=replace')
    await look(page, 'assignments-bulk')
    await open(page, '?bulk=csv')
    const rows = ['project,servers', `KNEE,${stack.aiaa.url}`, `LUNG,${stack.aiaa.url}`, `SPINE,${A}`]
    const lists = { name: 'lists.csv', mimeType: 'text/csv', buffer: Buffer.from(rows.join('\n')) }
    await page.getByLabel('Table (CSV)').setInputFiles(lists)
    await page.getByRole('button', { name: 'Preview' }).click()
    await expect(page.getByText('3 lists would be changed.')).toBeVisible()
    await expect(page.getByText('2 of 2 looked at')).toBeVisible({ timeout: 30_000 })
    await look(page, 'assignments-preview')
    await applyAnyway(page.getByRole('dialog'), 'Change 3 lists anyway')
    await expect(page.getByText('done, not everywhere')).toBeVisible()
    await look(page, 'assignments-job')
    await open(page, '?bulk=csv')
    const csv = { name: 'x.csv', mimeType: 'text/csv', buffer: Buffer.from('project,server\nA,b\n') }
    await page.getByLabel('Table (CSV)').setInputFiles(csv)
    await page.getByRole('button', { name: 'Preview' }).click()
    await expect(page.getByText('The column servers is missing.')).toBeVisible()
    await look(page, 'assignments-csv')
    forgive(page, /400/)
  })
})
