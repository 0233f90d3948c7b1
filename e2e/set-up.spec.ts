import { rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Stack } from '@ohif-admin/dev-stack'
import { makeViewerJar, startAiaaServer } from '@ohif-admin/simulators'
import type { Page } from '@playwright/test'
import { expect, expectAccessible, forgive, test } from './fixtures.ts'
import { look } from './look.ts'

const JAR = 'ohif-viewer-3.6.0.jar'
const MODEL = 'clara_pt_spleen_ct_segmentation'

/** An XNAT that has never had the plugin. */
async function withoutPlugin({ pluginsFolder, xnat }: Stack): Promise<string> {
  const jar = path.join(pluginsFolder, JAR)
  await rm(jar)
  await xnat.restart()
  return jar
}

const step = (page: Page, title: string) =>
  page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: title, exact: true }) })

/** XNAT has forgotten everybody: the page goes to the sign-in by itself, and back. */
async function signInAgain(page: Page) {
  await expect(page.getByRole('heading', { name: 'Sign in', level: 1 })).toBeVisible({ timeout: 30_000 })
  await page
    .getByRole('region', { name: 'Demo accounts' })
    .getByRole('button', { name: /^admin/ })
    .click()
  await expect(page.getByRole('tab', { name: 'Viewer plugin' })).toBeVisible()
  forgive(page, /Failed to load resource/)
}

async function prove(page: Page, server: string) {
  await page.getByLabel('Address of the server').fill(server)
  await page.getByLabel('Project to try it with').fill('LIVER')
  await page.getByRole('button', { name: 'Take these' }).click()
}

const checkNow = (part: ReturnType<typeof step> | Page) =>
  part.getByRole('button', { name: 'Check from both sides', exact: true }).click()

test('an admin leads an XNAT without the plugin to users whose browsers reach the models of a server', async ({
  stack,
  signIn,
}) => {
  test.setTimeout(180_000)
  const jar = await withoutPlugin(stack)
  await using server = await startAiaaServer({ models: [] })
  const page = await signIn('admin')

  const card = page.getByRole('region', { name: 'Set-up' })
  await expect(card).toContainText('XNAT lists no viewer plugin.')
  await card.getByRole('link', { name: 'Go on' }).click()
  await step(page, 'The viewer plugin runs').getByRole('link').click()
  const findings = page.getByRole('region', { name: /^Findings/ })
  await expect(findings).toContainText('The viewer plugin is not installed')
  await writeFile(jar, makeViewerJar('3.6.0'))
  await page.getByRole('button', { name: 'Examine again' }).click()
  await expect(findings).toContainText('The jar is there, and XNAT has not loaded it')
  await expect(findings).not.toContainText('Newer than this run of XNAT')

  await page.getByRole('button', { name: 'Wait for the restart' }).click()
  await expect(page.getByText('XNAT answers and has not been restarted yet')).toBeVisible()
  await stack.xnat.crash()
  await expect(page.getByText('XNAT does not answer, as during a restart')).toBeVisible()
  await stack.xnat.comeBack()
  await signInAgain(page)
  await expect(page.getByText('XNAT has been restarted, and plugin 3.6.0 answers.')).toBeVisible()
  await expect(page.getByText('for how many sessions is not known')).toBeVisible()
  await expect(page.getByRole('link', { name: 'Find out with a scan' })).toHaveAttribute('href', /coverage/)

  await page.getByRole('tab', { name: 'Prove it' }).click()
  await prove(page, server.url)
  const models = step(page, 'Load a first model')
  await expect(models).toContainText('Check the server first')
  const check = step(page, 'Check the server from both sides')
  await checkNow(check)
  await expect(check.getByText('proved', { exact: true })).toBeVisible({ timeout: 60_000 })

  await models.getByLabel('Name in the catalogue').fill(`nvidia/med/${MODEL}`)
  await models.getByText('Clara 4.0', { exact: true }).click()
  await models.getByRole('button', { name: 'Load', exact: true }).click()
  await expect(models.getByText(`The server's list shows ${MODEL} now`)).toBeVisible({ timeout: 30_000 })
  await expect(models.getByText('proved', { exact: true })).toBeVisible()
  await expect(models).toContainText('lists models: 1')

  const register = step(page, 'Register the server')
  await expect(register.getByText('to do', { exact: true })).toBeVisible()
  await register.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(register).toContainText('Project LIVER uses', { timeout: 30_000 })
  const browser = step(page, "See it as a user's browser does")
  await checkNow(browser)
  await expect(browser).toContainText('answered the browser of whoever checked it', { timeout: 60_000 })
  await expect(page.getByText('Everything users need is there.')).toBeVisible()

  await page.getByRole('link', { name: 'Checklist for users' }).click()
  const ready = page.getByRole('region', { name: 'What has to be there first' })
  await checkNow(page)
  await expect(ready).toContainText('Everything is there', { timeout: 60_000 })
  await expect(ready.getByText('there', { exact: true })).toHaveCount(3)
})

