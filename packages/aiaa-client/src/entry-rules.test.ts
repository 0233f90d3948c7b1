import { describe, expect, test } from 'vitest'
import { checkEntry, type EntryProblem, type EntryWarning, viewerTarget } from './index.ts'

describe('a new entry is refused', () => {
  test.each<[text: string, problems: EntryProblem[]]>([
    ['h:5000', ['scheme']],
    ['localhost:5000', ['scheme']],
    ['//h:5000', ['scheme']],
    ['', ['scheme']],
    ['ws://h', ['scheme']],
    ['HTTP://h:5000', ['scheme']],
    ['ftp://h', ['scheme']],
    ['file:/x', ['scheme']],
    ['http:', ['scheme']],
    ['jar:http://h!/x', ['scheme']],
    ['mailto:a@b', ['scheme']],
    ['No AIAA server list found', ['blank']],
    ['http:// h', ['blank']],
    [' http://h:5000', ['blank']],
    ['http://h:5000 ', ['blank']],
    ['http://h\t:5000', ['blank']],
    ['http://', ['scheme']],
    ['http:///', ['host-missing']],
    ['http://:5000', ['host-missing']],
    ['http://h:abc', ['port-invalid']],
    ['http://h:99999', ['port-invalid']],
    ['http://h:0', ['port-invalid']],
    ['http://h:', ['port-invalid']],
    ['http://h:05000', ['port-invalid']],
    ['http://h:65536', ['port-invalid']],
    ['http://h.example.org.', ['host-trailing-dot']],
    ['http://h%41', ['host-invalid']],
    ['http://h<x>', ['host-invalid']],
    ['http://[::1', ['host-invalid']],
    ['https://h/aiaa', ['path']],
    ['http://h:5000/v1', ['path']],
    ['http://h//', ['path']],
    ['http://h\\x', ['path']],
    ['http://h?x=1', ['query']],
    ['http://h#x', ['fragment']],
    ['http://user:pass@h', ['credentials']],
    [
      'http://u@h.:0/a?b#c',
      ['credentials', 'host-trailing-dot', 'port-invalid', 'path', 'query', 'fragment'],
    ],
  ])('%j for %j', (text, problems) => {
    expect(checkEntry(text)).toEqual({ ok: false, problems })
  })
})

describe('a new entry is accepted', () => {
  test.each<[text: string, entry: string, origin: string, warnings: EntryWarning[]]>([
    ['http://ai.example.org:5000', 'http://ai.example.org:5000', 'http://ai.example.org:5000', []],
    ['https://ai.example.org/', 'https://ai.example.org', 'https://ai.example.org', []],
    ['http://h.example.org:65535', 'http://h.example.org:65535', 'http://h.example.org:65535', []],
    ['https://bücher.example', 'https://bücher.example', 'https://xn--bcher-kva.example', []],
    ['http://10.1.2.3:5000', 'http://10.1.2.3:5000', 'http://10.1.2.3:5000', ['private-address']],
    ['http://172.17.0.2:5000', 'http://172.17.0.2:5000', 'http://172.17.0.2:5000', ['private-address']],
    ['http://192.168.1.9', 'http://192.168.1.9', 'http://192.168.1.9', ['private-address']],
    ['http://100.64.0.1', 'http://100.64.0.1', 'http://100.64.0.1', ['private-address']],
    ['http://[fd12::1]', 'http://[fd12::1]', 'http://[fd12::1]', ['private-address']],
    ['http://[::ffff:10.1.2.3]', 'http://[::ffff:10.1.2.3]', 'http://[::ffff:a01:203]', ['private-address']],
    ['http://169.254.169.254', 'http://169.254.169.254', 'http://169.254.169.254', ['link-local-address']],
    ['http://[fe80::1]', 'http://[fe80::1]', 'http://[fe80::1]', ['link-local-address']],
    ['http://[::]', 'http://[::]', 'http://[::]', ['unspecified-address']],
    ['http://8.8.8.8:5000', 'http://8.8.8.8:5000', 'http://8.8.8.8:5000', []],
    ['http://[2606:4700::1]:5000', 'http://[2606:4700::1]:5000', 'http://[2606:4700::1]:5000', []],
    ['http://localhost:5000', 'http://localhost:5000', 'http://localhost:5000', ['loopback']],
    ['http://127.0.0.1:5000', 'http://127.0.0.1:5000', 'http://127.0.0.1:5000', ['loopback']],
    ['http://2130706433', 'http://2130706433', 'http://127.0.0.1', ['loopback']],
    ['http://[::1]:5000', 'http://[::1]:5000', 'http://[::1]:5000', ['loopback']],
    ['http://0.0.0.0:5000', 'http://0.0.0.0:5000', 'http://0.0.0.0:5000', ['unspecified-address']],
    ['http://aiaa:5000', 'http://aiaa:5000', 'http://aiaa:5000', ['single-label-host']],
  ])('%j as %j', (text, entry, origin, warnings) => {
    expect(checkEntry(text)).toEqual({ ok: true, entry, origin, warnings })
  })

  test('only when the viewer calls exactly that server', () => {
    for (const text of ['http://ai.example.org:5000', 'https://ai.example.org/', 'http://[::1]:5000']) {
      const verdict = checkEntry(text)
      expect(verdict.ok && viewerTarget(verdict.entry)).toEqual({
        origin: verdict.ok && verdict.origin,
        droppedPath: null,
        trouble: [],
      })
    }
  })
})
