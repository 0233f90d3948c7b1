import {
  closeSync,
  existsSync,
  fstatSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import type { Clock } from '../clock.ts'

export type Level = 'DEBUG' | 'INFO' | 'WARN' | 'ERROR'

/** Where log records go. */
export interface LogSink {
  /** A message may hold line breaks and a stack trace; it is one record all the same. */
  write(thread: string, level: Level, logger: string, message: string): void
}

export const LOG_NAME = 'ohifviewer.log'

/** `%d [%t] %-5p %c - %m%n`, the layout of every plugin version. */
export function formatRecord(
  stamp: string,
  thread: string,
  level: Level,
  logger: string,
  message: string,
): string {
  return `${stamp} [${thread}] ${level.padEnd(5)} ${logger} - ${message}\n`
}

/**
 * The rolling appender: one append write per record, opened in append mode even after a restart, renamed by the first
 * record after local midnight.
 */
export class LogWriter {
  readonly #folder: string
  readonly #clock: Clock
  #file: number | undefined
  #day = ''

  constructor(folder: string, clock: Clock) {
    this.#folder = folder
    this.#clock = clock
  }

  write(at: number, thread: string, level: Level, logger: string, message: string): void {
    this.append(at, formatRecord(this.#clock.logStamp(at), thread, level, logger, message))
  }

  /** Appends finished text as one write, rolling first when the day has changed. */
  append(at: number, text: string): void {
    const day = this.#clock.day(at)
    if (this.#file !== undefined && day !== this.#day && day > this.#day) this.#roll()
    writeSync(this.#open(day), text)
  }

  /** The appender lets go of its file, as when the JVM ends or an administrator resets logging. */
  close(): void {
    if (this.#file !== undefined) closeSync(this.#file)
    this.#file = undefined
  }

  /** Removes the live file and the rolled ones: a folder nobody has written to yet. */
  wipe(): void {
    this.close()
    for (const name of readdirSync(this.#folder)) {
      if (name === LOG_NAME || name.startsWith(`${LOG_NAME}.`)) rmSync(join(this.#folder, name))
    }
  }

  #open(day: string): number {
    if (this.#file !== undefined) return this.#file
    const path = join(this.#folder, LOG_NAME)
    const before = existsSync(path)
    let file = openSync(path, 'a')
    // A server that was down over midnight rolls at its first record; the day is the old file's last change.
    const fileDay = before ? this.#clock.day(fstatSync(file).mtimeMs) : day
    if (before && fileDay < day) {
      closeSync(file)
      renameSync(path, `${path}.${fileDay}`)
      file = openSync(path, 'a')
    }
    this.#file = file
    this.#day = day
    return file
  }

  #roll(): void {
    this.close()
    const path = join(this.#folder, LOG_NAME)
    if (existsSync(path)) renameSync(path, `${path}.${this.#day}`)
  }
}
