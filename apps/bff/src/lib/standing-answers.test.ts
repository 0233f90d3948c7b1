import { UpstreamError } from '@ohif-admin/xnat-client'
import { describe, expect, it } from 'vitest'
import { StandingAnswers } from './standing-answers.ts'

const SECOND_MS = 1_000
const away = new UpstreamError('unreachable', 'gone')
const behindProxy = new UpstreamError('refused', 'bad gateway', { status: 502 })
const expired = new UpstreamError('refused', 'no', { status: 401 })

/** Answers on a clock of their own; `asked` counts the questions. */
function setUp() {
  const clock = { ms: 1_000_000 }
  const answers = new StandingAnswers<string>(() => clock.ms)
  let asked = 0
  const get = (answer: string | Error) =>
    answers.get('key', async () => {
      asked += 1
      if (answer instanceof Error) throw answer
      return answer
    })
  return { clock, answers, get, asked: () => asked }
}

describe('an answer of XNAT', () => {
  it('is believed for thirty seconds from when it was asked for', async () => {
    const { clock, get } = setUp()
    expect(await get('first')).toBe('first')
    clock.ms += 30 * SECOND_MS - 1
    expect(await get('second')).toBe('first')
    clock.ms += 1
    expect(await get('second')).toBe('second')
  })

  it('is asked for once by however many', async () => {
    const { get, asked } = setUp()
    expect(await Promise.all([get('one'), get('two'), get('three')])).toEqual(['one', 'one', 'one'])
    expect(asked()).toBe(1)
  })

  it.each([away, behindProxy])(
    'stands in for ten minutes while XNAT is away ($message), and XNAT is not asked at every turn',
    async (failure) => {
      const { clock, get, asked } = setUp()
      await get('old')
      clock.ms += 31 * SECOND_MS
      for (let n = 0; n < 5; n += 1) expect(await get(failure)).toBe('old')
      expect(asked()).toBe(2)
      clock.ms += 16 * SECOND_MS
      expect(await get(failure)).toBe('old')
      expect(asked()).toBe(3)
      clock.ms += 10 * 60 * SECOND_MS
      await expect(get(failure)).rejects.toBe(failure)
      expect(await get('new')).toBe('new')
    },
  )

  it('is gone with a refusal, at once', async () => {
    const { clock, get } = setUp()
    await get('old')
    clock.ms += 31 * SECOND_MS
    await expect(get(expired)).rejects.toBe(expired)
    await expect(get(away)).rejects.toBe(away)
  })

  it('does not come back after it was forgotten, not even one that was on its way', async () => {
    const { answers, get } = setUp()
    const late = Promise.withResolvers<string>()
    const waiting = answers.get('key', () => late.promise)
    answers.forget('key')
    late.resolve('old')
    expect(await waiting).toBe('old')
    expect(answers.size).toBe(0)
    expect(await get('new')).toBe('new')
  })

  it('leaves nothing behind when there never was one', async () => {
    const { answers, get } = setUp()
    await expect(get(away)).rejects.toBe(away)
    expect(answers.size).toBe(0)
  })
})
