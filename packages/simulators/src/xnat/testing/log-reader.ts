import { readFileSync } from 'node:fs'
import { join } from 'node:path'

export interface LogRecord {
  stamp: string
  thread: string
  level: string
  message: string
  /** Lines that follow the header. */
  more: string[]
}

const HEADER = /^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3}) \[(.+?)\] ([A-Z]{4,5}) {1,2}\S+ - (.*)$/

/** Records of a log file, continuation lines under their header. */
export function readLog(folder: string, name = 'ohifviewer.log'): LogRecord[] {
  const records: LogRecord[] = []
  for (const line of readFileSync(join(folder, name), 'utf8').split('\n')) {
    const [, stamp, thread = '', level = '', message = ''] = HEADER.exec(line) ?? []
    if (stamp !== undefined) records.push({ stamp, thread, level, message, more: [] })
    else records.at(-1)?.more.push(line)
  }
  return records
}

/** The messages that concern one session or one thread, shortened to what tells them apart. */
export function messagesOf(records: readonly LogRecord[], pick: (record: LogRecord) => boolean): string[] {
  return records.filter(pick).map(({ message }) => message)
}
