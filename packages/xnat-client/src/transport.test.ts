import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { startXnatSimulator, type XnatSimulator } from '@ohif-admin/simulators'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createXnatClient, type XnatClient } from './index.ts'
import { createTransport } from './transport.ts'

const LOGIN_PAGE = '<!DOCTYPE html><html><body><form name="form1" method="post"></form></body></html>'
const TOMCAT_PAGE = (title: string) =>
  `<!doctype html><html><body><h1>${title}</h1><h3>Apache Tomcat</h3></body></html>`

/** A server that says bytes rather than HTTP. Ended, with its connections, when disposed. */
async function startRawServer(onRequest: (socket: Socket) => void) {
  const sockets = new Set<Socket>()
  let requests = 0
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.on('data', () => {
      requests += 1
      onRequest(socket)
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests: () => requests,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

/** What one GET with this time limit comes to. */
async function failureOf(url: string, timeoutMs = 10_000) {
  const transport = createTransport(url)
  try {
    return await transport.ask({ path: '/data/projects?secret=1', timeoutMs }).then(
      (answer) => answer,
      (error: unknown) => error,
    )
  } finally {
    await transport.close()
  }
}

describe('an answer that is no answer', () => {
  let xnat: XnatSimulator
  let client: XnatClient
  let session: string
  beforeAll(async () => {
    xnat = await startXnatSimulator()
    client = createXnatClient(xnat.url)
  })
  beforeEach(async () => {
    await xnat.reset()
    xnat.addProject({ id: 'P', sessions: 1 })
    session = (await client.signIn({ username: 'admin', password: 'admin' })).session
    xnat.calls.clear()
  })
  afterAll(async () => {
    await client.close()
    await xnat[Symbol.asyncDispose]()
  })

  test.each([
    ['a login page', LOGIN_PAGE],
    ['nothing', ''],
    ['blanks', ' \n'],
    ['half a document', '["Administ'],
    ['null', 'null'],
    ['another shape', '{"ResultSet":{"Result":[]}}'],
    ['rows that are no texts', '[{"role":"Administrator"}]'],
  ])('is unexpected: 200 with %s in place of a list', async (_what, body) => {
    xnat.answerWith('/xapi/users/admin/roles', { body, contentType: 'application/json' })
    await expect(client.roles(session, 'admin')).rejects.toMatchObject({ kind: 'unexpected', status: 200 })
  })

  test.each([
    ['a login page', LOGIN_PAGE],
    ['nothing, as XNAT does when a listing fails inside', ''],
    ['a listing without rows', '{"ResultSet":{}}'],
    ['rows with numbers', '{"ResultSet":{"Result":[{"ID":1}]}}'],
  ])('is unexpected: 200 with %s in place of a listing', async (_what, body) => {
    xnat.answerWith('/data/projects/P/experiments', { body })
    await expect(client.projectSessions(session, 'P')).rejects.toMatchObject({
      kind: 'unexpected',
      status: 200,
    })
  })

  test('is taken by its content, whatever type it is labelled with', async () => {
    xnat.answerWith('/xapi/users/admin/roles', { body: '["Administrator"]', contentType: 'text/html' })
    expect(await client.roles(session, 'admin')).toEqual(['Administrator'])
  })

  test.each([
    [302, '/app/template/Login.vm', 'login'],
    [301, 'https://xnat.example.org/xnat/app/template/XDATScreen_UpdateUser.vm', 'password-expired'],
    [303, '/elsewhere', 'elsewhere'],
    [307, '', 'elsewhere'],
  ])('is refused and not followed: %i to %j', async (status, location, redirect) => {
    xnat.answerWith('/xapi/plugins', { status, headers: location ? { location } : {} })
    await expect(client.viewerPlugin(session)).rejects.toMatchObject({ kind: 'refused', status, redirect })
    expect(xnat.calls.map(({ path }) => path)).toEqual(['/xapi/plugins'])
  })

  test.each([
    [400, 'bad', 'bad'],
    [403, '', ''],
    [404, '<html><body><h3>Unable to identify project P</h3></body></html>', 'Unable to identify project P'],
    [406, TOMCAT_PAGE('HTTP Status 406 – Not Acceptable'), 'HTTP Status 406 – Not Acceptable'],
    [500, TOMCAT_PAGE('HTTP Status 500 – Internal Server Error'), 'HTTP Status 500 – Internal Server Error'],
    [502, '<html><center><h1>502 Bad Gateway</h1></center></html>', '502 Bad Gateway'],
    [503, '', ''],
  ])(
    'is refused with its status and its sentence, and not asked for again: %i',
    async (status, body, said) => {
      xnat.answerWith('/xapi/plugins', { status, body })
      await expect(client.viewerPlugin(session)).rejects.toMatchObject({
        kind: 'refused',
        status,
        said,
        redirect: undefined,
      })
      expect(xnat.calls).toHaveLength(1)
    },
  )
})

describe('a connection', () => {
  test('that nobody answers is unreachable', async () => {
    const server = await startRawServer(() => undefined)
    await server[Symbol.asyncDispose]()
    expect(await failureOf(server.url)).toMatchObject({ kind: 'unreachable' })
  })

  test.each([
    ['before the answer', ''],
    ['in the middle of the headers', 'HTTP/1.1 200 OK\r\nContent-Le'],
    ['in the middle of the body', 'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf'],
    ['in the middle of a chunk', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n20\r\nhalf'],
  ])('that is cut %s is unreachable, and not tried again', async (_when, bytes) => {
    await using server = await startRawServer((socket) => void socket.end(bytes))
    expect(await failureOf(server.url)).toMatchObject({ kind: 'unreachable' })
    expect(server.requests()).toBe(1)
  })

  test('that speaks something else is unreachable', async () => {
    await using server = await startRawServer((socket) => void socket.end('220 mail.example.org ESMTP\r\n'))
    expect(await failureOf(server.url)).toMatchObject({ kind: 'unreachable' })
  })

  test.each([
    ['without a word', ''],
    ['after half the headers', 'HTTP/1.1 200 OK\r\nContent-Le'],
    ['after half the body', 'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf'],
  ])('that stays silent %s is a time-out', async (_when, bytes) => {
    await using server = await startRawServer((socket) => void socket.write(bytes))
    expect(await failureOf(server.url, 100)).toMatchObject({ kind: 'timeout' })
    expect(server.requests()).toBe(1)
  })

  test('that drips is a time-out as a whole, not per byte', async () => {
    const drips: NodeJS.Timeout[] = []
    await using server = await startRawServer((socket) => {
      socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n')
      drips.push(setInterval(() => socket.write('1\r\nx\r\n'), 10))
    })
    expect(await failureOf(server.url, 200)).toMatchObject({ kind: 'timeout' })
    for (const drip of drips) clearInterval(drip)
  })

  test('that never stops sending is given up at 64 MB', async () => {
    await using server = await startRawServer((socket) => {
      const piece = Buffer.alloc(1024 * 1024, 'x')
      const pour = () => {
        while (!socket.destroyed && socket.write(piece));
      }
      socket.write('HTTP/1.1 200 OK\r\n\r\n')
      socket.on('drain', pour)
      pour()
    })
    expect(await failureOf(server.url)).toMatchObject({ kind: 'unexpected' })
  })

  test('is let go when the caller says so', async () => {
    const leave = new AbortController()
    await using server = await startRawServer(() => leave.abort())
    const transport = createTransport(server.url)
    const call = transport.send({ path: '/x', timeoutMs: 0, signal: leave.signal })
    await expect(call).rejects.toMatchObject({ kind: 'unreachable' })
    await transport.close()
  })

  test('fails with words that hold no query and no address', async () => {
    await using server = await startRawServer((socket) => void socket.end())
    const { message } = (await failureOf(server.url)) as Error
    expect(message).toBe('GET /data/projects failed')
  })
})

test('calls go below the context path, with or without a slash at the end of the address', async () => {
  const seen: string[] = []
  await using server = await startRawServer((socket) => void socket.end('HTTP/1.1 204 No Content\r\n\r\n'))
  for (const base of ['/xnat', '/xnat/', '/xnat//']) {
    const transport = createTransport(`${server.url}${base}`)
    seen.push(String((await transport.ask({ path: '/data/JSESSION', timeoutMs: 5_000 })).status))
    await transport.close()
  }
  expect(seen).toEqual(['204', '204', '204'])
})

test('a text cut anywhere on its way is the same text', async () => {
  const text = 'Füße 脳 🧠'
  const bytes = Buffer.from(text, 'utf8')
  await using server = await startRawServer((socket) => {
    socket.setNoDelay(true)
    socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${bytes.length}\r\nConnection: close\r\n\r\n`)
    for (const byte of bytes) socket.write(Buffer.from([byte]))
    socket.end()
  })
  expect(await failureOf(server.url)).toMatchObject({ status: 200, text })
})
