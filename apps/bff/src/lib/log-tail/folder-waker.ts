import { type FSWatcher, watch } from 'node:fs'
import { stat } from 'node:fs/promises'
import { LIVE_FILE } from './guarded-open.ts'

// 4 ms: one look costs a few system calls; without a pause a flood of 50,000 lines/s means as many looks.
const FLOOD_PAUSE_MS = 4

/** Waits for a change in a folder, and never longer than asked. */
export interface FolderWaker {
  wait(maxMs: number): Promise<void>
  /** Ends the present and every later wait at once. */
  close(): void
}

/**
 * With `watching`, the system tells of changes to log files as they happen. That is only a shortcut: network and
 * overlay mounts stay silent, watchers run out, and folders are replaced, so every wait also has an end.
 */
export function createFolderWaker(folder: string, watching: boolean): FolderWaker {
  let watcher: FSWatcher | null = null
  let watchedId: string | null = null
  let changed = false
  let closed = false
  let waitedAt = 0
  let release: (() => void) | null = null

  function wake() {
    changed = true
    release?.()
  }

  function unwatch() {
    watcher?.close()
    watcher = null
    watchedId = null
  }

  async function ensureWatching() {
    const id = await folderId(folder)
    if (closed || id === watchedId) return
    unwatch()
    if (id === null) return
    try {
      watcher = watch(folder, (_event, name) => {
        if (name === null || name.startsWith(LIVE_FILE)) wake()
      })
      watcher.on('error', unwatch)
      watchedId = id
      // Whatever happened before the watch began is found by one more look.
      wake()
    } catch {
      // Missing folder or no watches left: the waits end by themselves.
      unwatch()
    }
  }

  const sleep = (ms: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms)
      release = () => {
        clearTimeout(timer)
        resolve()
      }
    })

  return {
    async wait(maxMs) {
      if (watching) await ensureWatching()
      const pauseMs = waitedAt + FLOOD_PAUSE_MS - performance.now()
      if (!closed && pauseMs > 0 && changed) await sleepThrough(pauseMs)
      if (!closed && !changed) await sleep(maxMs)
      release = null
      changed = false
      waitedAt = performance.now()
    },

    close() {
      closed = true
      unwatch()
      wake()
    },
  }
}

function sleepThrough(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms)
  })
}

async function folderId(folder: string): Promise<string | null> {
  const stats = await stat(folder, { bigint: true }).catch(() => null)
  return stats && `${stats.dev}:${stats.ino}`
}
