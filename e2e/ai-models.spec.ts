import { makeZip } from '@ohif-admin/simulators'
import type { Page } from '@playwright/test'
import { expect, expectAccessible, forgive, test } from './fixtures.ts'
import { look } from './look.ts'

test.describe.configure({ timeout: 240_000 })

const CONFIG = JSON.stringify({
  version: 1,
  type: 'segmentation',
  labels: ['spleen'],
  description: 'Spleen on CT',
  inference: { AIAA: {}, TRITON: { triton_model_config: { input: [], output: [] } } },
})
const MB = 1024 * 1024
const config = (text = CONFIG) => ({
  name: 'config_aiaa.json',
  mimeType: 'application/json',
  buffer: Buffer.from(text),
})
const model = (bytes = 1000) => ({
  name: 'model.ts',
  mimeType: 'application/octet-stream',
  buffer: Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(bytes, 7)]),
})
const zip = (files: Record<string, string>) => ({
  name: 'spleen.zip',
  mimeType: 'application/zip',
  buffer: Buffer.from(makeZip(files)),
})

/** The panel of a server, with what is loaded there. */
async function manage(page: Page, url: string) {
  await page.goto(`/ai-servers?server=${encodeURIComponent(url)}&tab=manage`)
  const panel = page.getByRole('dialog').first()
  await expect(panel.getByRole('heading', { name: 'Models of this server' })).toBeVisible({ timeout: 60_000 })
  return panel
}

test('a model comes from the catalogue, is replaced only when its name is typed, and is removed', async ({
  signIn,
  stack,
}) => {
  stack.aiaa.setModels([{ name: 'other', type: 'segmentation', labels: ['x'], version: '1' }])
  const page = await signIn('admin')
  const panel = await manage(page, stack.aiaa.url)
  const load = panel.getByRole('button', { name: 'Load', exact: true })
  await expect(load).toBeDisabled()
  await panel.getByLabel('Name in the catalogue').fill('nvidia/med/clara_ct_seg_spleen')
  await expect(panel.getByText('names that begin with clara_pt_')).toBeVisible()
  await panel.getByLabel('Name in the catalogue').fill('nvidia/med/clara_pt_spleen_ct_segmentation')
  await load.click()
  await expect(panel.getByText("The server's list shows clara_pt_spleen_ct_segmentation now")).toBeVisible()
  const row = panel.getByRole('listitem').filter({ hasText: 'clara_pt_spleen_ct_segmentation' })
  await expect(row).toBeVisible()
  await expectAccessible(page)

  await expect(panel.getByText('clara_pt_spleen_ct_segmentation is there already')).toBeVisible()
  const replace = panel.getByRole('button', { name: 'Replace the model' })
  await expect(replace).toBeDisabled()
  await panel.getByLabel(/^Type .* to confirm/).fill('clara_pt_spleen_ct_segmentation')
  await expect(replace).toBeEnabled()

  await row.getByRole('button', { name: 'Remove…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Remove a model' })
  await expect(dialog).toContainText('projects use this server')
  const remove = dialog.getByRole('button', { name: 'Remove the model' })
  await expect(remove).toBeDisabled()
  await dialog.getByLabel(/^Type .* to confirm/).fill('clara_pt_spleen_ct_segmentation')
  await look(page, 'ai-models-remove')
  await remove.click()
  await expect(dialog).toContainText('does not show clara_pt_spleen_ct_segmentation any more')
  await dialog.getByRole('button', { name: 'Close' }).last().click()
  await expect(row).toHaveCount(0)
})

