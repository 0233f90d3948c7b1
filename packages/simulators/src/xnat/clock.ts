/** The server's clock: the given source, pushed forward by hand where a test needs time to pass. */
export class Clock {
  readonly utcOffsetMinutes: number
  readonly #source: () => number
  #ahead = 0

  constructor(source: () => number, utcOffsetMinutes: number) {
    this.#source = source
    this.utcOffsetMinutes = utcOffsetMinutes
  }

  /** Epoch milliseconds. */
  now(): number {
    return this.#source() + this.#ahead
  }

  advance(ms: number): void {
    this.#ahead += ms
  }

  /** `yyyy-MM-dd HH:mm:ss,SSS` in the server's local time: the stamp of a log line. */
  logStamp(at: number): string {
    return this.#local(at).replace('T', ' ').replace('.', ',').slice(0, 23)
  }

  /** `yyyy-MM-dd` in the server's local time: decides when the log rolls. */
  day(at: number): string {
    return this.#local(at).slice(0, 10)
  }

  /** `yyyy-MM-dd HH:mm:ss.S`: a database timestamp, trailing zeros of the fraction cut as Java does. */
  databaseStamp(at: number): string {
    const [seconds = '', fraction = '0'] = this.#local(at).replace('T', ' ').replace('Z', '').split('.')
    return `${seconds}.${fraction.replace(/0+$/, '') || '0'}`
  }

  #local(at: number): string {
    return new Date(at + this.utcOffsetMinutes * 60_000).toISOString()
  }
}
