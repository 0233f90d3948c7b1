import { appendFile } from 'node:fs/promises'
import path from 'node:path'
import { freePort } from '@ohif-admin/dev-stack'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ensureNginx, startNginx } from '../../../../scripts/nginx.ts'
import { type Browser, createBrowser } from '../testing/browser.ts'
import { startConsole, type TestConsole } from '../testing/console.ts'

const nginx = ensureNginx()
const SECOND_MS = 1_000

let console: TestConsole
let admin: Browser
const disposal = new AsyncDisposableStack()

describe.skipIf(!nginx)(
  'behind an nginx as it comes (skipped where none can be had: install nginx or set OHIF_ADMIN_NGINX)',
  () => {
    beforeAll(async () => {
      console = disposal.use(await startConsole({ heartbeatMs: 500 }))
      console.xnat.addProject({ id: 'LIVER', sessions: 4 })
      const port = await freePort()
      // As it comes: its own buffering, HTTP/1.0 to the server behind it.
      disposal.use(await startNginx(nginx ?? '', port, `location / { proxy_pass ${console.url}; }`))
      admin = createBrowser(() => `http://127.0.0.1:${port}`)
      expect((await admin.post('/api/session', { username: 'admin', password: 'admin' })).status).toBe(200)
    })
    afterAll(() => disposal.disposeAsync())

    const line = (number: number) =>
      `2024-03-12 10:15:02,118 [main] INFO  org.nrg.xnatx.plugin.Some - line <${number}>\n`

    it('a line of the log is there within a second', async () => {
      await using stream = await admin.listen('log')
      await stream.until((message) => message.type === 'log')
      const waits: number[] = []
      for (let number = 0; number < 7; number += 1) {
        const writtenAt = performance.now()
        await appendFile(path.join(console.xnat.logFolder, 'ohifviewer.log'), line(number))
        await stream.until(
          (message) =>
            message.type === 'log' &&
            message.rows.some((row) => row.form === 'record' && row.message.includes(`<${number}>`)),
        )
        waits.push(performance.now() - writtenAt)
      }
      expect(waits.toSorted((one, other) => one - other)[3]).toBeLessThan(SECOND_MS)
    })

    it('a run and its end are told within a second, and so are heartbeats', async () => {
      await using stream = await admin.listen('runs,log-sources')
      await stream.beats(2)
      const body = { kind: 'bulk', target: { scope: 'project', projectId: 'LIVER' } }
      const started = await admin.post('/api/runs', { ...body, idempotencyKey: crypto.randomUUID() })
      expect(started.status, started.text).toBe(202)
      const answeredAt = performance.now()
      await stream.until((message) => message.type === 'run')
      expect(performance.now() - answeredAt).toBeLessThan(SECOND_MS)
      await stream.until((message) => message.type === 'run' && message.run.state === 'finished')
    })

    it('a search gives its hits, and a client that left is noticed', async () => {
      const answer = await admin.get('/api/log/search?text=LIVER')
      expect(answer.text).toMatch(/"type":"hits"[\s\S]*"type":"done"/)
      const stream = await admin.listen('log')
      await expect.poll(() => console.deps.events.size).toBe(1)
      await stream[Symbol.asyncDispose]()
      await expect.poll(() => console.deps.events.size).toBe(0)
    })
  },
)
