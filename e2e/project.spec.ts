import { expect, forgive, test } from './fixtures.ts'
import { look } from './look.ts'

test('the palette and the overview lead an owner to the project, and from there to a rebuild', async ({
  signIn,
}) => {
  const page = await signIn('owner')
  await expect(page.getByRole('region', { name: 'My projects' }).getByRole('link')).toHaveCount(2)
  await page.keyboard.press('Control+k')
  await page.getByRole('dialog').getByRole('combobox').fill('knee')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'Knee cartilage' })).toBeVisible()
  await expect(page).toHaveURL(/\/projects\/KNEE$/)
  await expect(page.getByText(/^Viewers of this project use /)).toBeVisible()
  await expect(page.getByRole('region', { name: 'What users will see' })).toContainText(
    'each user switches it on',
  )
  await page.getByRole('link', { name: 'Rebuild its viewer data' }).click()
  await expect(page).toHaveURL(/\/regeneration\?project=KNEE/)
})

test('a member reads the project and its checklist, and is not offered to ask', async ({ signIn }) => {
  const page = await signIn('member')
  await page.goto('/projects/LIVER')
  await expect(page.getByRole('heading', { name: 'Liver lesions' })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Ask for a change' })).toHaveCount(0)
  await expect(page.getByRole('heading', { name: 'Change requests' })).toHaveCount(0)
  await page.getByRole('link', { name: 'Checklist for users, as a page to send' }).click()
  await expect(page.getByRole('heading', { name: 'Switch on the AI tools in the viewer' })).toBeVisible()
  await expect(page.getByText('Save, and reload the page of the viewer.')).toBeVisible()
})

test('nobody sees a project that XNAT would not show, however it is asked for', async ({ stack, signIn }) => {
  stack.xnat.addProject({ id: 'SECRET', title: 'Secret study', sessions: 1 })
  const page = await signIn('owner')
  for (const address of ['/projects/SECRET', '/projects/SECRET/checklist', '/projects/NOWHERE']) {
    await page.goto(address)
    await expect(page.getByText('There is no such project, or you may not see it.')).toBeVisible()
    await expect(page.getByText('Secret study')).toHaveCount(0)
  }
  await page.goto('/projects/..%2f..')
  await expect(page.getByText('Secret study')).toHaveCount(0)
  forgive(page, /40\d/)
})

test('while XNAT does not answer for the list, the server is unknown and not none', async ({
  stack,
  signIn,
}) => {
  const page = await signIn('owner')
  stack.xnat.answerWith(/^\/xapi\/ohifaiaa\/projects\/KNEE/, { hang: true })
  await page.goto('/projects/KNEE')
  await expect(page.getByText(/is not known: XNAT did not answer/)).toBeVisible()
})

test('the project page and the checklist in every size', async ({ signIn }) => {
  test.setTimeout(300_000)
  const page = await signIn('owner')
  await page.goto('/projects/LIVER')
  await expect(page.getByText(/^Viewers of this project/)).toBeVisible()
  await look(page, 'project')
  await page.getByRole('button', { name: 'Ask for a change' }).click()
  await page.getByLabel('Address of the AI server').fill('http://localhost:5000/x')
  await expect(page.getByText(/It has a path/)).toBeVisible()
  await look(page, 'project-ask')
  await page.goto('/projects/LIVER/checklist')
  await expect(page.getByText('Once in each browser')).toBeVisible()
  await look(page, 'checklist')
})
