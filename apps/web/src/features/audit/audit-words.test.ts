import { ErrorCode } from '@ohif-admin/contracts'
import { describe, expect, it } from 'vitest'
import { createTranslate } from '../../i18n/translate.ts'
import { messagesOf } from '../../testing/messages.ts'
import { whySentence } from './audit-words.ts'

describe.each(['en', 'de'] as const)('why an action was refused or failed, in %s', (language) => {
  const t = createTranslate(messagesOf(language), language)

  it.each(ErrorCode.options)('says %s in a sentence', (code) => {
    expect(whySentence({ code }, t)).toMatch(/^\p{Lu}.* .*[.…]$/u)
  })

  it('shows a code of another version as it is, and nothing where there is none', () => {
    expect(whySentence({ code: 'moon-phase' }, t)).toBe('moon-phase')
    expect(whySentence({ code: null }, t)).toBe('')
  })
})
