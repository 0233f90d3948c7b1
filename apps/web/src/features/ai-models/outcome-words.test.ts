import { LoadOutcome, type LoadVerdict, ModelLoad, ServerReason } from '@ohif-admin/contracts'
import { describe, expect, it } from 'vitest'
import { createTranslate } from '../../i18n/translate.ts'
import { messagesOf } from '../../testing/messages.ts'
import { outcomeSentences } from './outcome-words.ts'

const t = createTranslate(messagesOf('en'), 'en')
const load = ModelLoad.parse({
  id: '6f2d1c7e-3a4b-4c5d-8e6f-7a8b9c0d1e2f',
  origin: 'http://ai.example.org:5000',
  name: 'spleen',
  form: 'files',
  what: 'config_aiaa.json + model.ts',
  replaces: false,
  startedBy: 'admin',
  startedAt: '2026-11-22T10:00:00.000Z',
  endedAt: '2026-11-22T10:01:00.000Z',
  state: 'over',
  totalBytes: 10,
  receivedBytes: 10,
  sentBytes: 0,
  sentAt: null,
  givenUpAt: null,
  outcome: null,
})

const said = (verdict: LoadVerdict, rest: Partial<LoadOutcome> = {}) => {
  const nothing = { cause: null, status: null, said: null, reason: null, listed: 'unread', findings: [] }
  return outcomeSentences(load, LoadOutcome.parse({ ...nothing, verdict, ...rest }), t).join(' ')
}

describe('what became of a load', () => {
  it('that the console stopped in is told by how far it was', () => {
    const before = said('not-sent', { cause: 'interrupted' })
    expect(before).toMatch(/nothing was sent to the server\. The console stopped before .* Send it again/)
    const after = said('unknown', { cause: 'interrupted', listed: 'yes' })
    expect(after).toMatch(/is not known: no answer came\..*Look at the list.*shows spleen at this moment/)
    expect(after).not.toMatch(/had all of it|Send it again/)
  })

  it.each(ServerReason.options)('that ended with %s says why in a sentence', (reason) => {
    const sentence = said('not-sent', { reason }).split('. ').at(-1) ?? ''
    expect(sentence).toMatch(/^[A-Z].* .*\.$/)
    expect(sentence).not.toContain('servers.reason')
  })

  it('that something found too large says where to raise the limit', () => {
    expect(said('refused', { status: 413, said: '413 Request Entity Too Large' })).toMatch(
      /answered 413: 413 Request Entity Too Large .*a proxy in front of the AI server.*client_max_body_size/,
    )
    expect(said('refused', { status: 500 })).not.toMatch(/client_max_body_size/)
  })
})
