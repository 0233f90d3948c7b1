import type { RecordedCall } from './types.ts'

/** Enough for any test; keeps a long-running demo from growing. */
const KEPT = 10_000

/** Every request the server saw, oldest first. */
export class RecordedCalls extends Array<RecordedCall> {
  static override get [Symbol.species]() {
    return Array
  }

  record(call: RecordedCall): void {
    this.push(call)
    if (this.length > KEPT) this.splice(0, this.length - KEPT)
  }

  clear(): void {
    this.length = 0
  }

  /** Calls of that method whose path, without query, is exactly this one or matches. */
  to(method: string, path: string | RegExp): RecordedCall[] {
    return this.filter((call) => {
      const pathname = call.path.split('?')[0] ?? ''
      return call.method === method && (typeof path === 'string' ? pathname === path : path.test(pathname))
    })
  }
}