test('what would not work is refused in the page, a sentence each, before anything is sent', async ({
  signIn,
  stack,
}) => {
  const page = await signIn('admin')
  const panel = await manage(page, stack.aiaa.url)
  const load = panel.getByRole('button', { name: 'Load', exact: true })
  const says = (text: string | RegExp) => expect(panel.getByText(text)).toBeVisible()

  await panel.getByText('Two files').click()
  await panel.getByLabel('Name on the server').fill('my_spleen')
  await panel.getByLabel(/^Model file/).setInputFiles(model())
  const file = panel.getByLabel(/^Configuration/)
  const broken: [string, string][] = [
    ['{', 'The configuration is not JSON'],
    [CONFIG.replace('"version":1', '"version":3'), 'This is a configuration for Clara 3.x'],
    [CONFIG.replace('"segmentation"', '"Segmentation"'), 'The type Segmentation is not known'],
    [CONFIG.replace('["spleen"]', '{"spleen":1}'), 'labels has to be a list'],
    [CONFIG.replace('"segmentation"', '"deepgrow"'), 'A deepgrow model needs'],
    [CONFIG.replace('"AIAA":{},', '').replace('"TRITON"', '"OTHER"'), 'has no section AIAA / TRITON'],
  ]
  for (const [text, sentence] of broken) {
    await file.setInputFiles(config(text))
    await says(sentence)
    await expect(load).toBeDisabled()
  }
  await file.setInputFiles(config())
  await expect(load).toBeEnabled()
  await panel.getByLabel('Name on the server').fill('../spleen')
  await says(/can break addresses and folders/)
  await expect(load).toBeDisabled()

  await panel.getByText('Zipped archive').click()
  const archive = panel.getByLabel('Zipped MMAR')
  await archive.setInputFiles(
    zip({ 'spleen/config/config_aiaa.json': CONFIG, 'spleen/models/model.ts': 'x' }),
  )
  await says('cd spleen && zip -r ../model.zip config models')
  await look(page, 'ai-models-refused')
  await archive.setInputFiles(zip({ 'config/config_aiaa.json': CONFIG }))
  await says('The zip has no model: models/model.ts is expected.')
  await archive.setInputFiles({ name: 'a.zip', mimeType: 'application/zip', buffer: Buffer.from('<html>') })
  await says('a.zip is no zip, or a damaged one.')
  expect(stack.aiaa.calls.filter(({ method }) => method === 'PUT')).toEqual([])

  await archive.setInputFiles(zip({ 'config/config_aiaa.json': CONFIG, 'models/model.ts': 'x' }))
  await panel.getByLabel('Name on the server').fill('zipped')
  await load.click()
  await expect(panel.getByText("The server's list shows zipped now")).toBeVisible()
})

test('an upload shows how far it is to everybody, outlives a reload once the console has it, and ends as seen', async ({
  signIn,
  stack,
}) => {
  // What both ends of the connection may hold beyond that (36 MB by default) is less than the file.
  stack.aiaa.stopReadingAt(MB)
  const page = await signIn('admin')
  const panel = await manage(page, stack.aiaa.url)
  await panel.getByText('Two files').click()
  await panel.getByLabel(/^Configuration/).setInputFiles(config())
  await panel.getByLabel(/^Model file/).setInputFiles(model(45 * MB))
  await panel.getByLabel('Name on the server').fill('my_spleen')
  await panel.getByRole('button', { name: 'Load', exact: true }).click()
  const toServer = panel.getByRole('progressbar', { name: 'Console to AI server' })
  await expect(toServer).toHaveAttribute('aria-valuenow', /^[1-9]\d?$/, { timeout: 30_000 })
  await look(page, 'ai-models-progress')
  await page.reload()
  await expect(toServer).toHaveAttribute('aria-valuenow', /^[1-9]\d?$/)
  await expect(panel.getByText('my_spleen: the file goes on to the server')).toBeVisible()

  const other = await signIn('admin')
  const theirs = await manage(other, stack.aiaa.url)
  await expect(theirs.getByText('One at a time')).toBeVisible()
  stack.aiaa.readOn()
  await expect(theirs.getByText("The server's list shows my_spleen now")).toBeVisible({ timeout: 30_000 })
  await expect(panel.getByText("The server's list shows my_spleen now")).toBeVisible()
})

