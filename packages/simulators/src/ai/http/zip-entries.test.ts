import { expect, test } from 'vitest'
import { makeZip } from './make-zip.ts'
import { zipEntries } from './zip-entries.ts'

test('reads back the files of a zip', () => {
  const files = { 'config/config_aiaa.json': '{"version":1}', 'models/model.ts': 'x'.repeat(5000) }
  const entries = zipEntries(Buffer.from(makeZip(files)))
  expect(Object.fromEntries([...(entries ?? [])].map(([name, bytes]) => [name, bytes.toString()]))).toEqual(
    files,
  )
})

test.each([
  ['nothing', Buffer.alloc(0)],
  ['text', Buffer.from('not a zip')],
  ['the end mark alone', Buffer.from('PK\x05\x06')],
  ['an end that points past the file', Buffer.from(makeZip({ a: 'b' })).subarray(40)],
])('calls %s no zip', (_name, bytes) => {
  expect(zipEntries(bytes)).toBeUndefined()
})
