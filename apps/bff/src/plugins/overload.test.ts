import { setImmediate } from 'node:timers/promises'
import { ErrorBody } from '@ohif-admin/contracts'
import { expect, it } from 'vitest'
import { startConsole } from '../testing/console.ts'

/** The whole process does nothing else for so long. */
function standStill(ms: number) {
  for (const until = performance.now() + ms; performance.now() < until; );
}

it('a server that is held up over and over refuses, says for how long, and answers again when it is level', async () => {
  await using console = await startConsole({ settings: { OVERLOAD_DELAY_MS: '100' } })
  const browser = console.browser()
  const busy = setInterval(() => standStill(300), 1)
  await expect.poll(async () => (await browser.get('/api/site')).status, { timeout: 30_000 }).toBe(503)
  const refused = await browser.get('/api/site')
  clearInterval(busy)
  expect(ErrorBody.parse(refused.json).code).toBe('overloaded')
  expect(refused.headers.get('retry-after')).toBe('2')
  await expect.poll(async () => (await browser.get('/api/site')).status, { timeout: 30_000 }).toBe(200)
})

it('a server that may be far behind refuses nobody after standing still for seconds', async () => {
  await using console = await startConsole({ settings: { OVERLOAD_DELAY_MS: '60000' } })
  const browser = console.browser()
  for (let time = 0; time < 3; time += 1) {
    standStill(1_200)
    await setImmediate()
    expect((await browser.get('/api/site')).status).toBe(200)
  }
})
