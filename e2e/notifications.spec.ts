import { startMailbox, startWebhookReceiver } from '@ohif-admin/simulators'
import type { Page } from '@playwright/test'
import { expect, forgive, startRebuild, test } from './fixtures.ts'
import { look } from './look.ts'

/** Lets the console reach receivers on this machine. */
test.use({ settings: { WEBHOOK_ALLOWED_NETWORKS: '127.0.0.0/8' } })

declare global {
  interface Window {
    /** Titles of what this page showed as notifications of the browser. */
    shownNotices: string[]
  }
}

/** The browser's own notifications, noted as they are made. */
async function noteNotices(page: Page) {
  await page.addInitScript(() => {
    window.shownNotices = []
    const Original = window.Notification
    window.Notification = class extends Original {
      constructor(title: string, options?: NotificationOptions) {
        super(title, options)
        window.shownNotices.push(title)
      }
    }
  })
}
const shownIn = (page: Page) => page.evaluate(() => window.shownNotices)
const isShown = (pages: Page[], title: string) => async () =>
  (await Promise.all(pages.map(shownIn))).flat().filter((one) => one === title).length

const sent = (page: Page) => page.getByRole('region', { name: /^What was sent/ })

/** The run has to end first, and the list looks again only every ten seconds for what waits. */
const isMailed = (page: Page) =>
  expect(sent(page).getByRole('row', { name: /^sent A run is over.*By e-mail/ })).toBeVisible({
    timeout: 45_000,
  })

