import { type HeaderReader, LEVELS, NOTE_NAMES } from '@ohif-admin/ohif-log'
import { MASKED, maskMessage, shownLogger, shownThread } from '../../../lib/log-lines.ts'
import { NameMemo } from './name-memo.ts'
import { STAMP_LENGTH } from './record-walk.ts'
import type { TextMatcher } from './text-match.ts'

/** A message is shown up to here. */
const MESSAGE_BYTES = 64 * 1024
const HEAD_BYTES = 4 * 1024

interface Name {
  name: string
  shown: string
  isClear: boolean
}

const named = (show: (name: string, masked: boolean) => string) =>
  new NameMemo((name): Name => {
    const shown = show(name, true)
    return { name, shown, isClear: shown === name }
  })

/** Looks for a text in the header lines of records as support staff see them. */
export class MaskedLine {
  readonly #text: TextMatcher
  readonly #line = Buffer.allocUnsafe(HEAD_BYTES + MESSAGE_BYTES)
  readonly #threads = named(shownThread)
  readonly #loggers = named(shownLogger)
  /** Whether the text can stand in place of what is hidden, or in part. */
  readonly #mayBeOfMask: boolean
  readonly #mayReachOver: boolean
  /** For a text that is all within the head or the message: whether it is in what stands for a message. */
  readonly #masks = new Map<string, boolean>()

  constructor(text: TextMatcher) {
    this.#text = text
    const literal = text.clue?.literal ?? null
    this.#mayBeOfMask = mayBeOfMask(literal)
    this.#mayReachOver = !text.clue?.isProof || literal === null || literal.includes(' ')
  }

  /** Whether the text is in the line at `start`, whose header was read last. */
  matches(bytes: Buffer, header: HeaderReader, start: number): boolean {
    const thread = this.#threads.of(bytes, header.threadStart, header.threadEnd)
    const logger = this.#loggers.of(bytes, header.loggerStart, header.loggerEnd)
    const isClear = thread.isClear && logger.isClear
    const { messageStart } = header
    const { clue } = this.#text
    if (isClear && clue?.isProof && clue.find(bytes, start, messageStart) >= 0) return true
    const end = messageEnd(bytes, messageStart)
    if (clue && !this.#mayBeOfMask && clue.find(bytes, start, end) < 0) return false
    // Read as Latin-1, which is fast: nothing beyond ASCII is ever shown of a message, and none of it decides.
    const message = bytes.toString('latin1', messageStart, end)
    const shown = maskMessage({ logger: logger.name, level: LEVELS[header.level] ?? '', message })
    if (isClear && shown === message) return this.#text.inBytes(bytes, start, end)
    if (isClear && !this.#mayReachOver) return this.#isInMask(shown)
    const head = isClear
      ? bytes.copy(this.#line, 0, start, messageStart)
      : this.#line.write(headText(bytes, header, start, { thread, logger }), 'latin1')
    const length = head + this.#line.write(shown, head)
    return this.#text.inBytes(this.#line, 0, length)
  }

  #isInMask(shown: string): boolean {
    let known = this.#masks.get(shown)
    if (known === undefined) {
      known = this.#text.inText(shown)
      this.#masks.set(shown, known)
    }
    return known
  }
}

/** All before the message as support staff see it. */
function headText(
  bytes: Buffer,
  header: HeaderReader,
  start: number,
  { thread, logger }: { thread: Name; logger: Name },
): string {
  const stamp = bytes.toString('latin1', start, start + STAMP_LENGTH)
  return `${stamp} [${thread.shown}] ${LEVELS[header.level]?.padEnd(5)} ${logger.shown} - `
}

/** Where the first line of a message ends, or as much of it as is shown. */
export function messageEnd(bytes: Buffer, messageStart: number): number {
  const feed = bytes.indexOf(0x0a, messageStart)
  const lineEnd = feed < 0 ? bytes.length : feed
  const end = bytes[lineEnd - 1] === 0x0d && lineEnd > messageStart ? lineEnd - 1 : lineEnd
  return Math.min(end, messageStart + MESSAGE_BYTES)
}

/** Whether the words of a mask could be what matches: they are not in the bytes. */
export function mayBeOfMask(literal: string | null): boolean {
  if (literal === null) return false
  if (/[()]|- |^ |^-/.test(literal)) return true
  const wanted = literal.toLowerCase()
  return [MASKED, ...NOTE_NAMES].some((word) => word.includes(wanted))
}
