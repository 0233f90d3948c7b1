import { freePort, startStack } from '@ohif-admin/dev-stack'
import type { Page } from '@playwright/test'
import { test as base, expect, expectAccessible, forgive, OWN_PAGE } from './fixtures.ts'
import { type FrontDoor, openFrontDoor } from './front-door.ts'
import { logList, openLog, scrollThrough, upTo, writeLines } from './log-lines.ts'

const test = base.extend<{ door: FrontDoor }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from this pattern
  stack: async ({}, use) => {
    await using stack = await startStack({
      run: 'bundle',
      publicUrl: `http://localhost:${await freePort()}/`,
      gatewayTimeoutMs: 1_500,
      settings: { LOG_LEVEL: 'warn', LOG_POLL_MS: '50' },
    })
    await use(stack)
  },
  door: [
    async ({ stack }, use) => {
      await using door = await openFrontDoor(Number(new URL(stack.url).port), stack.bff.url)
      await use(door)
    },
    { auto: true },
  ],
})

/** Another tab of the same browser. */
async function openTab(page: Page): Promise<Page> {
  const tab = await page.context().newPage()
  await openLog(tab)
  return tab
}

const shows = (page: Page, number: number) =>
  expect(logList(page)).toContainText(new RegExp(`Written line ${number}(?!\\d)`), { timeout: 30_000 })

/** What a browser says of its own accord about a connection that breaks or is refused. */
const NETWORK = /Failed to load resource|net::ERR|ERR_/

test('eight tabs share one stream over HTTP/1.1, and their other requests still work', async ({
  stack,
  door,
  signIn,
}) => {
  test.setTimeout(300_000)
  const { logFolder } = stack.xnat
  await writeLines(logFolder, 20)
  const first = await signIn('admin')
  await openLog(first)
  const tabs = [first]
  while (tabs.length < 8) tabs.push(await openTab(first))
  await writeLines(logFolder, 5, { first: 20 })
  for (const tab of tabs) await shows(tab, 24)
  await expect.poll(() => door.streams).toBe(1)
  for (const tab of tabs)
    expect(await tab.evaluate(async () => (await fetch('/api/session')).status)).toBe(200)

  // The one that holds the stream goes; what is written meanwhile reaches all the others, once.
  await first.close()
  await writeLines(logFolder, 300, { first: 25 })
  for (const tab of tabs.slice(1)) await shows(tab, 324)
  await expect.poll(() => door.streams).toBe(1)
  expect(await scrollThrough(tabs[7] as Page, 'up')).toEqual(upTo(325))

  await (tabs[4] as Page).getByRole('button', { name: /settings and sign out/ }).click()
  await (tabs[4] as Page).getByRole('menuitem', { name: 'Sign out' }).click()
  for (const tab of tabs.slice(1)) await expect(tab).toHaveURL(/sign-in/)
  await expect.poll(() => door.streams).toBe(0)
  // What another tab was just asking for.
  forgive(tabs[4] as Page, /401/)
})

test('who signs in as somebody else shares nothing with the tabs of before', async ({ door, signIn }) => {
  const before = await signIn('admin')
  await openLog(before)
  const answer = await before.request.post('/api/session', {
    data: { username: 'owner', password: 'owner' },
    headers: OWN_PAGE,
  })
  expect(answer.status()).toBe(200)
  await expect(before.getByText('Your sign-in has ended.')).toBeVisible()
  const after = await before.context().newPage()
  await after.goto('/')
  await expect(after.getByRole('heading', { name: 'Overview' })).toBeVisible()
  await expect.poll(() => door.streams).toBe(1)
  const locks = await after.evaluate(async () =>
    (await navigator.locks.query()).held?.map(({ name }) => name),
  )
  expect(locks?.filter((name) => name?.includes('admin '))).toEqual([])
})

test('a frozen tab loses nothing, and does not hold up the others', async ({ stack, door, signIn }) => {
  test.setTimeout(120_000)
  const { logFolder } = stack.xnat
  await writeLines(logFolder, 20)
  const frozen = await signIn('admin')
  await openLog(frozen)
  const other = await openTab(frozen)
  await shows(other, 19)
  const cdp = await frozen.context().newCDPSession(frozen)
  await cdp.send('Page.setWebLifecycleState', { state: 'frozen' })
  await writeLines(logFolder, 100, { first: 20 })
  await shows(other, 119)
  await cdp.send('Page.setWebLifecycleState', { state: 'active' })
  await writeLines(logFolder, 100, { first: 120 })
  for (const tab of [frozen, other]) await shows(tab, 219)
  expect(await scrollThrough(frozen, 'up')).toEqual(upTo(220))
  await expect.poll(() => door.streams).toBe(1)
})

