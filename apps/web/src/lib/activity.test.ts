import { expect, it } from 'vitest'
import { watchActivity } from './activity.ts'

it('takes a person for active for a while after each sign of life, and not for ever', () => {
  const page = new EventTarget()
  let now = 0
  const activity = watchActivity(page, () => now)
  expect(activity.isActive()).toBe(true)
  now = 60_000
  expect(activity.isActive()).toBe(false)
  page.dispatchEvent(new Event('keydown'))
  expect(activity.isActive()).toBe(true)
  now = 81_000
  expect(activity.isActive()).toBe(false)
  activity.stop()
  page.dispatchEvent(new Event('pointerdown'))
  expect(activity.isActive()).toBe(false)
})
