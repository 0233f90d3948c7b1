import { appendFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

const EVERY_MS = 20

/**
 * Appends `Bench line 0`, `Bench line 1`… to a log at so many lines a second, for so long. Gives when each was written,
 * in milliseconds since 1970.
 */
export async function writeLines(
  file: string,
  perSecond: number,
  seconds: number,
): Promise<Map<number, number>> {
  const writtenAt = new Map<number, number>()
  const began = performance.now()
  for (let line = 0; line < perSecond * seconds; ) {
    const due = Math.min(perSecond * seconds, Math.ceil(((performance.now() - began) / 1000) * perSecond))
    const texts: string[] = []
    const now = performance.timeOrigin + performance.now()
    for (; line < due; line += 1) {
      texts.push(lineOf(line))
      writtenAt.set(line, now)
    }
    if (texts.length > 0) appendFileSync(file, texts.join(''))
    await sleep(EVERY_MS)
  }
  return writtenAt
}

function lineOf(line: number): string {
  const level = line % 97 === 0 ? 'ERROR' : line % 31 === 0 ? 'WARN ' : 'INFO '
  const stamp = `2099-01-01 00:${String(Math.floor(line / 60_000) % 60).padStart(2, '0')}:${String(Math.floor(line / 1000) % 60).padStart(2, '0')},${String(line % 1000).padStart(3, '0')}`
  return `${stamp} [pool-9-thread-${(line % 4) + 1}] ${level} org.nrg.xnatx.ohifviewer.inputcreator.JsonMetadataHandler - Bench line ${line} of session XNAT_E${String(line % 100_000).padStart(6, '0')}\n`
}