test('an upload that is left half-way asks first, and leaves nothing behind', async ({ signIn, stack }) => {
  const page = await signIn('admin')
  const panel = await manage(page, stack.aiaa.url)
  const network = await page.context().newCDPSession(page)
  await network.send('Network.enable')
  await panel.getByText('Two files').click()
  await panel.getByLabel(/^Configuration/).setInputFiles(config())
  await panel.getByLabel(/^Model file/).setInputFiles(model(45 * MB))
  await panel.getByLabel('Name on the server').fill('half')
  const speed = { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: 4 * MB }
  await network.send('Network.emulateNetworkConditions', speed)
  await panel.getByRole('button', { name: 'Load', exact: true }).click()
  const toConsole = panel.getByRole('progressbar', { name: 'Browser to console' })
  await expect(toConsole).toHaveAttribute('aria-valuenow', /^(4[5-9]|5\d)$/, { timeout: 60_000 })
  await page.keyboard.press('Escape')
  await page.getByRole('link', { name: 'Overview' }).first().click()
  const question = page.getByRole('dialog', { name: 'Leave while the file is being sent?' })
  await expect(question).toBeVisible()
  await question.getByRole('button', { name: 'Stay' }).click()
  await page.getByRole('row', { name: /AIAA/ }).getByRole('button').first().click()
  await panel.getByRole('tab', { name: 'Load and remove' }).click()
  await panel.getByRole('button', { name: 'Cancel' }).click()
  await expect(panel.getByText('half: nothing was sent to the server.')).toBeVisible({ timeout: 30_000 })
  await expect(panel.getByText('It was cancelled.')).toBeVisible()
  expect(stack.aiaa.calls.filter(({ method }) => method === 'PUT')).toEqual([])
  forgive(page, /ERR_|Failed to load resource/)
})

test('a console that dies in the middle does not call it a success', async ({ signIn, stack }) => {
  stack.aiaa.goSlow(120_000, '/admin/model/clara_pt_brain')
  const page = await signIn('admin')
  const panel = await manage(page, stack.aiaa.url)
  await panel.getByLabel('Name in the catalogue').fill('nvidia/med/clara_pt_brain')
  await panel.getByRole('button', { name: 'Load', exact: true }).click()
  await expect(panel.getByText('the server is at work and has not answered yet')).toBeVisible()
  await stack.bff.kill()
  await stack.bff.start()
  await expect(panel.getByText('What became of clara_pt_brain is not known')).toBeVisible({ timeout: 90_000 })
  await expect(panel.getByText('Look at the list of models.')).toBeVisible()
  forgive(page, /ERR_|Failed to load resource/)
})

test('MONAI Label is offered what it can do and nothing else', async ({ signIn, stack }) => {
  const page = await signIn('admin')
  const panel = await manage(page, stack.monaiLabel.url)
  await expect(panel.getByText('MONAI Label takes no new models')).toBeVisible()
  await panel.getByRole('tab', { name: 'Models', exact: true }).click()
  const started = panel.getByRole('region', { name: 'How this server was started' })
  await expect(started).toContainText('a folder on the server')
  await expect(started).toContainText('show only where it was started')
  await started.scrollIntoViewIfNeeded()
  await look(page, 'ai-server-started')
  await panel.getByRole('tab', { name: 'Load and remove' }).click()
  await expect(panel.getByRole('button', { name: 'Load', exact: true })).toHaveCount(0)
  await panel.getByRole('button', { name: 'Replace weights…' }).first().click()
  const dialog = page.getByRole('dialog', { name: 'Replace the weights of a model' })
  const name = (await dialog.locator('.font-mono').textContent()) ?? ''
  await dialog.getByLabel('Weight file').setInputFiles({ ...model(), name: 'weights.pt' })
  await dialog.getByLabel(/^Type .* to confirm/).fill(name)
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Replace the weights' }).click()
  await expect(panel.getByText('The server names the checksum of this file')).toBeVisible()
})

test('who is no site administrator is not offered it, and the API refuses', async ({ signIn, stack }) => {
  const page = await signIn('owner')
  await page.goto(`/ai-servers?server=${encodeURIComponent(stack.aiaa.url)}&tab=manage`)
  await expect(page.getByRole('tab', { name: 'Load and remove' })).toHaveCount(0)
  const answer = await page.request.get(`/api/ai-models?origin=${encodeURIComponent(stack.aiaa.url)}`, {
    headers: { 'x-ohif-admin': '1', 'sec-fetch-site': 'same-origin' },
  })
  expect(answer.status()).toBe(403)
})
