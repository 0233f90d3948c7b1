import type { DeliveryTry, Notice } from '@ohif-admin/contracts'
import { describe, expect, it } from 'vitest'
import { createTranslate } from '../../i18n/translate.ts'
import { messagesOf } from '../../testing/messages.ts'
import { noticeDetail, noticeTitle, outcomeSentence } from './notice-words.ts'

const english = createTranslate(messagesOf('en'), 'en')
const german = createTranslate(messagesOf('de'), 'de')

const scan = (more: Partial<NonNullable<Notice['scan']>>): Notice => ({
  id: 'a0000000-0000-4000-8000-000000000000',
  kind: 'scan-over',
  at: '2026-03-12T10:15:02.118Z',
  page: 'coverage',
  scan: {
    ...{ take: 'all', state: 'done', failure: null, whole: true },
    ...{ total: 1_204, looked: 1_204, valid: 1_204, missing: 0, unknown: 0 },
    ...{ startedAt: '2026-03-12T10:00:00.000Z', endedAt: '2026-03-12T10:15:02.118Z' },
    ...more,
  } as NonNullable<Notice['scan']>,
})

describe('the end of a scan', () => {
  it.each([
    [{}, 'A scan is over', '1,204 valid of 1,204'],
    [
      { valid: 1_000, missing: 200, unknown: 4 },
      'A scan is over',
      '200 missing or outdated, 4 unknown, 1,000 valid of 1,204',
    ],
    [
      { state: 'cancelled', looked: 3, valid: 0, unknown: 3 },
      'A scan was cancelled',
      '3 unknown, 1,201 not looked at, 0 valid of 1,204',
    ],
    [{ state: 'failed', failure: 'no-sessions' }, 'A scan failed', 'XNAT lists no session there'],
  ] as const)('of %j is told with its numbers, what needs somebody first', (more, title, detail) => {
    expect(noticeTitle(scan(more), english)).toBe(title)
    expect(noticeDetail(scan(more), english)).toBe(detail)
  })

  it('is told in the language of the page', () => {
    const notice = scan({ valid: 1_000, missing: 200, unknown: 4 })
    expect(noticeTitle(notice, german)).toBe('Eine Prüfung ist fertig')
    expect(noticeDetail(notice, german)).toBe(
      '200 fehlend oder veraltet, 4 unbekannt, 1.000 gültig von 1.204',
    )
  })
})

describe('a certificate that the console does not trust', () => {
  const refused = (outcome: DeliveryTry['outcome']): DeliveryTry => ({
    at: '2026-03-12T10:15:02.118Z',
    outcome,
    status: null,
    tookMs: 12,
  })

  it('is said in a sentence of its own', () => {
    expect(outcomeSentence(refused('certificate-self-signed'), english)).toBe(
      'TLS certificate not trusted: signed by itself',
    )
    expect(outcomeSentence(refused('certificate-for-another-host'), english)).toBe(
      'TLS certificate is for another host',
    )
  })
})
