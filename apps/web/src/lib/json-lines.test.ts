import { expect, it } from 'vitest'
import { jsonLines } from './json-lines.ts'

const TEXT = '{"a":1}\n{"b":"ü\\n–"}\n\n{"c":[2,3]}'
const WHOLE = [{ a: 1 }, { b: 'ü\n–' }, { c: [2, 3] }]

async function documents(body: ReadableStream<Uint8Array>) {
  const found: unknown[] = []
  for await (const document of jsonLines(body)) found.push(document)
  return found
}

function bodyOf(...parts: Uint8Array[]) {
  return new ReadableStream<Uint8Array>({
    start(controller) {
      for (const part of parts) controller.enqueue(part)
      controller.close()
    },
  })
}

it('gives the same documents wherever the body is cut', async () => {
  const bytes = new TextEncoder().encode(TEXT)
  for (let cut = 0; cut <= bytes.length; cut += 1) {
    expect(await documents(bodyOf(bytes.slice(0, cut), bytes.slice(cut)))).toEqual(WHOLE)
  }
  expect(await documents(bodyOf(...[...bytes].map((byte) => Uint8Array.of(byte))))).toEqual(WHOLE)
})

it('throws for a line that is no JSON', async () => {
  await expect(documents(bodyOf(new TextEncoder().encode('{"a":1}\n<html>\n')))).rejects.toThrow(SyntaxError)
})
