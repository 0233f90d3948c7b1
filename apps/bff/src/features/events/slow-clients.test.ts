import { randomUUID } from 'node:crypto'
import { appendFile } from 'node:fs/promises'
import { connect, type Socket } from 'node:net'
import path from 'node:path'
import { type LogLine, Run, RunLog, type StreamMessage } from '@ohif-admin/contracts'
import type { Hold } from '@ohif-admin/simulators'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Browser } from '../../testing/browser.ts'
import { startConsole, type TestConsole } from '../../testing/console.ts'

const MEGABYTE = 1024 * 1024

let console: TestConsole
let admin: Browser
let hold: Hold
let run: Run
let worker: Extract<LogLine, { form: 'record' }>

beforeAll(async () => {
  console = await startConsole({ heartbeatMs: 50, stalledMs: 1_000, settings: { STREAMS_PER_USER: '100' } })
  console.xnat.addProject({ id: 'LIVER', sessions: 6 })
  admin = await console.signIn('admin')
  hold = console.xnat.holdRegeneration('LIVER')
  const started = await admin.post('/api/runs', {
    kind: 'bulk',
    target: { scope: 'project', projectId: 'LIVER' },
    idempotencyKey: randomUUID(),
  })
  run = Run.parse(started.json)
  const { lines } = RunLog.parse((await admin.get(`/api/runs/${run.id}/log`)).json)
  const found = lines.find((line) => line.form === 'record' && line.thread.startsWith('pool-'))
  if (found?.form !== 'record') throw new Error('no worker has written anything')
  worker = found
})
beforeEach(() => expect.poll(() => console.deps.events.size).toBe(0))
afterAll(async () => {
  hold.release()
  await console[Symbol.asyncDispose]()
})

/** A page of the run's log whose reader never reads. */
async function stuckClient(topics = `run-log:${run.id}`): Promise<Socket> {
  const { hostname, port } = new URL(console.url)
  const socket = connect(Number(port), hostname)
  socket.pause()
  socket.on('error', () => undefined)
  const before = console.deps.events.size
  socket.write(
    `GET /api/events?topics=${topics} HTTP/1.1\r\nhost: x\r\nsec-fetch-site: same-origin\r\ncookie: ${admin.cookie}\r\n\r\n`,
  )
  await expect.poll(() => console.deps.events.size).toBe(before + 1)
  return socket
}

/** Lines as one of the run's workers would write them. */
const writeLines = (count: number, text: string) =>
  appendFile(
    path.join(console.xnat.logFolder, 'ohifviewer.log'),
    Array.from(
      { length: count },
      (_, n) => `${worker.at} [${worker.thread}] INFO  ${worker.logger} - ${n} ${text}\n`,
    ).join(''),
  )

describe('a client that never reads', () => {
  it('is cut off, costs bounded memory and holds nobody up', async () => {
    await using witness = await admin.listen(`run-log:${run.id}`)
    const stuck = [await stuckClient(), await stuckClient()]
    const before = process.memoryUsage().rss
    let marker = 0
    // About 2 MB a message, and nobody takes them: the sockets' own buffers are full soon.
    while (console.deps.events.size > 1) {
      marker += 1
      await writeLines(500, 'x'.repeat(4_000))
      await writeLines(1, `MARKER-${marker}-`)
      await witness.until(
        (message) =>
          message.type === 'run-log' &&
          message.lines.some((line) => line.form === 'record' && line.message.includes(`MARKER-${marker}-`)),
      )
      expect(marker).toBeLessThan(100)
    }
    expect(process.memoryUsage().rss - before).toBeLessThan(300 * MEGABYTE)
    for (const socket of stuck) socket.destroy()
    expect((await admin.get('/api/session')).status).toBe(200)
  })

  it('is let go of when it vanishes while it is held up', async () => {
    const stuck = await stuckClient()
    await writeLines(500, 'x'.repeat(4_000))
    stuck.resetAndDestroy()
    await expect.poll(() => console.deps.events.size).toBe(0)
  })

  it('is let go of when it vanishes while nothing happens', async () => {
    const stuck = await stuckClient('log-sources')
    stuck.destroy()
    await expect.poll(() => console.deps.events.size).toBe(0)
  })
})

describe('a flood of lines', () => {
  it('is shown as its newest lines and the number of the others', async () => {
    await using witness = await admin.listen(`run-log:${run.id}`)
    const shows = (text: string) => (message: StreamMessage) =>
      message.type === 'run-log' &&
      message.lines.some((line) => line.form === 'record' && line.message.includes(text))
    await writeLines(1, 'BEGIN')
    await witness.until(shows('BEGIN'))
    const before = witness.messages.length
    await writeLines(50_000, 'flood')
    await writeLines(1, 'END')
    await witness.until(shows('END'))
    const messages = witness.messages
      .slice(before)
      .flatMap((message) => (message.type === 'run-log' ? [message] : []))
    const shown = messages.reduce((sum, { lines }) => sum + lines.length, 0)
    const skipped = messages.reduce((sum, message) => sum + message.skipped, 0)
    expect(shown + skipped).toBe(50_001)
    expect(Math.max(...messages.map(({ lines }) => lines.length))).toBeLessThanOrEqual(500)
  })
})

describe('a line of the log', () => {
  const lines = [
    '<img src=x onerror=alert(1)>',
    '</script><script>alert(1)</script>',
    'data: {"type":"session-ended","reason":"expired"}',
    '\u001b]0;title\u0007\u001b[31mred',
    'tab\tand \u2028 and \u202e and \u200b',
    'Ünïcödé 脳 🧠',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the text itself is the point
    '${jndi:ldap://127.0.0.1/a} %0d%0a \\ " \'',
  ]

  it.each(lines)('is text, whatever it says, and never the end of a message: %j', async (text) => {
    await using witness = await admin.listen(`run-log:${run.id}`)
    await writeLines(1, text)
    const says = (line: LogLine) => line.form === 'record' && line.message === `0 ${text}`
    await witness.until((message) => message.type === 'run-log' && message.lines.some(says))
    // Every line of the stream is one of ours: a comment, an id, a message.
    expect(
      witness
        .raw()
        .split('\n')
        .filter((line) => !/^(?:$|: |id: |data: \{"type":)/.test(line)),
    ).toEqual([])
    expect(witness.messages.map(({ type }) => type)).not.toContain('session-ended')
  })
})
