import { startAiaaServer, startStrangeServer } from '@ohif-admin/dev-stack'
import { expect, expectAccessible, forgive, test } from './fixtures.ts'
import { look } from './look.ts'

test.describe.configure({ timeout: 240_000 })

test('an admin sees every AI server, opens one, reads its models and checks it step by step', async ({
  signIn,
}) => {
  const page = await signIn('admin')
  await page.keyboard.press('g')
  await page.keyboard.press('i')
  await expect(page.getByRole('heading', { name: 'AI servers', level: 1 })).toBeVisible()
  const aiaa = page.getByRole('row', { name: /AIAA/ })
  await expect(aiaa).toContainText('works', { timeout: 60_000 })
  await expect(page.getByRole('row', { name: /MONAI Label/ })).toContainText('works', { timeout: 60_000 })
  await look(page, 'ai-servers')

  await page.getByRole('heading', { name: 'AI servers', level: 1 }).click()
  await aiaa.getByRole('button').click()
  const panel = page.getByRole('dialog')
  await expect(panel.getByText('shown in the viewer').first()).toBeVisible()
  await expect(panel).toContainText('Open to everybody who can reach it')
  await expect(page).toHaveURL(/server=http/)
  await expectAccessible(page)
  await look(page, 'ai-server-models')

  await panel.getByRole('link', { name: 'Check step by step' }).click()
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await page.getByRole('button', { name: 'Check', exact: true }).click()
  const report = page.getByRole('region', { name: 'Check an address' })
  await expect(report).toContainText('From the console')
  await expect(report.getByRole('listitem').filter({ hasText: 'Kind' })).toContainText('NVIDIA AIAA')
  await expect(page).toHaveURL(/check=[0-9a-f-]{36}/)
  const mine = report.getByRole('region', { name: "From admin's browser" })
  await expect(mine).toContainText('may read what it answers')
  await expect(mine.getByRole('listitem').filter({ hasText: 'Read' })).toContainText('ms')
  await look(page, 'ai-server-check')

  await page.reload()
  await expect(report.getByRole('listitem').filter({ hasText: 'Kind' })).toContainText('NVIDIA AIAA')
  await expect(mine).toContainText('may read what it answers')
})

const VANTAGE: readonly {
  what: string
  console: string
  browser: RegExp
  start: () => Promise<{ url: string } & AsyncDisposable>
}[] = [
  {
    what: 'keeps pages of XNAT out',
    console: 'answers, and the viewer cannot use it',
    browser: /reaches .* keeps pages of XNAT from reading/,
    start: () => startAiaaServer({ cors: 'none' }),
  },
  {
    what: 'is closed',
    console: 'cannot be reached',
    browser: /gets no connection .* A browser does not say why/,
    start: async () => {
      const server = await startAiaaServer()
      await server.stop()
      return server
    },
  },
  {
    what: 'sends callers elsewhere',
    console: 'not an annotation server',
    browser: /sends callers to another address/,
    start: () => startStrangeServer('redirects'),
  },
  {
    what: 'fails, and lets pages see it',
    console: 'fails',
    browser: /the answer is an error: status 502/,
    start: async () => {
      const server = await startAiaaServer()
      for (let turn = 0; turn < 12; turn += 1) server.failNext(502, '<html>bad gateway</html>', '/v1/models')
      return server
    },
  },
]

test('what this browser sees stands beside what the console sees', async ({ signIn, stack }) => {
  const page = await signIn('admin')
  await page.goto('/ai-servers')
  const report = page.getByRole('region', { name: 'Check an address' })
  for (const { what, console, browser, start } of VANTAGE) {
    await using server = await start()
    await page.getByLabel('Address of an AI server').fill(server.url)
    await page.getByRole('button', { name: 'Check', exact: true }).click()
    const mine = report.getByRole('region', { name: "From admin's browser" })
    await expect(mine, what).toContainText(browser, { timeout: 40_000 })
    await expect(report.getByRole('region', { name: "From the console's server" }), what).toContainText(
      console,
    )
    await expectAccessible(page)
  }
  await look(page, 'ai-server-check-bad')
  expect(stack.url).toMatch(/^http:/)
  forgive(page, /Failed to load resource|CORS policy|Content Security Policy|CSP: connect-src/)
})

test('the browser sends nothing of the person along, and calls the one server only', async ({ signIn }) => {
  await using server = await startAiaaServer()
  const page = await signIn('admin')
  await page.goto('/ai-servers')
  await page.getByLabel('Address of an AI server').fill(server.url)
  await page.getByRole('button', { name: 'Check', exact: true }).click()
  await expect(page.getByRole('region', { name: "From admin's browser" })).toContainText('may read')
  const fromBrowser = server.calls.filter(({ headers }) => /Chrome/.test(headers['user-agent'] ?? ''))
  expect(fromBrowser.map(({ method, path }) => `${method} ${path}`)).toEqual([
    'GET /v1/models',
    'GET /v1/models',
  ])
  for (const { headers } of fromBrowser) {
    expect([headers.cookie, headers.referer, headers.authorization]).toEqual([
      undefined,
      undefined,
      undefined,
    ])
  }
  // The second is the one a page has to be allowed to read; it says whose page it is.
  expect(fromBrowser[1]?.headers.origin).toBe(new URL(page.url()).origin)
})

test('a link to a check says so to whoever may not read the project', async ({ signIn }) => {
  const owner = await signIn('owner')
  await owner.goto('/ai-servers?project=KNEE')
  await owner.getByLabel('Address of an AI server').fill('http://169.254.169.254')
  await owner.getByRole('button', { name: 'Check', exact: true }).click()
  await expect(owner).toHaveURL(/check=[0-9a-f-]{36}/)
  await expect(owner.getByText('The link works for everybody who can read KNEE.')).toBeVisible()
  const address = owner.url()
  const member = await signIn('member')
  await member.goto(address.replace(/project=[^&]*&?/, ''))
  await expect(member.getByRole('alert')).toContainText('This check is not for you to read.')
  await expectAccessible(member)
  forgive(member, /403/)
})

test('a server that is away is said to be so, and a project owner sees only servers of own projects', async ({
  signIn,
}) => {
  const page = await signIn('owner')
  await page.goto('/ai-servers')
  await expect(page.getByRole('status').filter({ hasText: /server/ })).toBeVisible()
  await page.getByLabel('Address of an AI server').fill('http://169.254.169.254')
  await page.getByRole('button', { name: 'Check', exact: true }).click()
  const report = page.getByRole('region', { name: 'Check an address' })
  await expect(report).toContainText('not called')
  await expect(report).toContainText('The console never calls this kind of address.')
  await page.getByLabel('Address of an AI server').fill('http://127.0.0.1:65533')
  await page.getByRole('button', { name: 'Check', exact: true }).click()
  await expect(report).toContainText('cannot be reached', { timeout: 30_000 })
  await expectAccessible(page)
  forgive(page, /Failed to load resource/)
})