test('the pages of the set-up in every size', async ({ stack, signIn }) => {
  // Pictures in every size and theme.
  test.setTimeout(300_000)
  const jar = await withoutPlugin(stack)
  await using server = await startAiaaServer({ models: [] })
  const page = await signIn('admin')
  await expect(page.getByRole('region', { name: 'Set-up' })).toContainText('XNAT lists no viewer plugin.')
  await look(page, 'set-up-overview')
  await page.goto('/set-up')
  await expect(step(page, 'The viewer plugin runs')).toContainText('to do')
  await look(page, 'set-up-steps')

  await page.getByRole('tab', { name: 'Viewer plugin' }).click()
  const findings = page.getByRole('region', { name: /^Findings/ })
  await expect(findings).toContainText('The viewer plugin is not installed')
  await writeFile(jar, '<!doctype html><title>Downloads</title>')
  const older = path.join(stack.pluginsFolder, 'ohif-viewer-3.5.1.jar')
  await writeFile(older, makeViewerJar('3.5.1'))
  await page.getByRole('button', { name: 'Examine again' }).click()
  await expect(findings).toContainText(`${JAR} is not a jar`)
  await expect(findings).toContainText('Two versions of the viewer plugin')
  await expect(findings).toContainText(`mv xnat-data/home/plugins/${JAR} xnat-data/home/plugins-removed/`)
  await page.getByText('as a service of the machine').click()
  await expect(findings).toContainText(`sudo mv "$XNAT_HOME"/plugins/${JAR}`)
  await look(page, 'set-up-plugin-findings')

  await rm(older)
  await writeFile(jar, makeViewerJar('3.6.0'))
  await page.getByRole('button', { name: 'Wait for the restart' }).click()
  await expect(page.getByText('XNAT answers and has not been restarted yet')).toBeVisible()
  await stack.xnat.restart()
  await signInAgain(page)
  await expect(page.getByText('for how many sessions is not known')).toBeVisible()
  await page.getByText('for how many sessions is not known').scrollIntoViewIfNeeded()
  await look(page, 'set-up-plugin-restarted')

  await page.getByRole('tab', { name: 'Prove it' }).click()
  await prove(page, server.url)
  await checkNow(step(page, 'Check the server from both sides'))
  await expect(page.getByLabel('Name in the catalogue')).toBeVisible({ timeout: 60_000 })
  await look(page, 'set-up-prove')
  await page.getByRole('tab', { name: 'Support bundle' }).click()
  await look(page, 'set-up-support')
  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Download the bundle' }).click()
  expect((await download).suggestedFilename()).toMatch(/^ohif-admin-support-\d{8}-\d{4}\.zip$/)
})

test('what is put away stays away, and the page is not for everybody', async ({ stack, signIn }) => {
  await withoutPlugin(stack)
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
