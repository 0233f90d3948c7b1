import type { Page } from '@playwright/test'
import { expect, forgive, test } from './fixtures.ts'
import { look } from './look.ts'

const step = (page: Page, name: string) =>
  page
    .getByRole('region', { name: 'Why is this session viewable, or not?' })
    .getByRole('listitem')
    .filter({ has: page.getByRole('heading', { name, exact: true }) })

const open = (page: Page, projectId: string, session: string) =>
  page.goto(`/projects/${projectId}/sessions/${encodeURIComponent(session)}`)

const METADATA = 'Has XNAT valid viewer data?'
const LAST = 'When was it rebuilt last?'

test('an owner finds a session by its label and sees why it can be viewed, step by step', async ({
  stack,
  signIn,
}) => {
  const { xnat } = stack
  xnat.addProject({
    id: 'HEART',
    title: 'Heart study',
    owners: ['owner'],
    sessions: [{ id: 'XNAT_E90001', label: 'HEART_001 <b>' }],
  })
  const page = await signIn('owner')
  await page.keyboard.press('Control+k')
  await page.getByRole('dialog').getByRole('combobox').fill('HEART_001')
  await page.getByRole('option', { name: 'Find session “HEART_001”' }).click()
  await page.getByRole('link', { name: /HEART_001/ }).click()
  await expect(page).toHaveURL(/\/projects\/HEART\/sessions\/XNAT_E90001$/)
  await expect(page.getByRole('heading', { level: 1, name: 'HEART_001 <b>' })).toBeVisible()

  await expect(page.getByRole('status').filter({ hasText: 'XNAT has valid viewer data' })).toBeVisible()
  await expect(step(page, 'May you see it?')).toContainText('yes')
  await expect(step(page, 'Is it an image session?')).toContainText('xnat:mrSessionData')
  await expect(step(page, 'Has it scans the viewer can show?')).toContainText('1 of 1 looks like images')
  await expect(step(page, METADATA)).toContainText('It does not prove that the document is new')
  await expect(step(page, LAST)).toContainText('no trace of a rebuild')
  await expect(step(page, 'Could the viewer data be empty?')).toContainText('no sign of it')
  await expect(step(page, 'Will a run rebuild it?')).toContainText('no')

  const viewer = page.getByRole('link', { name: 'Open in the viewer' })
  await expect(viewer).toHaveAttribute('target', '_blank')
  await expect(viewer).toHaveAttribute('rel', /noopener/)
  const { subjectId } = xnat.session('XNAT_E90001')
  const href = new URL((await viewer.getAttribute('href')) ?? '')
  expect([href.pathname, Object.fromEntries(href.searchParams)]).toEqual([
    '/VIEWER',
    { subjectId, projectId: 'HEART', experimentId: 'XNAT_E90001', experimentLabel: 'HEART_001 <b>' },
  ])
  // Owners see what the log means, not its lines.
  await expect(page.getByRole('link', { name: 'Show its log lines' })).toHaveCount(0)
  await page.getByRole('link', { name: 'Checklist of the project' }).click()
  await expect(page.getByRole('heading', { name: 'Switch on the AI tools in the viewer' })).toBeVisible()
})

test('a session that was never generated is rebuilt from its page, live up to the verdict', async ({
  stack,
  signIn,
}) => {
  stack.xnat.addProject({
    id: 'HEART',
    owners: ['owner'],
    sessions: [{ id: 'XNAT_E90001', label: 'HEART_001', document: 'none' }],
  })
  const hold = stack.xnat.holdRegeneration('HEART')
  const page = await signIn('owner')
  await open(page, 'HEART', 'HEART_001')
  await expect(page.getByText('XNAT has no valid viewer data of this session. Rebuild it.')).toBeVisible()
  await expect(step(page, 'May you see it?')).toContainText('It was found by its label')
  await expect(step(page, METADATA)).toContainText('There is none, or it is of an older revision')
  await page.getByRole('button', { name: 'Rebuild now' }).click()
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Rebuild 1 session/ })
    .click()
  await expect(page.getByText(/^Your rebuild: /)).toBeVisible()
  await expect(step(page, 'Will a run rebuild it?')).toContainText('Guided run, started by owner')
  hold.storeRest()
  await expect(page.getByText('Your rebuild has ended: stored.')).toBeVisible()
  await expect(page.getByText(/^XNAT has valid viewer data/)).toBeVisible()
  await expect(step(page, LAST)).toContainText('stored')
  await expect(step(page, LAST)).toContainText('Guided run, started by owner')
  await expect(
    page.getByRole('region', { name: 'Every rebuild that is known' }).getByRole('row'),
  ).toHaveCount(2)
  await step(page, LAST).getByRole('link', { name: 'Open the run' }).click()
  await expect(page.getByRole('heading', { level: 1, name: /stored/ })).toBeVisible()
})

