import { cpus, loadavg } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { startStack } from '@ohif-admin/dev-stack'
import type { Page } from '@playwright/test'
import { heapMegabytes, measureTasks, openBrowser } from './page-probe.ts'
import { OWN_PAGE, signIn } from './sign-in.ts'

/**
 * The page of a run over a large site in a real browser: how long its longest task is while the run goes on, while
 * somebody scrolls, jumps and searches in its sessions, and what its scripts hold.
 */
const SESSIONS = Number(process.env['SITE_SESSIONS'] ?? 100_000)
const PROJECTS = 50
const WATCHED_MS = 5_000

const say = (what: string, figure: string) => process.stdout.write(`${what.padEnd(44)} ${figure}\n`)
say(cpus()[0]?.model ?? '', `${cpus().length} cores, load ${loadavg()[0]?.toFixed(1)}`)

await using stack = await startStack({
  run: 'bundle',
  xnat: { sessionMs: [0, 0], site: { sessionTimeoutMs: 1e12 } },
  settings: { LOG_LEVEL: 'error' },
})
for (let project = 0; project < PROJECTS; project += 1)
  stack.xnat.addProject({ id: `SITE${project}`, sessions: Math.ceil(SESSIONS / PROJECTS) })
const { browser, page } = await openBrowser()
await page.goto(new URL('sign-in', stack.url).href)
await page.getByRole('button', { name: /^admin/ }).click()
await page.getByRole('heading', { name: 'Overview' }).waitFor()

const { id } = (await startSite()) as { id: string }
await page.goto(new URL(`runs/${id}`, stack.url).href)
const rows = page.getByRole('region', { name: 'Sessions' })
await page.getByText('in work').first().waitFor()
say('while the run goes on', await measureTasks(page, () => sleep(WATCHED_MS)))
await page.getByRole('heading', { level: 1, name: /finished/ }).waitFor({ timeout: 300_000 })
await sleep(2_000)
say('rows', (await rows.getByRole('table').getAttribute('aria-rowcount')) ?? '?')
say('scrolled by 400 px, 150 times', await measureTasks(page, () => scroll(page, 400)))
say('scrolled by 20,000 px, 150 times', await measureTasks(page, () => scroll(page, 20_000)))
say('jumped to its end and back', await measureTasks(page, jump))
say('searched', await measureTasks(page, search))
say('held by its scripts', `${(await heapMegabytes(page)).toFixed(1)} MB`)
await browser.close()
await stack[Symbol.asyncDispose]()
process.exit(0)

async function startSite(): Promise<unknown> {
  const headers = {
    cookie: await signIn(stack.url, 'admin'),
    'content-type': 'application/json',
    ...OWN_PAGE,
  }
  const answer = await fetch(new URL('api/runs', stack.url), {
    method: 'POST',
    headers,
    body: JSON.stringify({
      kind: 'bulk',
      target: { scope: 'site' },
      confirm: 'XNAT Research',
      idempotencyKey: crypto.randomUUID(),
    }),
  })
  if (!answer.ok) throw new Error(`the run was not started: ${answer.status} ${await answer.text()}`)
  return answer.json()
}

async function scroll(on: Page, step: number) {
  await rows.hover()
  for (let turn = 0; turn < 150; turn += 1) {
    await on.mouse.wheel(0, step)
    await sleep(16)
  }
}

async function jump() {
  for (const key of ['End', 'Home', 'End', 'Home']) {
    await rows.press(key)
    await sleep(700)
  }
}

async function search() {
  await page.getByRole('searchbox').fill('SITE7_0')
  await page
    .getByText(/^[\d,]+ sessions/)
    .first()
    .waitFor()
  await sleep(2_000)
}
