import { freePort, startStack } from '@ohif-admin/dev-stack'
import { ensureNginx, shippedLocations, startNginx } from '../scripts/nginx.ts'
import { test as base, expect } from './fixtures.ts'
import { logList, writeLines } from './log-lines.ts'

const nginx = ensureNginx()

/** The console below a path of another host, as `docker/nginx-location.conf` puts it there. */
const test = base.extend({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from this pattern
  stack: async ({}, use) => {
    const port = await freePort()
    await using stack = await startStack({
      run: 'bundle',
      publicUrl: `http://localhost:${port}/ohif-admin/`,
      gatewayTimeoutMs: 1_500,
      xnat: { sessionMs: [5, 30] },
      settings: { LOG_LEVEL: 'warn', LOG_POLL_MS: '50', TRUSTED_PROXIES: '127.0.0.1' },
    })
    const locations = `${await shippedLocations(stack.bff.url)} location / { return 200 "XNAT"; }`
    await using _ = await startNginx(nginx ?? '', port, locations)
    await use(stack)
  },
})

test.skip(!nginx, 'needs nginx: install it or set OHIF_ADMIN_NGINX')

test('below a path behind nginx, people sign in, rebuild a project and follow the log live', async ({
  page,
  stack,
}) => {
  test.setTimeout(120_000)
  stack.xnat.addProject({ id: 'HEART', title: 'Heart study', sessions: 4 })
  const hold = stack.xnat.holdRegeneration('HEART')
  await page.goto(stack.url.replace(/\/$/, ''))
  await expect(page).toHaveURL(/\/ohif-admin\/sign-in/)
  await page.getByRole('button', { name: /^admin/ }).click()
  await expect(page.getByRole('heading', { name: 'Overview' })).toBeVisible()

  await page.goto(`${stack.url}regeneration?project=HEART`)
  await page.getByRole('button', { name: 'Start rebuild…' }).click()
  await page.getByRole('button', { name: 'Rebuild 4 sessions' }).click()
  await expect(page).toHaveURL(/\/ohif-admin\/runs\//)
  await expect(page.getByText('live', { exact: true }).first()).toBeVisible()
  hold.storeOne()
  await expect(page.getByRole('heading', { name: /1 of 4 stored/ })).toBeVisible()
  hold.storeRest()
  await expect(page.getByRole('heading', { name: /finished: all 4 sessions stored/ })).toBeVisible()

  await page.getByRole('link', { name: 'Log', exact: true }).first().click()
  await expect(page).toHaveURL(/\/ohif-admin\/log/)
  await expect(page.getByText('live', { exact: true }).first()).toBeVisible()
  await writeLines(stack.xnat.logFolder, 3)
  await expect(logList(page)).toContainText('Written line 2', { timeout: 5_000 })

  await page.reload()
  await expect(logList(page)).toContainText('Written line 2')
  const audit = await page.request.get(`${stack.url}api/audit`)
  expect(audit.status()).toBe(200)
})

test('what is not the console stays XNAT’s, and the path without its slash leads there', async ({
  stack,
}) => {
  const origin = new URL(stack.url).origin
  expect(await (await fetch(`${origin}/ohif-adminx`)).text()).toBe('XNAT')
  const short = await fetch(`${origin}/ohif-admin`, { redirect: 'manual' })
  expect([short.status, short.headers.get('location')]).toEqual([308, '/ohif-admin/'])
})
