import { startAiaaServer, startMonaiLabelServer, startStrangeServer } from '@ohif-admin/dev-stack'
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
  await page.keyboard.press('j')
  for (let row = 0; row < 3 && !/AIAA/.test((await page.locator(':focus').textContent()) ?? ''); row += 1)
    await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  const panel = page.getByRole('dialog')
  await expect(panel.getByText('shown in the viewer').first()).toBeVisible()
  await expect(panel).toContainText('Perhaps open to everybody who can reach it')
  await expect(page).toHaveURL(/server=http/)
  await expectAccessible(page)
  await look(page, 'ai-server-models')

  await panel.getByRole('tab', { name: 'History' }).click()
  await expect(panel.getByRole('row', { name: /works.* ms/ })).toBeVisible()
  await look(page, 'ai-server-history')

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

test('what this browser sees stands beside what the console sees', async ({ signIn }) => {
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
  }
  await expectAccessible(page)
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

test('models are found by type and label, and two servers stand side by side', async ({ signIn, stack }) => {
  const page = await signIn('admin')
  await using twin = await startAiaaServer({
    models: [
      { name: 'clara_pt_spleen_ct_segmentation', type: 'segmentation', labels: ['other'], description: 'x' },
      { name: 'only_here', type: 'annotation', labels: ['liver'], description: 'y' },
    ],
  })
  stack.xnat.storeAiServers([twin.url], 'SPINE')
  await page.goto(`/ai-servers?server=${encodeURIComponent(twin.url)}`)
  const panel = page.getByRole('dialog')
  await expect(panel.getByText('2 models')).toBeVisible({ timeout: 60_000 })
  await panel.getByLabel('Any type').selectOption('annotation')
  await expect(panel.getByText('1 model', { exact: true })).toBeVisible()
  await expect(page).toHaveURL(/type=annotation/)
  await panel.getByLabel('Any label').selectOption('other')
  await expect(panel.getByText('No model matches.')).toBeVisible()
  await panel.getByRole('tab', { name: 'Compare' }).click()
  const other = panel.getByLabel('Compare with')
  const differs = panel.getByText('differs: labels or their order, description')
  // The servers come by and by, and what is shown of one stays until the next has been compared.
  await expect(async () => {
    for (const origin of await other.locator('option', { hasText: 'http://127' }).allTextContents()) {
      await other.selectOption(origin)
      const found = differs.waitFor({ timeout: 5_000 }).then(
        () => true,
        () => false,
      )
      if (await found) return
    }
    throw new Error('no server has a model that differs')
  }).toPass({ timeout: 60_000 })
  await expect(panel.getByRole('listitem').first()).toContainText('only one server has it')
  await expect(differs).toBeVisible()
  await expect(page).toHaveURL(/with=http/)
  await look(page, 'ai-servers-compare')
})

test('an admin reads the log of a server, with what its lines mean, and as text whatever it holds', async ({
  signIn,
  stack,
}) => {
  const page = await signIn('admin')
  await using server = await startMonaiLabelServer()
  const lines = Array.from({ length: 250 }, (_, n) => `[INFO] line ${n}`)
  server.setLog(
    [...lines, '<img src=x onerror=alert(1)>', '\u001b]0;title\u0007 \u202egnp', 'CUDA out of memory'].join(
      '\n',
    ),
  )
  stack.xnat.storeAiServers([server.url], 'SPINE')
  await page.goto('/ai-servers')
  await page.getByLabel('Search servers or projects').fill(server.url)
  await page.getByRole('button', { name: server.url }).click()
  const panel = page.getByRole('dialog')
  await panel.getByRole('tab', { name: 'Server log' }).click()
  await expect(panel.getByText('GPU out of memory · 1 line')).toBeVisible({ timeout: 30_000 })
  await expect(panel.getByText('<img src=x onerror=alert(1)>')).toBeVisible()
  await expect(panel.getByText('253 of 253 lines')).toBeVisible()
  await look(page, 'ai-server-log')
  await panel.getByLabel('Search the log').fill('line 24')
  await expect(panel.getByText('11 of 253 lines')).toBeVisible()
  await panel.getByLabel('What to read').selectOption('gpu')
  await expect(panel.getByText('GPU 0: 18,211 of 23,028 MiB in use')).toBeVisible()
})

test('an admin has a server watched that no list names, and no longer', async ({ signIn }) => {
  const page = await signIn('admin')
  await using server = await startAiaaServer()
  await page.goto('/ai-servers')
  await page.getByLabel('Address of an AI server').fill(server.url)
  await page.getByRole('button', { name: 'Check', exact: true }).click()
  await page.getByRole('button', { name: 'Watch' }).click()
  await page.getByRole('button', { name: server.url }).click()
  const panel = page.getByRole('dialog')
  await expect(panel.getByRole('button', { name: 'No longer watch' })).toBeVisible()
  await panel.getByRole('button', { name: 'No longer watch' }).click()
  await expect(panel).toHaveCount(0)
  await expect(page.getByRole('button', { name: server.url })).toHaveCount(0)
})

test('an owner checks a server, sends what was found along, and the admin reads it', async ({ signIn }) => {
  await using server = await startAiaaServer()
  const owner = await signIn('owner')
  await owner.goto('/projects/KNEE')
  await owner.getByRole('button', { name: 'Ask for a change' }).click()
  const form = owner.getByRole('dialog')
  await form.getByLabel('Address of the AI server').fill(server.url)
  await form.getByRole('button', { name: 'Check from both sides' }).click()
  await expect(form.getByRole('region', { name: "From owner's browser" })).toContainText('may read')
  await expect(form.getByLabel('Send what was found along')).toBeChecked()
  await form.getByLabel('Why').fill('It has the knee model.')
  await form.getByRole('button', { name: 'Send request' }).click()
  await expect(form).toBeHidden()

  const admin = await signIn('admin')
  await admin.goto('/requests')
  await admin.getByRole('button', { name: 'Knee cartilage' }).click()
  const sent = admin.getByRole('dialog').getByRole('region', { name: 'What the check found' })
  await expect(sent.getByRole('region', { name: "From owner's browser" })).toContainText('may read')
  await expect(sent.getByRole('region', { name: "From the console's server" })).toContainText('works')
  await look(admin, 'request-with-check')
})
