import { expect, it } from 'vitest'
import { describeEngines } from '../../storage/testing/engines.ts'
import { startConsole } from '../../testing/console.ts'

describeEngines(
  'guessing at two consoles of one database',
  ({ createLocation }) => {
    it('gives no more tries than at one, and the right password counts for both', async () => {
      const location = await createLocation()
      const DATABASE_URL = 'url' in location ? location.url : ''
      await using one = await startConsole({ settings: { DATABASE_URL } })
      await using other = await startConsole({ settings: { DATABASE_URL, XNAT_URL: one.xnat.url } })
      one.xnat.addUser({ username: 'owner', password: 'right' })
      const guess = (n: number, password = `guess${n}`) =>
        (n % 2 === 0 ? one : other).browser().post('/api/session', { username: 'owner', password })
      const answers = await Promise.all(Array.from({ length: 24 }, (_, n) => guess(n)))
      const asked = answers.filter(({ status }) => status === 401).length
      // Five are free, and a busy machine may take a second or two over the others; each console for itself: ten.
      expect(asked).toBeGreaterThanOrEqual(5)
      expect(asked).toBeLessThan(8)
      expect(answers.filter(({ status }) => status === 429)).toHaveLength(24 - asked)
      expect(one.xnat.user('owner').failedLogins).toBe(asked)
      for (const console of [one, other]) console.clock.advance(60_000)
      expect((await guess(0, 'right')).status).toBe(200)
      const again = await Promise.all(Array.from({ length: 4 }, (_, n) => guess(n)))
      expect(again.map(({ status }) => status)).toEqual([401, 401, 401, 401])
    })
  },
  { only: 'postgres' },
)
