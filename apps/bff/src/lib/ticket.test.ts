import { describe, expect, it } from 'vitest'
import { issueTicket, readTicket, seal, unseal } from './ticket.ts'

describe('ticket', () => {
  it('is different every time and long enough', () => {
    const cookies = new Set(Array.from({ length: 100_000 }, () => issueTicket().cookie))
    expect(cookies.size).toBe(100_000)
    for (const cookie of [...cookies].slice(0, 100)) expect(cookie).toMatch(/^[\w-]{22}\.[\w-]{43}$/)
  })

  it('reads back as the same ticket', () => {
    const { cookie, ticket } = issueTicket()
    expect(readTicket(cookie)).toEqual(ticket)
  })

  it.each([
    undefined,
    '',
    'x',
    'a.b',
    `${'a'.repeat(22)}.`,
    `${'a'.repeat(22)}.${'b'.repeat(44)}`,
    `${'é'.repeat(22)}.${'b'.repeat(43)}`,
  ])('is not read from %j', (cookie) => {
    expect(readTicket(cookie)).toBeUndefined()
  })

  it('opens only what it sealed itself', () => {
    const mine = issueTicket().ticket
    const sealed = seal(mine.key, 'A0B1C2')
    expect(unseal(mine.key, sealed)).toBe('A0B1C2')
    expect(unseal(issueTicket().ticket.key, sealed)).toBeUndefined()
    expect(unseal(mine.key, `${sealed.slice(0, -4)}AAA=`)).toBeUndefined()
    expect(unseal(mine.key, '')).toBeUndefined()
    expect(sealed).not.toContain('A0B1C2')
  })
})