test('a tab that does not answer any more is replaced as the one that holds the stream', async ({
  stack,
  signIn,
}) => {
  test.setTimeout(120_000)
  const { logFolder } = stack.xnat
  await writeLines(logFolder, 20)
  const stuck = await signIn('admin')
  await openLog(stuck)
  const other = await openTab(stuck)
  await shows(other, 19)
  const busy = stuck.evaluate(() => {
    for (const end = Date.now() + 15_000; Date.now() < end; );
  })
  await writeLines(logFolder, 50, { first: 20 })
  // What a tab does when somebody comes back to it.
  await other.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))
  await shows(other, 69)
  await busy
  await writeLines(logFolder, 50, { first: 70 })
  for (const tab of [stuck, other]) await shows(tab, 119)
  expect(await scrollThrough(stuck, 'up')).toEqual(upTo(120))
})

for (const [what, lines] of [
  ['five minutes', 400],
  ['longer than the server sends again', 3000],
] as const) {
  test(`who was offline for ${what} has every line in the end`, async ({ stack, door, signIn }) => {
    test.setTimeout(180_000)
    const { logFolder } = stack.xnat
    await writeLines(logFolder, 100)
    const page = await signIn('admin')
    await page.clock.install()
    await openLog(page)
    await shows(page, 99)
    door.goDown()
    await page.context().setOffline(true)
    await writeLines(logFolder, lines, { first: 100 })
    await page.clock.fastForward('05:00')
    await expect(page.getByText(/lost since/).first()).toBeVisible()
    door.comeBack()
    await page.context().setOffline(false)
    await shows(page, 99 + lines)
    await writeLines(logFolder, 1, { first: 100 + lines })
    await shows(page, 100 + lines)
    await page.clock.resume()
    expect(await scrollThrough(page, 'up')).toEqual(upTo(101 + lines))
    forgive(page, NETWORK)
  })
}

test('a stream that is refused for a while is asked for again by the page itself', async ({
  stack,
  door,
  signIn,
}) => {
  const { logFolder } = stack.xnat
  await writeLines(logFolder, 10)
  const page = await signIn('admin')
  await openLog(page)
  door.refuseStreams(503)
  await expect(page.getByText('reconnecting').first()).toBeVisible()
  await writeLines(logFolder, 10, { first: 10 })
  await expect.poll(() => door.asked, { timeout: 30_000 }).toBeGreaterThan(4)
  door.refuseStreams(undefined)
  await shows(page, 19)
  forgive(page, NETWORK)
})

test('behind a proxy that holds streams back, updates come in steps, and the page says why', async ({
  stack,
  door,
  signIn,
}) => {
  test.setTimeout(120_000)
  const { logFolder } = stack.xnat
  await writeLines(logFolder, 10)
  const page = await signIn('admin')
  await openLog(page)
  await shows(page, 9)
  door.holdStreams()
  await writeLines(logFolder, 10, { first: 10 })
  await expect(page.getByText('live in steps').first()).toBeVisible({ timeout: 60_000 })
  await expect(page.getByText(/A proxy seems to hold live updates back/)).toBeVisible()
  await shows(page, 19)
  for (const first of [20, 30, 40]) {
    await writeLines(logFolder, 10, { first })
    await shows(page, first + 9)
  }
  await expectAccessible(page)
  expect(await scrollThrough(page, 'up')).toEqual(upTo(50))
  forgive(page, NETWORK)
})

test('a stream whose sign-in has ended leads to the sign-in page, and back', async ({ door, signIn }) => {
  const page = await signIn('admin')
  await page.goto('/log?levels=ERROR')
  await expect.poll(() => door.streams).toBe(1)
  door.refuseStreams(503)
  await page.request.delete('/api/session', { headers: OWN_PAGE })
  door.refuseStreams(undefined)
  await expect(page.getByText('Your sign-in has ended.')).toBeVisible()
  await page.getByRole('button', { name: /^admin/ }).click()
  await expect(page).toHaveURL(/log\?levels=ERROR/)
  forgive(page, NETWORK)
})

test('a server that wants no more streams is left alone, and the page says so', async ({ door, signIn }) => {
  const page = await signIn('admin')
  await openLog(page)
  door.refuseStreams(204)
  await expect(page.getByText('stopped by the server').first()).toBeVisible()
  const { asked } = door
  await page.clock.install()
  await page.clock.fastForward('10:00')
  await page.getByRole('link', { name: 'Overview' }).first().click()
  await expect(page.getByRole('heading', { name: 'Overview' })).toBeVisible()
  expect(door.asked).toBe(asked)
  forgive(page, NETWORK)
})

test('a log that cannot be read, and one without a match, say so and what can be done', async ({
  stack,
  door,
  signIn,
}) => {
  test.slow()
  await writeLines(stack.xnat.logFolder, 10)
  const page = await signIn('admin')
  door.refuse('/api/log/lines', 502)
  await page.goto('/log')
  await expect(page.getByText('The log could not be read.')).toBeVisible()
  await expectAccessible(page)
  await page.screenshot({ path: 'e2e/screenshots/log-failed-1440-light.png' })
  door.refuse('', undefined)
  await page.getByRole('button', { name: 'Try again' }).click()
  await shows(page, 9)
  await page.goto('/log?text=nowhere')
  await expect(page.getByText('No line matches.')).toBeVisible()
  await expectAccessible(page)
  await page.emulateMedia({ colorScheme: 'dark' })
  await expectAccessible(page)
  forgive(page, NETWORK)
})
