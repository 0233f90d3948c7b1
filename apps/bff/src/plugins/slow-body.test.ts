import { connect } from 'node:net'
import Fastify, { type FastifyInstance } from 'fastify'
import { afterEach, expect, it } from 'vitest'
import { slowBody } from './slow-body.ts'

let app: FastifyInstance
afterEach(() => app.close())

/** A server whose bodies have to be there within 100 ms; gives what a client that sends half of one is answered. */
async function halfABody(path: string, thenRest = false): Promise<string> {
  app = Fastify()
  await app.register(slowBody, { withinMs: 100 })
  app.post('/usual', async () => 'done')
  app.post('/file', { config: { slowBody: true } }, async () => 'done')
  await app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = app.server.address() as { port: number }
  const socket = connect(port, '127.0.0.1')
  const head = `POST ${path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-type: application/json\r\n`
  socket.write(`${head}content-length: 10\r\n\r\n"12345`)
  if (thenRest) setTimeout(() => socket.end('67"\n'), 300)
  let answer = ''
  for await (const chunk of socket) answer += String(chunk)
  return answer
}

it('a request whose body trickles in is cut off with an answer', async () => {
  expect(await halfABody('/usual')).toMatch(/^HTTP\/1\.1 408 .*"code":"bad-request"/s)
})

it('a route that says so takes a body for as long as it comes', async () => {
  expect(await halfABody('/file', true)).toMatch(/^HTTP\/1\.1 200 .*done$/s)
})
