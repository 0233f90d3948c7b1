import { appendFile } from 'node:fs/promises'
import path from 'node:path'
import type { Page } from '@playwright/test'
import { expect } from './fixtures.ts'

const LOGGER = 'org.nrg.xnatx.ohifviewer.inputcreator.JsonMetadataHandler'

interface Lines {
  /** Number of the first message. */
  first?: number
  /** Between two numbers. */
  step?: number
  level?: string
  hour?: string
}

/** Writes to the viewer's log in this folder as the plugin does: `Written line 7`, `Written line 8`… */
export async function writeLines(
  folder: string,
  count: number,
  { first = 0, step = 1, level = 'INFO ', hour = '23' }: Lines = {},
) {
  const lines = Array.from({ length: count }, (_, index) => {
    const number = first + index * step
    const second = String(Math.floor(number / 1000) % 60).padStart(2, '0')
    const stamp = `2099-01-01 ${hour}:00:${second},${String(number % 1000).padStart(3, '0')}`
    return `${stamp} [pool-9-thread-1] ${level} ${LOGGER} - Written line ${number}\n`
  })
  await appendFile(path.join(folder, 'ohifviewer.log'), lines.join(''))
}

export const logList = (page: Page) => page.getByRole('log', { name: 'Lines of the log' })

/** Opens the log page and waits until it shows lines. */
export async function openLog(page: Page, search = '') {
  await page.goto(`/log${search}`)
  await expect(logList(page).locator('[data-key]').first()).toBeVisible()
}

/** Numbers of the written lines, as found by scrolling through the list from where it stands to its end or start. */
export async function scrollThrough(page: Page, direction: 'down' | 'up' = 'down'): Promise<number[]> {
  return logList(page).evaluate(
    async (element, step) => {
      // A frame that was really drawn: unlike an animation frame, it does not come from a clock that a test has set.
      const drawn = () =>
        new Promise<void>((resolve) => {
          const observer = new IntersectionObserver(() => {
            observer.disconnect()
            resolve()
          })
          observer.observe(element)
        })
      const seen = new Set<string>()
      for (let resting = 0; resting < 20; ) {
        for (const row of element.querySelectorAll('[data-key]')) {
          const number = /Written line (\d+)$/.exec(row.textContent ?? '')?.[1]
          if (number !== undefined) seen.add(number)
        }
        const before = element.scrollTop
        // What a wheel does: the list takes it for the reader's own.
        element.dispatchEvent(new WheelEvent('wheel', { bubbles: true }))
        element.scrollBy(0, step * (element.clientHeight - 100))
        await drawn()
        await new Promise((resolve) => setTimeout(resolve, 20))
        await drawn()
        resting = element.scrollTop === before ? resting + 1 : 0
      }
      return [...seen].map(Number).sort((a, b) => a - b)
    },
    direction === 'down' ? 1 : -1,
  )
}

/** 0, 1, 2… */
export const upTo = (count: number) => Array.from({ length: count }, (_, index) => index)