test('somebody asks to be told of a run and is, by one of several tabs, though none of them is looked at', async ({
  signIn,
  stack,
}) => {
  const page = await signIn('admin')
  const hold = stack.xnat.holdRegeneration('LIVER')
  await page.context().grantPermissions(['notifications'])
  const tabs = [page, await page.context().newPage(), await page.context().newPage()]
  for (const tab of tabs) await noteNotices(tab)
  for (const tab of tabs) await tab.goto('/')
  await startRebuild(page, 'LIVER')
  await expect(page.getByText('You will be told in this browser')).toBeVisible()
  const elsewhere = await page.context().newPage()
  await elsewhere.goto('about:blank')
  await elsewhere.bringToFront()
  hold.release()
  await expect.poll(isShown(tabs, 'A run is over'), { timeout: 20_000 }).toBe(1)
  await page.goto('/notifications')
  await expect(sent(page).getByRole('row', { name: /A run is over/ })).toContainText('for the browser')
  // A page that is loaded again does not tell old news.
  expect(await isShown([page], 'A run is over')()).toBe(0)
  await page.getByRole('link', { name: 'A run is over' }).click()
  await expect(page).toHaveURL(/\/runs\//)
})

test('a browser that refuses says so, and where else to be told', async ({ signIn, stack }) => {
  const page = await signIn('admin')
  const hold = stack.xnat.holdRegeneration('LIVER')
  await startRebuild(page, 'LIVER')
  // A browser without a person to ask refuses.
  await page.getByRole('button', { name: 'Tell me when it is over' }).click()
  await expect(page.getByText(/^This browser refuses notifications/)).toBeVisible()
  await expect(page.getByText('The console has no mail server. Its operator can give it one.')).toBeVisible()
  await page.getByRole('link', { name: 'Other ways' }).click()
  const ways = page.getByRole('region', { name: 'How you can be told' })
  await expect(ways.getByText('refused')).toBeVisible()
  await expect(ways.getByText('not set up')).toBeVisible()
  hold.release()
})

test('an admin adds a webhook, sees its secret once, tests it with its true outcome and sends again', async ({
  signIn,
}) => {
  await using receiver = await startWebhookReceiver()
  const page = await signIn('admin')
  await page.keyboard.press('g')
  await page.keyboard.press('n')
  await expect(page.getByText('No webhooks yet.')).toBeVisible()
  await page.getByRole('button', { name: 'Add a webhook' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(dialog.getByText('Enter a name.')).toBeVisible()
  await dialog.getByLabel('Name', { exact: true }).fill('<b>Chat</b>')
  await dialog.getByLabel('Address').fill('http://169.254.169.254/latest')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(dialog.getByText('Refused: this address is never called')).toBeVisible()
  forgive(page, /400/)
  await dialog.getByLabel('Address').fill(receiver.url)
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(dialog.getByText('This is shown once')).toBeVisible()
  await expect(dialog.getByText(/^whsec_/)).toBeVisible()
  await dialog.getByRole('button', { name: 'I have it' }).click()

  const webhooks = page.getByRole('region', { name: 'Webhooks' })
  await expect(webhooks.getByRole('button', { name: '<b>Chat</b>', exact: true })).toBeVisible()
  receiver.answerWith(500)
  await webhooks.getByRole('button', { name: /^Send a test/ }).click()
  await expect(webhooks.getByText('The receiver answered 500')).toBeVisible()
  const row = sent(page).getByRole('row', { name: /given up/ })
  await expect(row).toContainText('The receiver answered 500')
  receiver.answerWith(204)
  await row.getByRole('button', { name: 'Send again' }).click()
  await expect(sent(page).getByRole('row', { name: /^sent/ })).toContainText('Taken by the receiver')
  expect(receiver.received).toHaveLength(2)
  expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
})

test.describe('with a mail server', () => {
  test.use({
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from this pattern
    settings: async ({}, use) => {
      await using mailbox = await startMailbox()
      await use({
        SMTP_URL: `smtp://127.0.0.1:${mailbox.port}`,
        SMTP_FROM: 'ohif@example.org',
        SMTP_PLAINTEXT: 'true',
        WEBHOOK_ALLOWED_NETWORKS: '127.0.0.0/8',
      })
    },
  })

  test('somebody asks to be told of a run by mail, and changes their mind', async ({ signIn, stack }) => {
    test.slow()
    const page = await signIn('admin')
    const hold = stack.xnat.holdRegeneration('LIVER')
    await startRebuild(page, 'LIVER')
    await expect(page.getByRole('button', { name: 'Tell me by e-mail' })).toBeVisible()
    await look(page, 'tell-me')
    await page.getByRole('button', { name: 'Tell me by e-mail' }).click()
    await expect(page.getByText('You will be told by e-mail')).toBeVisible()
    await page.getByRole('button', { name: 'Do not tell me' }).click()
    await page.getByRole('button', { name: 'Tell me by e-mail' }).click()
    await expect(page.getByText('You will be told by e-mail')).toBeVisible()
    hold.release()
    await page.goto('/notifications')
    await isMailed(page)
  })

  test('the page is fit to be seen, empty and full', async ({ signIn }) => {
    test.slow()
    await using receiver = await startWebhookReceiver()
    const page = await signIn('admin')
    await page.goto('/notifications')
    await expect(page.getByText('Nothing has been sent yet.')).toBeVisible()
    await look(page, 'notifications-empty')
    await page.getByRole('checkbox', { name: 'A run is over: By e-mail' }).check()
    await page.getByRole('button', { name: 'Save' }).click()
    await expect(page.getByText('Saved.')).toBeVisible()
    await page.getByRole('button', { name: 'Send a test: By e-mail' }).click()
    await expect(page.getByText('Taken by the receiver').first()).toBeVisible()
    await page.goto('/notifications?webhook=new')
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Name', { exact: true }).fill('Monitoring')
    await dialog.getByLabel('Address').fill(receiver.url)
    await look(page, 'webhook')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await dialog.getByRole('button', { name: 'I have it' }).click()
    await receiver.goAway()
    await page.getByRole('button', { name: 'Send a test: Monitoring' }).click()
    await expect(page.getByText('Nobody listens there').first()).toBeVisible()
    await startRebuild(page, 'LIVER')
    await page.goto('/notifications')
    await isMailed(page)
    await look(page, 'notifications')
    await sent(page).screenshot({ path: 'e2e/screenshots/notifications-sent-375-dark.png' })
    await page.emulateMedia({ colorScheme: 'light' })
    await page.setViewportSize({ width: 1440, height: 900 })
    await sent(page).screenshot({ path: 'e2e/screenshots/notifications-sent-1440-light.png' })
  })
})
