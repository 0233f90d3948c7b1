import type { Notice } from '@ohif-admin/contracts'
import { z } from 'zod'

const KEY = 'ohif-admin.shown-notices'
const KEPT = 100
/** A browser that begins to show notices does not begin with old ones. */
const FIRST_MS = 60_000

/** What one tab writes down reaches another only after a moment; until then a lock says who shows it. */
const CLAIMED_MS = 30_000

const Ids = z.array(z.string())

/**
 * Those that no tab of this browser has shown yet, which are taken for shown from now on. Tabs take turns, where the
 * browser has locks; elsewhere the notice's tag keeps it from standing there twice.
 */
export async function takeUnshown(notices: readonly Notice[], now: number): Promise<Notice[]> {
  if (!('locks' in navigator)) return takeNow(notices, now)
  const unshown = await navigator.locks.request(KEY, async () => takeNow(notices, now))
  const claimed = await Promise.all(unshown.map(({ id }) => claim(id)))
  return unshown.filter((_, index) => claimed[index])
}

/** False when another tab shows it. */
function claim(id: string): Promise<boolean> {
  return new Promise((resolve) => {
    navigator.locks
      .request(`${KEY} ${id}`, { ifAvailable: true }, (lock) => {
        resolve(lock !== null)
        return lock && new Promise((release) => setTimeout(release, CLAIMED_MS))
      })
      .catch(() => resolve(true))
  })
}

function takeNow(notices: readonly Notice[], now: number): Notice[] {
  const shown = readShown()
  const fresh = notices.filter(({ id, at }) =>
    shown === null ? now - Date.parse(at) < FIRST_MS : !shown.includes(id),
  )
  const known = [...new Set([...(shown ?? []), ...notices.map(({ id }) => id)])]
  if (shown === null || known.length > shown.length) writeShown(known.slice(-KEPT))
  return fresh
}

function readShown(): string[] | null {
  try {
    const stored = localStorage.getItem(KEY)
    return stored === null ? null : (Ids.safeParse(JSON.parse(stored)).data ?? null)
  } catch {
    return null
  }
}

function writeShown(ids: readonly string[]) {
  try {
    localStorage.setItem(KEY, JSON.stringify(ids))
  } catch {
    // Without storage each tab tells for itself.
  }
}
