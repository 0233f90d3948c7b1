import type { Page } from '@playwright/test'
import { expect, expectAccessible } from './fixtures.ts'

const SIZES = [
  { width: 1440, height: 900 },
  { width: 768, height: 1024 },
  { width: 375, height: 812 },
]

/** Every page in every size and theme: axe-clean, without sideways scrolling, and a picture for people to look at. */
export async function look(page: Page, name: string) {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    for (const size of SIZES) {
      await page.setViewportSize(size)
      await page.screenshot({ path: `e2e/screenshots/${name}-${size.width}-${colorScheme}.png` })
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      )
      expect(overflow, `${name} at ${size.width}`).toBeLessThanOrEqual(0)
      await expectWholeBar(page)
      await expectAccessible(page)
    }
  }
}

/** The words of the bar at the bottom fit into it; there is none on wide screens and before the sign-in. */
export async function expectWholeBar(page: Page) {
  const cut = await page
    .locator('nav .truncate:visible')
    .evaluateAll((words) =>
      words.filter((word) => word.scrollWidth > word.clientWidth).map((word) => word.textContent),
    )
  expect(cut, 'cut in the bottom bar').toEqual([])
}
