import AxeBuilder from '@axe-core/playwright'
import { type Stack, startStack } from '@ohif-admin/dev-stack'
import { type Browser, type BrowserContext, test as base, expect, type Page } from '@playwright/test'

interface Fixtures {
  /** Further settings of the console, without their prefix. */
  settings: Record<string, string>
  /** Simulated XNAT behind its proxy and the console in front of it, for this test alone. */
  stack: Stack
  /** A page on which nobody is signed in. */
  page: Page
  /** Signs in as one of the demo's accounts, in a browser of its own, and gives the page. */
  signIn: (username: string) => Promise<Page>
}

/** What a page said that no page should say: console errors, exceptions, blocked content. */
const complaints = new WeakMap<BrowserContext, string[]>()

export const test = base.extend<Fixtures>({
  settings: [{}, { option: true }],

  stack: async ({ settings }, use) => {
    const stack = await startStack({
      run: 'bundle',
      gatewayTimeoutMs: 1_500,
      xnat: { sessionMs: [5, 30] },
      settings: { LOG_LEVEL: 'warn', LOG_POLL_MS: '50', ...settings },
    })
    await using _ = stack
    await use(stack)
  },

  page: async ({ browser, stack }, use) => {
    const context = await openContext(browser, stack)
    await use(await context.newPage())
    await close(context)
  },

  signIn: async ({ browser, stack }, use) => {
    const contexts: BrowserContext[] = []
    await use(async (username) => {
      const context = await openContext(browser, stack)
      contexts.push(context)
      const page = await context.newPage()
      await page.goto('/sign-in')
      await page.getByRole('button', { name: new RegExp(`^${username}`) }).click()
      await expect(page.getByRole('heading', { name: 'Overview' })).toBeVisible()
      return page
    })
    for (const context of contexts) await close(context)
  },
})

async function openContext(browser: Browser, stack: Stack): Promise<BrowserContext> {
  const context = await browser.newContext({ baseURL: stack.url, viewport: { width: 1440, height: 900 } })
  const heard: string[] = []
  complaints.set(context, heard)
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      // biome-ignore lint/suspicious/noConsole: the test listens to the console
      console.error(`CSP: ${event.violatedDirective} ${event.blockedURI}`)
    })
  })
  context.on('weberror', (error) => heard.push(error.error().message))
  context.on('dialog', (dialog) => {
    heard.push(`dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  context.on('console', (message) => {
    if (message.type() === 'error') heard.push(message.text())
  })
  return context
}

async function close(context: BrowserContext) {
  await context.close()
  expect(complaints.get(context)).toEqual([])
}

/** Forgets console errors that a test provoked on purpose (the browser reports every refused request). */
export function forgive(page: Page, expected: RegExp) {
  const heard = complaints.get(page.context()) ?? []
  const rest = heard.filter((line) => !expected.test(line))
  heard.splice(0, heard.length, ...rest)
}

/** Opens the page of a project's rebuild and starts it the way a person does. */
export async function startRebuild(page: Page, projectId: string) {
  await page.goto(`/regeneration?project=${projectId}`)
  await page.getByRole('button', { name: 'Start rebuild…' }).click()
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Rebuild \d+ session/ })
    .click()
  await page.waitForURL(/\/runs\//)
}

/** What the page sends with every request of its own, for asking the API in somebody's place. */
export const OWN_PAGE = { 'x-ohif-admin': '1', 'sec-fetch-site': 'same-origin' }

/** Holds the page to WCAG 2.2 AA as far as a machine can. */
export async function expectAccessible(page: Page) {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze()
  expect(
    violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`),
  ).toEqual([])
}

export { expect }
