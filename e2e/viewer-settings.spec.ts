import { startStack } from '@ohif-admin/dev-stack'
import { test as base, expect, expectAccessible, forgive } from './fixtures.ts'
import { look } from './look.ts'

/** A plugin that has all of it. */
const test = base.extend({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from this pattern
  stack: async ({}, use) => {
    await using stack = await startStack({
      run: 'bundle',
      xnat: { pluginVersion: '3.7.2' },
      settings: { LOG_LEVEL: 'warn' },
    })
    await use(stack)
  },
})

test('an admin changes presets, sees what that changes, meets a colleague’s change, and undoes', async ({
  signIn,
}) => {
  test.setTimeout(180_000)
  const page = await signIn('admin')
  await page.goto('/projects/LIVER')
  const card = page.getByRole('region', { name: 'Other settings of the viewer' })
  await expect(card).toContainText('never set')
  await card.getByRole('button', { name: 'Edit: Presets for masks (SEG)' }).click()
  const dialog = page.getByRole('dialog')
  const save = dialog.getByRole('button', { name: 'Save' })
  await expect(save).toBeDisabled()
  await dialog.getByRole('button', { name: 'Add a preset' }).click()
  await dialog.getByLabel('Label of preset 1').fill('Tumour')
  await dialog.getByRole('button', { name: 'Add a preset' }).click()
  await dialog.getByLabel('Label of preset 2').fill('Tumour')
  await expect(dialog).toContainText('This label is there already')
  await expect(save).toBeDisabled()
  await dialog.getByLabel('Label of preset 2').fill('Liver <img src=x onerror=alert(1)>')
  await dialog.getByLabel('Colour of preset 2').fill('#0000ff')
  await expect(dialog.getByRole('region', { name: 'What saving changes' })).toContainText('Comes')
  await expectAccessible(page)
  await look(page, 'viewer-settings-edit')

  // A colleague is faster.
  const body = { value: [{ label: 'Spleen', color: [0, 255, 0] }], seen: [] }
  const put = await page.evaluate(
    async (sent) =>
      (
        await fetch('/api/viewer-settings/LIVER/SEG', {
          method: 'PUT',
          headers: { 'content-type': 'application/json', 'x-ohif-admin': '1' },
          body: JSON.stringify(sent),
        })
      ).status,
    body,
  )
  expect(put).toBe(200)
  await save.click()
  await expect(dialog.getByRole('alert')).toContainText('Somebody else has changed this setting')
  await expect(dialog.getByRole('alert')).toContainText('Spleen')
  forgive(page, /409/)
  await look(page, 'viewer-settings-moved')
  await dialog.getByRole('button', { name: 'Keep mine' }).click()
  await expect(dialog.getByRole('region', { name: 'What saving changes' })).toContainText('Spleen')
  await save.click()
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(card).toContainText('Saved: Presets for masks (SEG)')
  await expect(card).toContainText('Tumour')
  await look(page, 'viewer-settings')
  await card.getByRole('button', { name: 'Undo' }).click()
  await expect(card).toContainText('Spleen')
  await expect(card).not.toContainText('Tumour')

  await card.getByRole('button', { name: 'Edit: Several stacks' }).click()
  await dialog.getByRole('checkbox', { name: 'Several stacks' }).check()
  await expect(dialog).toContainText('never set becomes on')
  await save.click()
  await expect(card).toContainText('XNAT cannot forget a setting')
  await card.getByRole('link', { name: 'Every change' }).click()
  await expect(page).toHaveURL(/action=viewer-setting\.save/)
  await expect(page.getByText('project LIVER').first()).toBeVisible()
})

test('an owner sees them and cannot change them', async ({ signIn }) => {
  const page = await signIn('owner')
  await page.goto('/projects/LIVER')
  const card = page.getByRole('region', { name: 'Other settings of the viewer' })
  await expect(card).toContainText('No presets')
  await expect(card.getByRole('button')).toHaveCount(0)
})

base('what an older plugin lacks is not shown', async ({ stack, signIn }) => {
  const page = await signIn('admin')
  await page.goto('/projects/LIVER')
  const card = page.getByRole('region', { name: 'Other settings of the viewer' })
  await expect(card).toContainText('Presets for masks')
  await expect(card).not.toContainText('Several stacks')
  stack.xnat.setPluginVersion('3.5.0')
  await page.reload()
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await expect(card).toHaveCount(0)
})