test('a silent failure, an empty document and an event each show in their own step', async ({
  stack,
  signIn,
}) => {
  const { xnat } = stack
  xnat.addProject({
    id: 'HEART',
    sessions: [
      { id: 'XNAT_E90001', behaviour: 'silent-begun', document: 'outdated' },
      { id: 'XNAT_E90002', behaviour: 'empty', document: 'none' },
      { id: 'XNAT_E90003' },
    ],
  })
  const page = await signIn('admin')
  await fetch(`${xnat.url}/xapi/viewer/projects/HEART`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa('admin:admin')}`, 'user-agent': 'curl/8.0' },
  })
  await xnat.archiveEvent('XNAT_E90003', 'Merged', 'uploader')

  await open(page, 'HEART', 'XNAT_E90001')
  await expect(step(page, LAST)).toContainText('silent failure')
  await expect(step(page, LAST)).toContainText('Rebuild started outside this console')
  await expect(page.getByText('XNAT has no valid viewer data of this session.')).toBeVisible()
  await page.getByRole('link', { name: 'Show its log lines' }).click()
  await expect(page).toHaveURL(/\/log\?session=XNAT_E90001/)
  await expect(page.getByRole('log').getByText(/Creating session metadata for XNAT_E90001/)).toBeVisible()

  await open(page, 'HEART', 'XNAT_E90002')
  await expect(page.getByText(/there is reason to think that nothing is in it/)).toBeVisible()
  await expect(step(page, METADATA)).toContainText('yes')
  const empty = step(page, 'Could the viewer data be empty?')
  await expect(empty).toContainText('suspected')
  await expect(empty).toContainText('the folder of its scans could not be read')
  await expect(step(page, 'Has it scans the viewer can show?')).toContainText('no scan')

  await open(page, 'HEART', 'XNAT_E90003')
  await expect(step(page, 'Has XNAT rebuilt it by itself?')).toContainText('XNAT event “Merged” (uploader)')
})

test('whoever may not see or edit it is told so, and unknown names are explained', async ({
  stack,
  signIn,
}) => {
  const { xnat } = stack
  xnat.addProject({ id: 'HEART', sessions: [{ id: 'XNAT_E90001', label: 'SECRET_1' }] })
  const page = await signIn('member')
  for (const [project, name] of [
    ['HEART', 'XNAT_E90001'],
    ['NOWHERE', 'SECRET_1'],
  ] as const) {
    await open(page, project, name)
    await expect(page.getByText('There is no such session for you here.')).toBeVisible()
    await expect(step(page, 'May you see it?')).toContainText('XNAT answers alike for both')
    await expect(step(page, METADATA)).toContainText('A step before this one has to succeed first.')
    await expect(page.getByRole('button', { name: 'Rebuild now' })).toHaveCount(0)
  }
  await open(page, 'BRAIN', 'NO_SUCH_LABEL')
  await expect(step(page, 'May you see it?')).toContainText('not found')
  const [brain] = xnat.sessions('BRAIN')
  await open(page, 'LIVER', brain?.id ?? '')
  await expect(step(page, 'May you see it?')).toContainText('not in this project')
  await step(page, 'May you see it?').getByRole('link').click()
  await expect(page.getByRole('heading', { level: 1, name: brain?.label ?? '' })).toBeVisible()

  // A collaborator reads and does not edit.
  const [lung] = xnat.sessions('LUNG')
  await open(page, 'LUNG', lung?.id ?? '')
  await expect(page.getByText(/^You may not edit this session/)).toBeVisible()
  await expect(page.getByRole('button', { name: 'Rebuild now' })).toBeDisabled()
})

test('XNAT that breaks down mid-check takes only the steps that need it', async ({ stack, signIn }) => {
  test.slow()
  const { xnat } = stack
  const page = await signIn('admin')
  const [liver] = xnat.sessions('LIVER')
  const id = liver?.id ?? ''
  const slow = xnat.answerWith(/\/exists$/, { hang: true })
  const item = xnat.answerWith(/^\/data\/experiments\/XNAT/, {
    body: '<!DOCTYPE html><html><body>Sign in</body></html>',
  })
  await open(page, 'LIVER', id)
  await expect(step(page, METADATA)).toContainText('The proxy in front of XNAT answered 504 in its place.')
  await expect(step(page, 'Has it scans the viewer can show?')).toContainText(
    'XNAT gave an answer that is not what was asked for',
  )
  await expect(step(page, 'May you see it?')).toContainText('yes')
  await expect(step(page, LAST)).toContainText('stored')
  await expect(page.getByText('Whether XNAT has viewer data of this session is not known.')).toBeVisible()
  await expect(step(page, 'Could the viewer data be empty?')).toContainText('not checked')

  slow.stop()
  item.stop()
  await page.getByRole('button', { name: 'Check again' }).click()
  await expect(page.getByText(/^XNAT has valid viewer data/)).toBeVisible()

  await stack.xnat.goDown()
  await page.reload()
  await expect(step(page, 'May you see it?')).toContainText('XNAT cannot be reached')
  // What the console itself knows is still there.
  await expect(step(page, LAST)).toContainText('stored')
  await stack.xnat.comeBack()
  // Nobody has to press anything.
  await expect(page.getByText(/^XNAT has valid viewer data/)).toBeVisible({ timeout: 40_000 })
  await expect(step(page, 'May you see it?')).toContainText('yes')
  forgive(page, /50\d/)
})

test('the sessions of a project are listed, searched and sorted in the address', async ({ signIn }) => {
  const page = await signIn('admin')
  await page.goto('/projects/COHORT')
  await page.getByRole('link', { name: 'Its sessions' }).click()
  await expect(page.getByRole('status').filter({ hasText: '900 sessions' })).toBeVisible()
  const rows = page.getByRole('region', { name: 'List of sessions' }).getByRole('link')
  expect(await rows.count()).toBeLessThan(100)
  const first = await rows.first().textContent()
  await page.getByRole('button', { name: 'Label' }).click()
  await expect(page).toHaveURL(/sort=-label/)
  await expect(rows.first()).not.toHaveText(first ?? '')
  await page.getByRole('searchbox', { name: 'Search sessions' }).fill(first ?? '')
  await expect(page.getByRole('status').filter({ hasText: /of 900 sessions/ })).toBeVisible()
  await page.reload()
  await expect(rows.first()).toHaveText(first ?? '')
  await rows.first().click()
  await expect(page.getByRole('heading', { level: 1, name: first ?? '' })).toBeVisible()
})

test('the page of a session and the list of sessions in every size', async ({ stack, signIn }) => {
  test.setTimeout(300_000)
  const page = await signIn('admin')
  const [liver] = stack.xnat.sessions('LIVER')
  await open(page, 'LIVER', liver?.id ?? '')
  await expect(step(page, LAST)).toContainText('stored')
  await look(page, 'session')
  await open(page, 'LIVER', 'NO_SUCH_SESSION')
  await expect(step(page, 'May you see it?')).toContainText('not found')
  await look(page, 'session-missing')
  await page.goto('/projects/MIXED/sessions')
  await expect(page.getByText('4 sessions')).toBeVisible()
  await look(page, 'sessions')
  await page.goto('/sessions?q=LIVER')
  await expect(page.getByRole('region', { name: 'Find a session' }).getByRole('link').first()).toBeVisible()
  await look(page, 'session-find')
})
