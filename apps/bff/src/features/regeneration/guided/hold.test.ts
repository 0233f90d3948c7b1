import { describe, expect, it } from 'vitest'
import { holdOf } from './hold.ts'

const noon = new Date(2025, 5, 2, 12, 0).getTime()
const FREE = {
  settings: { sessionsAtOnce: 1, pauseMs: 0, quietHours: null },
  paused: false,
  foreignRun: false,
  xnatAgainAt: undefined,
  pluginMissing: false,
  mayAct: true,
  now: noon,
} satisfies Parameters<typeof holdOf>[0]
const QUIET = { ...FREE.settings, quietHours: { from: '08:00', to: '18:00' } }
const evening = new Date(2025, 5, 2, 18, 0).getTime()

/** What can be in the way, from what counts most to what counts least. */
const IN_THE_WAY = [
  [{ paused: true }, { state: 'paused' }],
  [{ settings: QUIET }, { state: 'waiting', waitingFor: 'quiet-hours', until: evening }],
  [{ foreignRun: true }, { state: 'waiting', waitingFor: 'foreign-run', until: null }],
  [{ xnatAgainAt: noon + 1 }, { state: 'waiting', waitingFor: 'xnat', until: noon + 1 }],
  [{ pluginMissing: true }, { state: 'waiting', waitingFor: 'plugin', until: null }],
  [{ mayAct: false }, { state: 'waiting', waitingFor: 'sign-in', until: null }],
] as const

describe('what holds a guided run', () => {
  it('is nothing when nothing is in the way', () => {
    expect(holdOf(FREE)).toBeNull()
    expect(holdOf({ ...FREE, settings: QUIET, now: evening })).toBeNull()
  })

  it.each(IN_THE_WAY)('is %j alone', (given, hold) => expect(holdOf({ ...FREE, ...given })).toEqual(hold))

  it.each(IN_THE_WAY.map((_, index) => index))(
    'is told from number %i on as the first of all that are in the way',
    (first) => {
      const all = Object.assign({}, ...IN_THE_WAY.slice(first).map(([given]) => given))
      expect(holdOf({ ...FREE, ...all })).toEqual(IN_THE_WAY[first]?.[1])
    },
  )
})
