import { rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { makeViewerJar, startAiaaServer } from '@ohif-admin/simulators'
import { expect, expectAccessible, forgive, test } from './fixtures.ts'
import { look } from './look.ts'

// Pictures in every size and theme, and a restart of XNAT in between.
test.describe.configure({ timeout: 300_000 })

const JAR = 'ohif-viewer-3.6.0.jar'

test('an admin leads an XNAT without the plugin to a server that works from both sides', async ({
  stack,
  signIn,
}) => {
  const jar = path.join(stack.pluginsFolder, JAR)
  await rm(jar)
  await stack.xnat.restart()
  await using server = await startAiaaServer()
  const page = await signIn('admin')

  const card = page.getByRole('region', { name: 'Set-up' })
  await expect(card).toContainText('XNAT lists no viewer plugin.')
  await look(page, 'set-up-overview')
  await card.getByRole('link', { name: 'Go on' }).click()
  const plugin = page.getByRole('listitem').filter({ hasText: 'The viewer plugin runs' })
  await expect(plugin).toContainText('to do')
  await look(page, 'set-up-steps')

  await plugin.getByRole('link').click()
  const findings = page.getByRole('region', { name: /^Findings/ })
  await expect(findings).toContainText('The viewer plugin is not installed')
  await look(page, 'set-up-plugin-missing')

  await writeFile(jar, '<!doctype html><title>Downloads</title>')
  await writeFile(path.join(stack.pluginsFolder, 'ohif-viewer-3.5.1.jar'), makeViewerJar('3.5.1'))
  await page.getByRole('button', { name: 'Examine again' }).click()
  await expect(findings).toContainText(`${JAR} is not a jar`)
  await expect(findings).toContainText('Two versions of the viewer plugin')
  await expect(findings).toContainText(`mv xnat-data/home/plugins/${JAR} xnat-data/home/plugins-removed/`)
  await page.getByText('as a service of the machine').click()
  await expect(page).toHaveURL(/on=service/)
  await expect(findings).toContainText(`sudo mv "$XNAT_HOME"/plugins/${JAR}`)
  await look(page, 'set-up-plugin-findings')

  await rm(path.join(stack.pluginsFolder, 'ohif-viewer-3.5.1.jar'))
  await writeFile(jar, makeViewerJar('3.6.0'))
  await page.getByRole('button', { name: 'Examine again' }).click()
  await expect(findings).toContainText('The jar is there, and XNAT has not loaded it')

  await page.getByRole('button', { name: 'Wait for the restart' }).click()
  await expect(page.getByText('XNAT answers and has not been restarted yet')).toBeVisible()
  await stack.xnat.crash()
  await expect(page.getByText('XNAT does not answer, as during a restart')).toBeVisible()
  await stack.xnat.comeBack()
  await expect(page.getByRole('button', { name: /^admin/ })).toBeVisible()
  forgive(page, /Failed to load resource/)
  await page.getByRole('button', { name: /^admin/ }).click()
  await expect(page.getByText('XNAT has been restarted, and plugin 3.6.0 answers.')).toBeVisible()
  await expect(page.getByText('runs and answers')).toBeVisible()
  await look(page, 'set-up-plugin-restarted')

  await page.getByRole('tab', { name: 'Prove it' }).click()
  await page.getByLabel('Address of the server').fill(server.url)
  await page.getByLabel('Project to try it with').fill('LIVER')
  await page.getByRole('button', { name: 'Take these' }).click()
  await expect(page).toHaveURL(/project=LIVER/)
  const check = page.getByRole('listitem').filter({ hasText: 'Check the server from both sides' })
  await check.getByRole('region').getByRole('button').first().click()
  await expect(check.getByText('proved', { exact: true })).toHaveCount(2, { timeout: 60_000 })
  await expect(check).toContainText('answered the browser of whoever checked it')
  await look(page, 'set-up-prove')
  await expect(page.getByRole('link', { name: 'Checklist for users' })).toHaveAttribute(
    'href',
    /LIVER\/checklist/,
  )

  await page.getByRole('tab', { name: 'Support bundle' }).click()
  await look(page, 'set-up-support')
  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Download the bundle' }).click()
  expect((await download).suggestedFilename()).toMatch(/^ohif-admin-support-\d{8}-\d{4}\.zip$/)
})

test('what is put away stays away, and the page is not for everybody', async ({ stack, signIn }) => {
  await rm(path.join(stack.pluginsFolder, JAR))
  await stack.xnat.restart()
  const page = await signIn('admin')
  const card = page.getByRole('region', { name: 'Set-up' })
  await card.getByRole('button', { name: 'Put away' }).click()
  await expect(card).toHaveCount(0)
  await page.reload()
  await expect(page.getByRole('heading', { name: 'Overview' })).toBeVisible()
  await expect(page.getByText('Running now')).toBeVisible()
  await expect(card).toHaveCount(0)

  await page.keyboard.press('g')
  await page.keyboard.press('s')
  await expect(page.getByRole('heading', { name: 'Set-up', level: 1 })).toBeVisible()

  const owner = await signIn('owner')
  await owner.goto('/set-up')
  await expect(owner.getByRole('heading', { name: 'The set-up is for site administrators' })).toBeVisible()
  await expectAccessible(owner)
})
