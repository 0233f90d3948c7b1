import { describe, expect, it } from 'vitest'
import { readForm, valuesIn, withKind, writeForm } from './form-state.ts'

describe('the form in the address', () => {
  it('is the same form again, whatever was typed', () => {
    const state = { kind: 'clara', changed: { host: `a&b=c "ö"+%`, port: '5001' } } as const
    const { kind, fields } = writeForm(state)
    expect(readForm(kind, fields)).toEqual(state)
  })

  it('leaves out what is as it comes', () => {
    expect(writeForm({ kind: 'clara', changed: { port: '5000' } })).toEqual({
      kind: 'clara',
      fields: undefined,
    })
  })

  it('survives an address that somebody made up', () => {
    expect(readForm('windows', `password=x&host=${'a'.repeat(301)}&port=1&__proto__=x`)).toEqual({
      kind: 'clara-triton',
      changed: { port: '1' },
    })
  })
})

it('another kind keeps what was typed, and takes its own defaults', () => {
  const state = readForm('clara', 'host=ai.example.org&port=5001&gpus=1')
  expect(valuesIn(withKind(state, 'monai-label'))).toMatchObject({
    host: 'ai.example.org',
    port: '8000',
    gpus: 'all',
  })
})
