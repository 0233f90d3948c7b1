import { expect, forgive, OWN_PAGE, test } from './fixtures.ts'
import { look } from './look.ts'

const SERVER = 'http://ai-7.example.org:8000'

test('an owner asks, an admin sees the badge move, compares and approves, the owner is told', async ({
  signIn,
}) => {
  const admin = await signIn('admin')
  const owner = await signIn('owner')
  await owner.getByRole('link', { name: /Liver lesions/ }).click()
  await expect(owner.getByRole('heading', { name: 'Liver lesions' })).toBeVisible()
  await owner.getByRole('button', { name: 'Ask for a change' }).click()
  const form = owner.getByRole('dialog')
  await form.getByRole('button', { name: 'Send request' }).click()
  await expect(form.getByText('Enter the address.')).toBeVisible()
  await form.getByLabel('Address of the AI server').fill('https://ai-7.example.org/aiaa')
  await expect(form.getByText(/It has a path/)).toBeVisible()
  await form.getByLabel('Address of the AI server').fill(SERVER)
  await form.getByLabel('Why').fill('It has the liver model.')
  await form.getByRole('button', { name: 'Send request' }).click()
  await expect(form).toBeHidden()
  await expect(owner.getByRole('row', { name: /open/ })).toContainText(SERVER)
  await expect(owner.getByRole('button', { name: 'Ask for a change' })).toHaveCount(0)

  await expect(admin.getByRole('link', { name: 'Requests 1 request is waiting for you' })).toBeVisible()
  await admin.keyboard.press('g')
  await admin.keyboard.press('q')
  await expect(admin.getByText('1 request waits for a decision.')).toBeVisible()
  await admin.getByRole('button', { name: 'Liver lesions' }).click()
  const dialog = admin.getByRole('dialog')
  await expect(dialog.getByRole('region', { name: 'Asked for' })).toContainText(SERVER)
  await expect(dialog).toContainText('It has the liver model.')
  await dialog.getByRole('button', { name: 'Approve and apply' }).click()
  // Nothing answers there: that is found first, and approving it all the same needs a word.
  const found = dialog.getByRole('region', { name: 'The server, looked at before approving' })
  await expect(found.getByText(/users’ viewers could not work with it/)).toBeVisible({ timeout: 20_000 })
  await dialog.getByRole('button', { name: 'Approve anyway' }).click()
  await expect(dialog.getByText('Say why it is approved all the same.')).toBeVisible()
  await dialog.getByLabel('A word to the owner').fill('It comes tomorrow.')
  await dialog.getByRole('button', { name: 'Approve anyway' }).click()
  await expect(dialog.getByText(/^Approved by/)).toBeVisible()
  await admin.keyboard.press('Escape')
  await expect(admin.getByText('0 requests wait for a decision.')).toBeVisible()
  await expect(admin.getByRole('link', { name: 'Requests', exact: true })).toBeVisible()

  await expect(owner.getByRole('link', { name: 'Requests 1 request is waiting for you' })).toBeVisible()
  await owner.getByRole('button', { name: 'Liver lesions' }).click()
  await expect(owner.getByRole('dialog')).toContainText('It comes tomorrow.')
  await owner.getByRole('button', { name: 'I have seen this' }).click()
  await owner.keyboard.press('Escape')
  await expect(owner.getByRole('link', { name: 'Requests', exact: true })).toBeVisible()
  await owner.reload()
  await expect(
    owner.getByText(`Viewers of this project use ${SERVER}, from the project's own list.`),
  ).toBeVisible()
})

test('a list that changed meanwhile is said, and a refusal needs a word', async ({ signIn }) => {
  const owner = await signIn('owner')
  const sent = await owner.request.post('/api/requests', {
    headers: OWN_PAGE,
    data: { projectId: 'KNEE', list: [SERVER], reason: 'Knees.' },
  })
  expect(sent.status()).toBe(201)
  const admin = await signIn('admin')
  const place = '/api/assignments/places/project:KNEE'
  const now = (await (await admin.request.get(place)).json()) as { list: string; entries: { text: string }[] }
  const seen = now.list === 'set' ? now.entries.map(({ text }) => text) : null
  await admin.request.put(place, {
    headers: OWN_PAGE,
    data: { list: ['http://ai-8.example.org'], seen, reason: '' },
  })
  await admin.goto('/requests')
  await admin.getByRole('button', { name: 'Knee cartilage' }).click()
  const dialog = admin.getByRole('dialog')
  await expect(dialog.getByText('The list has changed since this was asked for.')).toBeVisible()
  await expect(dialog.getByRole('region', { name: 'Now in XNAT' })).toContainText('http://ai-8.example.org')
  await dialog.getByRole('button', { name: 'Refuse' }).click()
  await expect(dialog.getByText(/Say why, so that the owner/)).toBeVisible()
  await dialog.getByLabel('A word to the owner').fill('The new default is better.')
  await dialog.getByRole('button', { name: 'Refuse' }).click()
  await expect(dialog.getByText(/^Refused by/)).toBeVisible()
})

test('an owner withdraws; whoever owns nothing is told whom to ask', async ({ signIn }) => {
  const owner = await signIn('owner')
  await owner.request.post('/api/requests', {
    headers: OWN_PAGE,
    data: { projectId: 'KNEE', list: [SERVER], reason: 'Knees.' },
  })
  await owner.goto('/requests')
  await owner.getByRole('button', { name: 'Knee cartilage' }).click()
  await owner.getByRole('button', { name: 'Withdraw' }).click()
  await expect(owner.getByText(/^Withdrawn by/)).toBeVisible()

  const member = await signIn('member')
  await member.goto('/requests')
  await expect(member.getByRole('heading', { name: /Change requests are for project owners/ })).toBeVisible()
  const refused = await member.request.post('/api/requests', {
    headers: OWN_PAGE,
    data: { projectId: 'LIVER', list: [SERVER], reason: 'x' },
  })
  expect(refused.status()).toBe(403)
  forgive(member, /403/)
})

test('the requests page in every size', async ({ signIn }) => {
  test.setTimeout(300_000)
  const owner = await signIn('owner')
  const admin = await signIn('admin')
  await admin.goto('/requests')
  await expect(admin.getByText('No requests yet.')).toBeVisible()
  await look(admin, 'requests-empty')
  for (const projectId of ['KNEE', 'LIVER']) {
    const data = {
      projectId,
      list: [SERVER, 'http://ai-8.example.org'],
      reason: 'It has the model for our study.',
    }
    await owner.request.post('/api/requests', { headers: OWN_PAGE, data })
  }
  await expect(admin.getByText('2 requests wait for a decision.')).toBeVisible()
  await look(admin, 'requests')
  await admin.getByRole('button', { name: 'Knee cartilage' }).click()
  await expect(admin.getByRole('button', { name: 'Approve and apply' })).toBeVisible()
  await look(admin, 'request')
  await admin.getByRole('button', { name: 'Approve and apply' }).click()
  await expect(admin.getByRole('button', { name: 'Approve anyway' })).toBeVisible({ timeout: 20_000 })
  await expect(admin.getByRole('region', { name: "From the console's server" })).toBeVisible()
  await look(admin, 'request-look')
})
