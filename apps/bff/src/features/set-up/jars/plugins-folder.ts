import type { Stats } from 'node:fs'
import { opendir, stat } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { PluginsFolder } from '@ohif-admin/contracts'
import { createTurns } from '../../../lib/turns.ts'
import { type ExaminedJar, examineJar, notExamined } from './examine-jar.ts'
import { ownerOf } from './jar-file.ts'

/** XNAT sites have a dozen plugins. */
const MOST_JARS = 100
/** Entries of the folder that are looked at by name. */
const MOST_NAMES = 10_000
const AT_ONCE = 2
/** A mount that hangs must not hang the page. */
const PATIENCE_MS = 10_000

export interface ReadFolder extends Omit<PluginsFolder, 'jars'> {
  jars: ExaminedJar[]
}

const nothing = (state: PluginsFolder['state']): ReadFolder => ({ state, owner: null, jars: [], left: 0 })

/** Examines every jar of XNAT's plugins folder; `undefined` when none is configured. Never throws. */
export async function readPluginsFolder(
  folder: string | undefined,
  patienceMs: number = PATIENCE_MS,
): Promise<ReadFolder> {
  if (folder === undefined) return nothing('not-configured')
  const late = new AbortController()
  const tooLate = <Stand>(stand: Stand) => sleep(patienceMs, stand, { signal: late.signal, ref: false })
  try {
    const listed = await Promise.race([listJars(folder), tooLate(null)])
    if (listed === null) return nothing('too-slow')
    if (listed.state !== 'read') return nothing(listed.state)
    const inTurn = createTurns(AT_ONCE)
    const jars = listed.names.map((file) =>
      Promise.race([
        inTurn(() => examineJar(path.join(folder, file), file)),
        tooLate(null).then(() => notExamined(file, 'too-slow')),
      ]),
    )
    return { state: 'read', owner: ownerOf(listed.stats), jars: await Promise.all(jars), left: listed.left }
  } finally {
    late.abort()
  }
}

type Listed =
  | { state: 'missing' | 'not-a-folder' | 'unreadable' }
  | { state: 'read'; names: string[]; left: number; stats: Stats }

async function listJars(folder: string): Promise<Listed> {
  try {
    const stats = await stat(folder)
    if (!stats.isDirectory()) return { state: 'not-a-folder' }
    const names: string[] = []
    let seen = 0
    for await (const { name } of await opendir(folder)) {
      if (name.toLowerCase().endsWith('.jar')) names.push(name)
      seen += 1
      if (seen >= MOST_NAMES) break
    }
    names.sort()
    return {
      state: 'read',
      names: names.slice(0, MOST_JARS),
      left: Math.max(0, names.length - MOST_JARS),
      stats,
    }
  } catch (error) {
    return {
      state: error instanceof Error && 'code' in error && error.code === 'ENOENT' ? 'missing' : 'unreadable',
    }
  }
}
